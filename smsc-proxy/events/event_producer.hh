#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "filters/core/decode_error.hh"
#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/events/event_line.hh"
#include "smsc-proxy/events/event_privacy.hh"
#include "smsc-proxy/events/event_ring.hh"
#include "smsc-proxy/events/event_table.hh"
#include "smsc-proxy/events/event_wake.hh"

namespace smsfw::events {

// What the edge knows beyond context and verdict. Empty strings and zeros are left out of the
// event. All views are read during the call and not kept.

struct MessageFacts {
  std::uint64_t session = 0;
  std::uint32_t sequence = 0;
  std::string_view upstream = {};
  std::string_view message_id = {};  ///< Of our own answer (absorb, hold).
  std::uint32_t status = 0;          ///< command_status of our own answer; 0: none or ESME_ROK.
  std::uint32_t recipients = 1;      ///< submit_multi
  std::uint64_t latency_ns = 0;
  std::string_view answer = {};  ///< SS7: what went back in the far end's place.
  /// SS7: what the codecs noticed, by name.
  std::span<const std::string_view> codec_findings = {};
};

struct OutcomeFacts {
  std::uint64_t message = 0;  ///< What message() returned.
  Outcome outcome = Outcome::kRefusedUpstream;
  std::string_view answer = {};  ///< SS7: of one that went no further; see MessageFacts.
  std::string_view listener = {};
  std::string_view upstream = {};
  std::string_view system_id = {};
  std::string_view message_id = {};
  std::uint64_t session = 0;
  std::uint32_t status = 0;
  std::chrono::milliseconds took{0};
};

enum class SessionWhat : std::uint8_t {
  kConnected,  ///< SMSC leg: connection made, not bound yet.
  kBound,
  kBindRefused,
  kClosed,
  kConnectFailed,  ///< SMSC leg.
  kOutbind,
};

struct SessionFacts {
  SessionWhat what = SessionWhat::kBound;
  bool smsc_side = false;
  std::string_view listener = {};
  std::string_view upstream = {};
  std::uint64_t session = 0;
  std::string_view system_id = {};
  std::string_view bind = {};    ///< receiver, transmitter, transceiver
  std::string_view remote = {};  ///< address:port
  std::string_view reason =
      {};  ///< Name of app::CloseReason or app::BindRefusal, or an error's words.
  std::uint32_t status = 0;
  std::chrono::milliseconds took{0};
  std::uint64_t received = 0;
  std::uint64_t sent = 0;
};

/// What could not be read.
enum class MalformedLayer : std::uint8_t { kSmpp, kM3ua, kSccp, kTcap, kMap, kTpdu };

struct MalformedFacts {
  MalformedLayer layer = MalformedLayer::kSmpp;
  bool smsc_side = false;           ///< SMPP
  std::string_view peer_side = {};  ///< SS7: smsc or network; empty: by smsc_side.
  std::string_view listener = {};
  std::string_view upstream = {};
  std::uint64_t session = 0;
  DecodeError error{};
  std::uint32_t command = 0;
  std::uint32_t sequence = 0;
  std::uint32_t status = 0;  ///< What we answered.
};

enum class LinkWhat : std::uint8_t { kAsp, kApplicationServer, kPeer };

/// A state of the SS7 link that changed.
struct LinkFacts {
  LinkWhat what = LinkWhat::kPeer;
  std::string_view name = {};   ///< Of the association, application server or peer.
  std::string_view state = {};  ///< Of an association: AspState's name; else up or down.
  std::uint64_t active = 0;     ///< Associations of the application server that carry traffic.
};

enum class BlockWhat : std::uint8_t { kStarted, kEnded, kWarned };

struct BlockFacts {
  BlockWhat what = BlockWhat::kStarted;
  std::string_view limit = {};
  std::string_view key_of = {};  ///< source, system_id, destination, source_destination
  std::string_view key = {};     ///< Shown as the privacy settings allow, but for a system_id.
  AddressKind key_kind = AddressKind::kEmpty;
  std::string_view to = {};  ///< source_destination: the second half, shown in the same way.
  AddressKind to_kind = AddressKind::kEmpty;
  Action action = Action::kReject;
  bool enforced = true;
  std::uint64_t count = 0;
  std::chrono::microseconds until{0};  ///< Wall clock; 0: not known.
  std::string_view reason = {};
};

struct RulesetFacts {
  bool loaded = true;  ///< False: refused, the old one stays.
  std::string_view previous = {};
  std::string_view error = {};
  std::string_view actor = {};  ///< start, signal, or who asked through the control port.
  std::uint64_t generation = 0;
  std::uint64_t signatures = 0;
  std::chrono::milliseconds took{0};
};

struct OverloadFacts {
  std::uint32_t worker = 0;
  std::uint32_t level = 0;
  std::uint32_t previous = 0;
  std::string_view listener = {};
  std::string_view reason = {};
};

struct AuditFacts {
  std::string_view actor = {};
  std::string_view act = {};
  std::string_view target = {};
  std::string_view result = "ok";
  std::string_view remote = {};
};

struct ProcessFacts {
  bool started = true;  ///< False: stopping.
  std::string_view version = {};
  std::int64_t pid = 0;
  std::string_view reason = {};
  std::string_view actor = {};
};

/// Where one thread puts its events. Made by EventLog::add_producer() and living as long as the
/// log. Formats in scratch space and copies into its ring; the log's writer thread takes them from
/// there, so no call here blocks or makes a system call (but for one wake-up a block). An event
/// that does not fit is refused and counted, and a `lost` event says so when there is room again.
///
/// `wall` is the time of the event, since 1970-01-01T00:00:00Z.
class EventProducer {
 public:
  using Wall = std::chrono::microseconds;

