#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_reader.hh"

namespace smsfw::ss7 {

enum class BerEncodeCode : std::uint8_t {
  kNoRoom,      ///< The output span is smaller than the message.
  kTooLong,     ///< A value is longer than its type allows.
  kBadValue,    ///< A value is missing, or outside its type.
  kNotAllowed,  ///< The operation has no such error, result or version.
};

constexpr std::string_view to_string(BerEncodeCode code) noexcept {
  switch (code) {
    case BerEncodeCode::kNoRoom:
      return "no_room";
    case BerEncodeCode::kTooLong:
      return "too_long";
    case BerEncodeCode::kBadValue:
      return "bad_value";
    case BerEncodeCode::kNotAllowed:
      return "not_allowed";
  }
  return "unknown";
}

struct BerEncodeError {
  BerEncodeCode code;
  friend bool operator==(const BerEncodeError&, const BerEncodeError&) = default;
};

/// What an encoder answers: the octets written at the start of the caller's span.
using BerEncoded = Expected<std::size_t, BerEncodeError>;

inline BerEncoded refuse(BerEncodeCode code) noexcept {
  return Unexpected<BerEncodeError>(BerEncodeError{code});
}

/// Writes DER from the last octet to the first, because a length stands in front of what it counts.
/// Values are therefore written in reverse order. Tags below 31 only.
class BerWriter {
 public:
  explicit BerWriter(std::span<std::byte> out) noexcept : out_(out), at_(out.size()) {}

  /// Octets written so far: the argument of close().
  std::size_t mark() const noexcept { return out_.size() - at_; }

  /// Octets as they are, in front of what stands there.
  void octets(std::span<const std::byte> value) noexcept;
  /// An element with these contents.
  void element(BerTag element_tag, std::span<const std::byte> content) noexcept {
    const std::size_t begin = mark();
    octets(content);
    close(element_tag, begin);
  }
  void integer(BerTag element_tag, std::int64_t value) noexcept;
  void boolean(BerTag element_tag, bool value) noexcept;
  void null(BerTag element_tag) noexcept { element(element_tag, {}); }
  /// Puts identifier and length in front of everything written since mark() was `begin`.
  void close(BerTag element_tag, std::size_t begin) noexcept;

  void fail(BerEncodeCode code) noexcept {
    if (!failed_) error_ = {code};
    failed_ = true;
  }
  bool failed() const noexcept { return failed_; }

  /// Moves what was written to the start of the span.
  BerEncoded finish() noexcept;

 private:
  std::span<std::byte> out_;
  std::size_t at_;
  BerEncodeError error_{};
  bool failed_ = false;
};

}  // namespace smsfw::ss7
