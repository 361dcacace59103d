#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/ss7/edge/edge_figures.hh"
#include "smsc-proxy/ss7/edge/link_thread.hh"
#include "smsc-proxy/ss7/edge/map_judge.hh"
#include "smsc-proxy/ss7/edge/unit_sender.hh"
#include "smsc-proxy/ss7/relay/home_router.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"

namespace smsfw::ss7 {

/// The SS7 worker's part: takes what the link brought, has the relay decide, and sends.
class Ss7Edge final : public app::TickTask, private RelayExits {
 public:
  struct Parts {
    const Ss7Config& config;
    app::Worker& worker;
    MapJudge::Parts judge;
    LinkThread& link;
    MsuExchange& in;
    MsuExchange& out;
    std::uint64_t secret = 0;
    SecretRandom random;
    /// Metrics index of the first peer; the others follow.
    std::size_t first_index = 0;
    /// As of the SMPP edge: see OverloadConfig.
    std::chrono::microseconds budget{0};
    std::chrono::microseconds throttle_after{0};
  };
  explicit Ss7Edge(Parts parts);
  ~Ss7Edge() override;

  /// Takes all that waits. On the worker.
  void take_units();
  /// Takes a newly published ruleset now. On the worker.
  void take_ruleset() { judge_.refresh(); }
  std::uint64_t generation() const noexcept { return judge_.generation(); }

  void tick(std::chrono::nanoseconds now) override;
  /// At the end, when the worker is no more: what has come is taken, what waits for a fact goes on
  /// without, and each message that waits for its answer is settled.
  void release();

  /// As of the last tick. Any thread.
  const EdgeFigures& figures() const noexcept { return figures_; }

 private:
  struct Peer {
    MapPeer peer;
    app::ListenerIndex index{};
  };

  void pass(std::uint64_t tag, std::span<const std::byte> octets) override;
  void divert(std::uint8_t destination, std::uint64_t tag,
              std::span<const std::byte> octets) override;
  void answer(const RelayedUnit& to, std::span<const std::byte> octets) override;
  void send_on(const RelayedUnit& in_place_of, std::span<const std::byte> octets) override;
  void originate(std::uint8_t side, std::uint8_t sls, std::span<const std::byte> octets) override;
  MapDecision judge(const MapQuestion& question) override;
  void settled(std::uint64_t message,
               const InlineVector<Reservation, kMaxReservations>& reservations,
               Outcome outcome) override;
  void refused(const MapDecision& passed, const MapDecision& instead) override;
  void query_answered(std::uint32_t query, const Component& result, MapVersion version) override;
  void note(RelayNote what, const RelayedUnit* unit, const DecodeError* error) override;
  tpdu::TimeStamp time_stamp() override;

  bool same_network(std::string_view a, std::string_view b) const;
  Moment message_moment() noexcept;
  Overload overload() noexcept;
  void count_unsent();
  void take(const RelayedUnit& unit) {
    router_ ? router_->take(unit, now_.steady) : hop_->take(unit, now_.steady);
  }
  const HopRelay& hop() const noexcept { return router_ ? router_->hop() : *hop_; }

  Parts parts_;
  app::MetricShard& metrics_;
  events::EventProducer& events_;
  std::vector<Peer> peers_;
  OriginFacts facts_;
  MapJudge judge_;
  UnitSender sender_;
  std::unique_ptr<HopRelay> hop_;       // one of the two
  std::unique_ptr<HomeRouter> router_;  // RelayMode::kHomeRouter
  Moment now_;
  std::uint32_t overload_level_ = 0;
  std::uint32_t ticks_ = 0;
  bool ended_ = false;
  std::array<std::array<std::uint64_t, link::kSendResults + 1>, 2> unsent_{};  // counted already
  EdgeFigures figures_;
};

}  // namespace smsfw::ss7
