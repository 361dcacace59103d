#pragma once

#include <cstddef>
#include <cstdlib>
#include <span>
#include <string_view>

#include "filters/sms/utf8.hh"

// What fuzz targets hold: where it does not, the process aborts, and the input is kept.

namespace smsfw::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void require_inside(std::span<const std::byte> part, std::span<const std::byte> whole) {
  if (part.empty()) return;
  require(part.data() >= whole.data());
  require(part.data() + part.size() <= whole.data() + whole.size());
}

inline void require_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    const auto step = sms::get_utf8({at, end});
    require(step.valid);
    at += step.size;
  }
}

}  // namespace smsfw::fuzz
