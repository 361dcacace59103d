#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw {

/// Why octets could not be read. Shared by all codecs, so that counters and events have one
/// vocabulary.
enum class DecodeCode : std::uint8_t {
  kTruncated,       ///< The octets end before the field does.
  kBadLength,       ///< A length field contradicts the octets around it.
  kOversize,        ///< Longer than the bound of the field or of the whole PDU.
  kUnterminated,    ///< A C-Octet String without its NUL inside its bound.
  kUnknownId,       ///< A command id (or operation) that is not in the table.
  kBadValue,        ///< A field holds a value that its specification excludes.
  kTooMany,         ///< More repetitions than the declared bound.
  kTrailingOctets,  ///< Octets are left over behind the last field.
};

/// Name of a code as events and metrics print it.
constexpr std::string_view to_string(DecodeCode code) noexcept {
  switch (code) {
    case DecodeCode::kTruncated:
      return "truncated";
    case DecodeCode::kBadLength:
      return "bad_length";
    case DecodeCode::kOversize:
      return "oversize";
    case DecodeCode::kUnterminated:
      return "unterminated";
    case DecodeCode::kUnknownId:
      return "unknown_id";
    case DecodeCode::kBadValue:
      return "bad_value";
    case DecodeCode::kTooMany:
      return "too_many";
    case DecodeCode::kTrailingOctets:
      return "trailing_octets";
  }
  return "unknown";
}

/// What a decoder returns instead of a value.
struct DecodeError {
  DecodeCode code;
  /// Octets from the start of the decoder's input to the field that could not be read.
  std::uint32_t offset;
  /// True: the frame is sound, answer with the standard's error and go on. False: the stream can
  /// no longer be trusted, close it.
  bool recoverable;

  friend bool operator==(const DecodeError&, const DecodeError&) = default;
};

}  // namespace smsfw
