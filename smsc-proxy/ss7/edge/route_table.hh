#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/edge/ss7_config.hh"
#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw::ss7 {

/// A way on, as the link takes it.
struct Hop {
  link::PeerId peer = 0;
  PointCode point_code;
  std::size_t number = 0;  ///< Its place in configured_hops().
  friend bool operator==(const Hop&, const Hop&) = default;
};

struct Route {
  std::vector<Hop> hops;  ///< In order of preference.
  bool share = false;

  /// The hop for a signalling link selection among those that `reachable` (of a Hop) answers true
  /// for; nullptr: none.
  template <class Reachable>
  const Hop* choose(std::uint8_t sls, const Reachable& reachable) const {
    std::size_t count = 0;
    for (const Hop& hop : hops) {
      if (!reachable(hop)) continue;
      if (!share) return &hop;
      ++count;
    }
    if (count == 0) return nullptr;
    std::size_t wanted = sls % count;
    for (const Hop& hop : hops) {
      if (reachable(hop) && wanted-- == 0) return &hop;
    }
    return nullptr;
  }
};

/// Where units go, by the side that they come from and the title that they are called by.
/// Immutable; a look-up takes one step for each length of prefix that a side has.
class RouteTable {
 public:
  /// `config` is checked (check_ss7).
  explicit RouteTable(const Ss7Config& config);

  /// True where the called title decides; else any digits will do for find().
  bool by_title(std::uint8_t from) const noexcept { return sides_[from].lengths != 0; }
  /// The route with the longest prefix of `called`; nullptr: none.
  const Route* find(std::uint8_t from, std::string_view called) const;

 private:
  struct TextHash {
    // NOLINTNEXTLINE(readability-identifier-naming): the standard library's name
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Side {
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> prefixes;
    std::uint32_t lengths = 0;  // bit 1 << length
    std::size_t rest = kNone;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::vector<Route> routes_;
  std::array<Side, 2> sides_;
};

/// All ways that the configuration names: those of routes, in their order, and behind them that of
/// each answer rule that diverts. `config` is checked.
std::vector<Hop> configured_hops(const Ss7Config& config);

/// Index of a peer by its name; the configuration is checked, so there is one.
link::PeerId peer_id(const Ss7Config& config, std::string_view name);

/// A side as the relay's cores have it.
constexpr std::uint8_t side_index(link::Side side) noexcept {
  return static_cast<std::uint8_t>(side);
}

}  // namespace smsfw::ss7
