#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "filters/sms/alphabet.hh"

namespace smsfw::sms {

/// Reads alphabets for which needs_converter() holds: their tables are too large to stand here.
class TextConverter {
 public:
  TextConverter() = default;
  TextConverter(const TextConverter&) = delete;
  TextConverter& operator=(const TextConverter&) = delete;
  virtual ~TextConverter() = default;

  /// Appends `octets` to `out` as valid UTF-8 and returns how many characters could not be read, as
  /// append_text() does. Nothing, and nothing appended, when the alphabet cannot be read at all.
  virtual std::optional<std::size_t> append(Alphabet alphabet, std::span<const std::byte> octets,
                                            std::string& out) noexcept = 0;
};

}  // namespace smsfw::sms