  EventProducer(const EventProducer&) = delete;
  EventProducer& operator=(const EventProducer&) = delete;
  ~EventProducer();

  /// A judged message; the time is ctx.received.wall. The text is the buffer `raw`, where the
  /// privacy settings show it. Returns the event's number, for OutcomeFacts::message.
  std::uint64_t message(const SmsContext& ctx, const Verdict& verdict, const Ruleset& ruleset,
                        const MessageFacts& facts) noexcept;
  void outcome(Wall wall, const OutcomeFacts& facts) noexcept;
  void session(Wall wall, const SessionFacts& facts) noexcept;
  void malformed(Wall wall, const MalformedFacts& facts) noexcept;
  void link(Wall wall, const LinkFacts& facts) noexcept;
  void block(Wall wall, const BlockFacts& facts) noexcept;
  void ruleset(Wall wall, const RulesetFacts& facts) noexcept;
  void overload(Wall wall, const OverloadFacts& facts) noexcept;
  void audit(Wall wall, const AuditFacts& facts) noexcept;
  void process(Wall wall, const ProcessFacts& facts) noexcept;

  /// Ruleset version of events that are not about a message. Call when the thread takes a new one.
  void set_ruleset(std::string_view version);

  /// Call once in a while (each turn or second) so that a loss is told of even without new events.
  void flush_lost(Wall wall) noexcept;

  /// Events taken and refused so far; any thread may ask.
  std::uint64_t accepted() const noexcept { return accepted_.load(std::memory_order_relaxed); }
  std::uint64_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

 private:
  friend class EventLog;
  EventProducer(std::size_t ring_bytes, std::string_view node, std::uint64_t epoch,
                std::uint32_t number, const EventPrivacy& privacy, EventWake& wake);

  void begin(EventLine& line, EventType type, Wall wall, std::string_view ruleset) noexcept;
  bool end(EventLine& line) noexcept;
  void write_address(EventLine& line, const Address& address, bool from) noexcept;
  void write_number(EventLine& line, std::string_view number, bool e164,
                    NumberPrivacy privacy) noexcept;
  void write_ss7(EventLine& line, Operation operation, const Ss7Facts& facts) noexcept;
  /// An address of any kind, as the privacy settings allow. `text` of kE164: its digits.
  void write_party(EventLine& line, std::string_view text, AddressKind kind) noexcept;
  void write_part(EventLine& line, const PartFacts& part) noexcept;
  void write_hits(EventLine& line, const Verdict& verdict) noexcept;
  void write_model(EventLine& line, const SmsContext& ctx, const Verdict& verdict,
                   const Ruleset& ruleset, bool show_text) noexcept;
  void write_lost(Wall wall) noexcept;

  EventRing ring_;
  const EventPrivacy& privacy_;
  EventWake& wake_;
  std::unique_ptr<char[]> scratch_;
  std::string head_;     // `,"node":"fw1","id":"67f2a3b4-0-`, escaped
  std::string id_;       // `67f2a3b4-0-`
  std::string ruleset_;  // escaped
  std::uint64_t counter_ = 0;
  std::uint64_t unreported_ = 0;  // refused since the last lost event
  EventClock clock_;
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> refused_{0};
};

}  // namespace smsfw::events
