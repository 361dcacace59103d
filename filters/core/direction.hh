#pragma once

#include <cstdint>
#include <string_view>

#include "filters/core/sms_context.hh"

namespace smsfw {

/// Which way a list or a limit looks.
enum class Direction : std::uint8_t {
  kSubmit,   ///< Into the network: from an ESME, or mobile originated.
  kDeliver,  ///< Out of it: to an ESME, or mobile terminated.
  kBoth,
};

constexpr std::string_view to_string(Direction direction) noexcept {
  switch (direction) {
    case Direction::kSubmit:
      return "submit";
    case Direction::kDeliver:
      return "deliver";
    case Direction::kBoth:
      return "both";
  }
  return "unknown";
}

/// True when a message that came in by `ingress` goes in `direction`. A query of MAP is no message
/// and goes nowhere.
constexpr bool goes(Ingress ingress, Direction direction) noexcept {
  if (ingress == Ingress::kMapQuery) return false;
  if (direction == Direction::kBoth) return true;
  const bool submit = ingress == Ingress::kSmppSubmit || ingress == Ingress::kMapMo;
  return submit == (direction == Direction::kSubmit);
}

}  // namespace smsfw
