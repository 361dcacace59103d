#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/expected.hh"

namespace smsfw::ss7 {

enum class SccpEncodeCode : std::uint8_t {
  kNoRoom,      ///< The output span is smaller than the message.
  kTooLong,     ///< A value is longer than its length octet, its pointer or the network allows.
  kBadValue,    ///< A value is missing, or outside its type.
  kNotAllowed,  ///< The message is none that may be answered so.
};

constexpr std::string_view to_string(SccpEncodeCode code) noexcept {
  switch (code) {
    case SccpEncodeCode::kNoRoom:
      return "no_room";
    case SccpEncodeCode::kTooLong:
      return "too_long";
    case SccpEncodeCode::kBadValue:
      return "bad_value";
    case SccpEncodeCode::kNotAllowed:
      return "not_allowed";
  }
  return "unknown";
}

struct SccpEncodeError {
  SccpEncodeCode code;
  friend bool operator==(const SccpEncodeError&, const SccpEncodeError&) = default;
};

/// What an encoder answers: the octets written at the start of the caller's span.
using SccpEncoded = Expected<std::size_t, SccpEncodeError>;

inline Unexpected<SccpEncodeError> refuse(SccpEncodeCode code) noexcept {
  return Unexpected<SccpEncodeError>(SccpEncodeError{code});
}

}  // namespace smsfw::ss7
