#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/relay/home_bridge.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"
#include "smsc-proxy/ss7/relay/read_invoke.hh"
#include "smsc-proxy/ss7/relay/recipient_lookup.hh"

namespace smsfw::ss7 {

/// Counted since start.
struct HomeRouterCounters {
  std::uint64_t queries = 0;     ///< Sent to an HLR.
  std::uint64_t reports = 0;     ///< reportSM-DeliveryStatus, the same.
  std::uint64_t deliveries = 0;  ///< Messages sent to a serving node.
};

/// The relay in home router mode (3GPP TS 23.840, TS 29.002 23.3.6). Queries from outside for
/// subscribers (sendRoutingInfoForSM) are asked again of the HLR in a dialogue of our own and
/// answered with an MT correlation id and our own number; messages to our title are delivered in a
/// dialogue of our own to the node that serves whom the id stands for, and to nobody where it is
/// not live for the network that sends it. Everything else goes through the relay in hop mode; no
/// query from outside does.
///
/// Each invoke of an asker is put before exits.judge() at whatever point it comes. What passes has
/// its TPDU, its service centre and its dialogue portion unchanged; results, errors, rejects and
/// aborts come back as they are.
///
/// Pure but for its exits, `random` and `same_network`; time is the caller's. One thread.
class HomeRouter {
 public:
  /// `secret`: random, drawn at start. `exits` outlives this.
  HomeRouter(HomeRouterConfig config, const HopRelayConfig& hop, std::uint64_t secret,
             SecretRandom random, SameNetwork same_network, RelayExits& exits);
  HomeRouter(const HomeRouter&) = delete;
  HomeRouter& operator=(const HomeRouter&) = delete;

  void take(const RelayedUnit& unit, std::chrono::nanoseconds now);
  /// Gives up what has lasted too long; to be called once a second or oftener.
  void tick(std::chrono::nanoseconds now);
  /// See HopRelay::release().
  void release();

  const CorrelationTable& ids() const noexcept { return ids_; }
  const HomeBridge& bridge() const noexcept { return bridge_; }
  const HopRelay& hop() const noexcept { return hop_; }
  const HomeRouterCounters& counters() const noexcept { return counters_; }
  const MissLimit& guessers() const noexcept { return recipients_.misses(); }
  const SegmentStore& segments() const noexcept { return segments_; }
  const RecipientCounters& recipients() const noexcept { return recipients_.counters(); }

 private:
  /// What the hop relay judges with: it does not know of ids.
  class HopExits final : public RelayExits {
   public:
    HopExits(HomeRouter& router, RelayExits& exits) : router_(router), exits_(exits) {}
    void pass(std::uint64_t tag, std::span<const std::byte> octets) override {
      exits_.pass(tag, octets);
    }
    void divert(std::uint8_t destination, std::uint64_t tag,
                std::span<const std::byte> octets) override {
      exits_.divert(destination, tag, octets);
    }
    void answer(const RelayedUnit& to, std::span<const std::byte> octets) override {
      exits_.answer(to, octets);
    }
    void send_on(const RelayedUnit& in_place_of, std::span<const std::byte> octets) override {
      exits_.send_on(in_place_of, octets);
    }
    void originate(std::uint8_t side, std::uint8_t sls,
                   std::span<const std::byte> octets) override {
      exits_.originate(side, sls, octets);
    }
    MapDecision judge(const MapQuestion& question) override;
    void settled(std::uint64_t message,
                 const InlineVector<Reservation, kMaxReservations>& reservations,
                 Outcome outcome) override {
      exits_.settled(message, reservations, outcome);
    }
    void refused(const MapDecision& passed, const MapDecision& instead) override {
      exits_.refused(passed, instead);
    }
    void query_answered(std::uint32_t query, const Component& result, MapVersion version) override {
      exits_.query_answered(query, result, version);
    }
    void note(RelayNote what, const RelayedUnit* unit, const DecodeError* error) override {
      exits_.note(what, unit, error);
    }
    tpdu::TimeStamp time_stamp() override { return exits_.time_stamp(); }

   private:
    HomeRouter& router_;
    RelayExits& exits_;
  };
  struct Judged;

  void take_whole(WholeMessage& message);
  void to_hop(const WholeMessage& message);
  bool wanted(const WholeMessage& message) const;
  bool returned(const RelayedUnit& unit, const SccpMessage& sccp);
  void from_asker(const WholeMessage& message, BridgedDialogue* dialogue);
  Judged judge(const WholeMessage& message, const BridgedDialogue* dialogue);
  static bool deliverable(const Judged& judged, const BridgedDialogue* dialogue);
  void pass_on(const WholeMessage& message, BridgedDialogue* dialogue, const Judged& judged);
  void keep_back(const WholeMessage& message, BridgedDialogue* dialogue, const Judged& judged);
  void abort(const WholeMessage& message, BridgedDialogue* dialogue);

  const HomeRouterConfig config_;
  const SecretRandom random_;
  RelayExits& exits_;
  HopExits hop_exits_;
  HopRelay hop_;
  CorrelationTable ids_;
  RecipientLookup recipients_;
  HomeBridge bridge_;
  SegmentStore segments_;
  HomeRouterCounters counters_;
  std::chrono::nanoseconds now_{0};  // of the call
};

}  // namespace smsfw::ss7
