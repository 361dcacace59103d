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

std::vector<Hop> configured_hops(const Ss7Config& config) {
  std::vector<Hop> all;
  const auto add = [&](const std::string& peer, const std::string& code) {
    all.push_back({peer_id(config, peer), *parse_point_code(code), all.size()});
  };
  for (const RouteConfig& route : config.routes) {
    for (const HopConfig& hop : route.hops)
      add(hop.peer, hop.point_code);
  }
  for (const AnswerRuleConfig& rule : config.answers) {
    if (rule.answer == AnswerKind::kDivert) add(rule.divert.peer, rule.divert.point_code);
  }
  return all;
}

RouteTable::RouteTable(const Ss7Config& config) {
  const std::vector<Hop> hops = configured_hops(config);
  auto next = hops.begin();
  for (const RouteConfig& from : config.routes) {
    Route route;
    route.share = from.share;
    const auto end = next + static_cast<std::ptrdiff_t>(from.hops.size());
    route.hops.assign(next, end);
    next = end;
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
