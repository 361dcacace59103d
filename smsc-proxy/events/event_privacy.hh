#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "filters/core/address.hh"

namespace smsfw::events {

/// How subscriber numbers are shown.
enum class NumberPrivacy : std::uint8_t {
  kMasked,  ///< Country code and the last two digits.
  kHash,  ///< A keyed hash: the same number looks the same, and cannot be guessed without the key.
  kFull,
};

/// When message texts are shown.
enum class TextPrivacy : std::uint8_t { kNever, kBlocked, kAlways };

/// A keyed one-way hash of a number, as few printable ASCII characters. HMAC-SHA256, truncated,
/// from control/crypto; called on the workers' threads, so it must not lock. A plain keyed xxHash
/// would not do: it is not made to hide its input.
using NumberHash = std::function<std::string(std::string_view number)>;

struct EventPrivacy {
  NumberPrivacy numbers = NumberPrivacy::kMasked;
  /// Global Titles and addresses of service centres: nodes of networks, not subscribers, though
  /// whoever wants to can write a subscriber's number there.
  NumberPrivacy titles = NumberPrivacy::kMasked;
  TextPrivacy text = TextPrivacy::kNever;
  /// Needed for kHash; without it numbers are masked.
  NumberHash hash;
};

/// Digits of the country code that E.164 digits begin with: 1 to 3 (ITU-T E.164 Annex D).
std::size_t country_code_length(std::string_view digits) noexcept;

/// Runs of digits in free words that are shorter than this are no subscriber numbers.
inline constexpr std::size_t kNumberDigits = 7;

/// Writes digits with all but the country code and the last two as '*'. `country_code` false: the
/// number's form is not known, so only the last two stay. Writes digits.size() octets; characters
/// that are no digits are masked too.
char* mask_number(std::string_view digits, bool country_code, char* out) noexcept;

/// Writes free words with every run of kNumberDigits or more digits masked (spaces, dots, dashes
/// and brackets between digits do not end a run). Writes text.size() octets, not escaped.
char* mask_runs(std::string_view text, char* out) noexcept;

}  // namespace smsfw::events
