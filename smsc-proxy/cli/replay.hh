#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "filters/core/snapshot_holder.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/cli/capture_reader.hh"
#include "smsc-proxy/cli/map_replay.hh"
#include "smsc-proxy/cli/message_clock.hh"
#include "smsc-proxy/cli/smpp_replay.hh"
#include "smsc-proxy/cli/tpdu_replay.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/ss7/edge/answer_rules.hh"

namespace smsfw::cli {

/// What is known of octets that stand alone.
enum class HexKind : std::uint8_t { kSmpp, kTpdu, kSccp };

struct ReplayOptions {
  CapturedPeers peers;
  smpp::ListenerConfig listener;  ///< That SMPP came by.
};

/// Judges what was captured as the daemon would have, with its cores and its memory between
/// messages, and writes the daemon's events. Nothing is sent or answered.
class Replay final : public CaptureSink {
 public:
  /// Writes events to `descriptor`. Throws std::runtime_error where the configuration does not
  /// allow it; `config` outlives this.
  Replay(const control::Config& config, std::shared_ptr<const Ruleset> ruleset,
         const ReplayOptions& options, int descriptor);

  /// Octets without a time: one second after those before. `direction`: of kTpdu.
  void take(HexKind kind, ss7::ForwardDirection direction, std::span<const std::byte> octets);

  /// All below throw std::runtime_error when the events cannot be written.
  void sccp(std::chrono::microseconds time, const std::optional<UnitLabel>& label,
            std::span<const std::byte> octets) override;
  void smpp(std::chrono::microseconds time, std::uint64_t connection, bool from_client,
            std::span<const std::byte> pdu) override;
  void smpp_over(std::uint64_t connection) override { smpp_.over(connection); }
  void unreadable(std::chrono::microseconds time, CaptureLayer layer, bool from_client,
                  const DecodeError& error) override;

  /// Waits until all events are written.
  void finish();
  std::uint64_t events() const noexcept { return events_.accepted(); }

 private:
  void make_room(std::uint64_t most);

  const ss7::Ss7Config ss7_config_;
  const smpp::ListenerConfig listener_;
  const std::uint64_t secret_;
  const SnapshotHolder<Ruleset> rulesets_;
  const std::shared_ptr<const Ruleset> ruleset_;
  FilterStates states_;
  app::MetricShard metrics_;  // the judge counts; nobody reads
  events::EventLog log_;
  events::EventProducer& events_;
  const ss7::AnswerRules answers_;
  MessageClock clock_;
  MapReplay map_;
  SmppReplay smpp_;
  TpduReplay tpdu_;
};

}  // namespace smsfw::cli
