#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "smsc-proxy/cli/capture_reader.hh"
#include "smsc-proxy/cli/dialogue_sides.hh"
#include "smsc-proxy/ss7/edge/map_judge.hh"
#include "smsc-proxy/ss7/edge/origin_facts.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"

namespace smsfw::cli {

/// Who sent what was captured, besides the configuration's peers: those are known by their point
/// codes.
struct CapturedPeers {
  /// What comes from these is side smsc and trusted as our own. Before the configuration.
  std::vector<ss7::PointCode> smsc;
  /// Side of everybody else: as of the network a partner, as of the SMSC our own.
  std::uint8_t others = ss7::kNetworkSide;
};

/// Captured units of SCCP through the relay and the judge of the SS7 edge. Nothing is sent.
class MapReplay final : private ss7::RelayExits {
 public:
  /// `config` and all references of `judge` outlive it. `secret`: random.
  MapReplay(const ss7::Ss7Config& config, const CapturedPeers& peers, ss7::MapJudge::Parts judge,
            std::uint64_t secret);

  /// `now` never goes back.
  void take(Moment now, const std::optional<UnitLabel>& label, std::span<const std::byte> octets);

 private:
  struct Peer {
    ss7::MapPeer peer;
    std::uint8_t side = ss7::kNetworkSide;
  };
  std::size_t peer_of(const std::optional<UnitLabel>& label) const noexcept;

  void pass(std::uint64_t, std::span<const std::byte>) override {}
  void divert(std::uint8_t, std::uint64_t, std::span<const std::byte>) override {}
  void answer(const ss7::RelayedUnit&, std::span<const std::byte>) override {}
  void send_on(const ss7::RelayedUnit&, std::span<const std::byte>) override {}
  void originate(std::uint8_t, std::uint8_t, std::span<const std::byte>) override {}
  ss7::MapDecision judge(const ss7::MapQuestion& question) override;
  void settled(std::uint64_t message,
               const InlineVector<Reservation, kMaxReservations>& reservations,
               Outcome outcome) override;
  void refused(const ss7::MapDecision& passed, const ss7::MapDecision& instead) override;
  void query_answered(std::uint32_t query, const ss7::Component& result,
                      ss7::MapVersion version) override {
    facts_.query_answered(query, result, version, now_.steady);
  }
  void note(ss7::RelayNote what, const ss7::RelayedUnit* unit, const DecodeError* error) override;
  tpdu::TimeStamp time_stamp() override { return {}; }  // of answers, which are not made

  events::EventProducer& events_;
  std::vector<Peer> peers_;  // the two of CapturedPeers, then those of the configuration
  std::vector<std::pair<ss7::PointCode, std::size_t>> by_point_code_;
  std::size_t others_;
  DialogueSides sides_;
  ss7::OriginFacts facts_;
  ss7::MapJudge judge_;
  ss7::HopRelay relay_;
  Moment now_;
  std::chrono::nanoseconds ticked_{0};
};

}  // namespace smsfw::cli
