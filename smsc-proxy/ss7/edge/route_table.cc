#include "smsc-proxy/ss7/edge/route_table.hh"

#include <algorithm>
#include <bit>

#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

static_assert(side_index(link::Side::kSmsc) == kSmscSide &&
              side_index(link::Side::kNetwork) == kNetworkSide);

link::PeerId peer_id(const Ss7Config& config, std::string_view name) {
  const auto& peers = config.link.peers;
  const auto at =
      std::find_if(peers.begin(), peers.end(), [&](const auto& one) { return one.name == name; });
  return static_cast<link::PeerId>(at - peers.begin());
}

RouteTable::RouteTable(const Ss7Config& config) {
  for (const RouteConfig& from : config.routes) {
    Route route;
    route.share = from.share;
    for (const HopConfig& hop : from.hops) {
      route.hops.push_back({peer_id(config, hop.peer), *parse_point_code(hop.point_code)});
    }
    Side& side = sides_[side_index(from.from)];
    if (from.called.empty()) side.rest = routes_.size();
    for (const std::string& prefix : from.called) {
      side.prefixes.emplace(prefix, routes_.size());
      side.lengths |= 1U << prefix.size();
    }
    routes_.push_back(std::move(route));
  }
}

const Route* RouteTable::find(std::uint8_t from, std::string_view called) const {
  const Side& side = sides_[from];
  std::uint32_t lengths = side.lengths;
  while (lengths != 0) {
    const auto length = static_cast<std::size_t>(std::bit_width(lengths)) - 1;
    lengths &= ~(1U << length);
    if (called.size() < length) continue;
    const auto at = side.prefixes.find(called.substr(0, length));
    if (at != side.prefixes.end()) return &routes_[at->second];
  }
  return side.rest == kNone ? nullptr : &routes_[side.rest];
}

}  // namespace smsfw::ss7
