#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/ss7/edge/msu_exchange.hh"
#include "smsc-proxy/ss7/edge/route_table.hh"
#include "smsc-proxy/ss7/edge/unit_tag.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

/// Puts units on their way: finds the next hop, makes the routing label, and tells the sender with
/// the SCCP service message where there is no way and he asks for that.
class UnitSender {
 public:
  struct Parts {
    const Ss7Config& config;
    MsuExchange& out;
    /// Its peer carries traffic to its point code.
    std::function<bool(const Hop&)> reachable;
    app::MetricShard& metrics;
  };
  /// All references outlive it.
  explicit UnitSender(Parts parts);

  /// On to the other half, octets unchanged, SLS and network indicator as they came.
  void pass(std::uint64_t tag, std::span<const std::byte> octets);
  /// To the destination of an answer rule; its title, where it has one, replaces the called one.
  /// False: the octets could not be written anew.
  bool divert(std::uint8_t rule, std::uint64_t tag, std::span<const std::byte> octets);
  /// Back to where the unit came from.
  void answer(const RelayedUnit& to, std::span<const std::byte> octets);
  /// Ours, to one half by the called address.
  void originate(std::uint8_t side, std::uint8_t sls, std::span<const std::byte> octets);

 private:
  void route(std::uint8_t from, const UnitTag& tag, std::span<const std::byte> octets);
  bool put(const Hop& hop, PointCode opc, const UnitTag& tag, std::span<const std::byte> octets);
  void unsent(std::uint8_t side, app::Unsent why, const UnitTag& tag,
              std::span<const std::byte> octets);
  link::Side side_of(link::PeerId peer) const noexcept {
    return parts_.config.link.peers[peer].side;
  }

  struct Diversion {
    Hop hop;
    std::string title;
  };

  Parts parts_;
  RouteTable routes_;
  PointCode own_;
  std::vector<Diversion> diversions_;  // by rule; only those of AnswerKind::kDivert count
};

/// Writes a unit with other digits in its called title, everything else as it was.
SccpEncoded readdress(std::span<const std::byte> octets, std::string_view title,
                      std::span<std::byte> out);

}  // namespace smsfw::ss7
