#pragma once

#include <cstdint>

#include "filters/core/ss7_facts.hh"
#include "filters/origin/check.hh"

namespace smsfw::origin {

/// A set of subsystem numbers.
class Subsystems {
 public:
  constexpr Subsystems() = default;
  template <class... Numbers>
  constexpr explicit Subsystems(Numbers... numbers) noexcept {
    (add(static_cast<std::uint8_t>(numbers)), ...);
  }
  constexpr void add(std::uint8_t number) noexcept {
    words_[number / 64U] |= std::uint64_t{1} << (number % 64U);
  }
  constexpr bool has(std::uint8_t number) const noexcept {
    return (words_[number / 64U] >> (number % 64U) & 1U) != 0;
  }

 private:
  std::uint64_t words_[4] = {};
};

/// Whether operation, application context, version and the subsystem numbers of both parties belong
/// together (3GPP TS 29.002 17.3.3, TS 23.003 8.2). `mobile_terminated`: the message goes to a
/// handset, as SM-RP-DA and SM-RP-OA say. `further`: subsystem numbers that are fine on either end
/// by agreement. A subsystem number that is not given fits.
///
/// Version 1 has no context: kUnknown where the operation has a version 1, so that policy decides;
/// else kMismatch. An operation that is not of short messages: kUnknown, but kMismatch in a context
/// of theirs. A short message's operation in a foreign context: kMismatch.
Answer check_context(const Ss7Facts& facts, bool mobile_terminated,
                     const Subsystems& further) noexcept;

}  // namespace smsfw::origin
