#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "smsc-proxy/ss7/link/link_config.hh"

namespace smsfw::ss7::link {

/// Most ASPs of one application server.
inline constexpr std::size_t kMaxAsps = 16;

/// Bit n: the ASP with index n of an application server.
using AspSet = std::uint32_t;

/// Which of an application server's active ASPs carries a message, or nothing where none is active.
/// Override: the first. Loadshare: by signalling link selection, so that one selection keeps one
/// way and its order; when an ASP is lost, only its own selections move, spread over the others.
std::optional<std::size_t> choose_asp(TrafficMode mode, AspSet active, std::size_t count,
                                      std::uint8_t sls) noexcept;

/// Which ASPs ought to be active, given those that could be (`usable`: the peer has answered their
/// ASP Up) and those that are. Loadshare: all. Override: the one that is; else the first usable.
AspSet wanted_asps(TrafficMode mode, AspSet usable, AspSet active) noexcept;

}  // namespace smsfw::ss7::link
