#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "filters/core/inline_string.hh"
#include "filters/core/verdict.hh"

namespace smsfw {

/// Which part of which message: 3GPP TS 23.040 §9.2.3.24.1 and .8, and SMPP's sar_* parameters
/// (SMPP v3.4 §5.3.2.22 to 24), whose references are wide.
struct Concat {
  std::uint16_t reference = 0;
  bool wide = false;        ///< The reference has 16 bits; one of 8 with the same value is another.
  std::uint8_t total = 0;   ///< At least 1.
  std::uint8_t number = 0;  ///< 1 to total.

  friend bool operator==(const Concat&, const Concat&) = default;
};

/// Header and parameters may disagree; then the part is one of two messages.
inline constexpr std::size_t kMaxConcats = 2;

/// What is known of a part of a concatenated message. Set behind stage 0.
struct PartFacts {
  Concat concat;              ///< total 0: the message is whole.
  std::uint64_t message = 0;  ///< Names the message: the same for all its parts.
  bool complete = false;      ///< With this one each part has come.
  /// An earlier part was counted by limits and quotas: this one is not.
  bool counted = false;
  /// Of what the filter keeps of the part; 0: none.
  std::array<std::uint64_t, kMaxConcats> tokens{};
  /// An earlier part was kept back for this; Action::kAllow: none was.
  Action stopped = Action::kAllow;
  InlineString<64> stop_reason;
};

}  // namespace smsfw
