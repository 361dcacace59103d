#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::volume {

/// What a limit counts by.
enum class LimitKey : std::uint8_t {
  kSource,
  kSystemId,
  kDestination,
  kSourceDestination,
  kCallingTitle,  ///< SCCP's calling Global Title, of what comes by SS7.
};
inline constexpr std::array<std::string_view, 5> kLimitKeyNames{
    "source", "system_id", "destination", "source_destination", "calling_title"};
constexpr std::string_view to_string(LimitKey key) noexcept {
  return kLimitKeyNames[static_cast<std::size_t>(key)];
}

}  // namespace smsfw::volume
