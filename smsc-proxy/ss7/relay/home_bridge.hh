#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/ss7/relay/bridge_table.hh"
#include "smsc-proxy/ss7/relay/home_router_config.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

/// One message, whole: a unit of its own, or segments that were held. Borrows.
struct WholeMessage {
  const RelayedUnit& unit;  ///< The last one.
  const SccpMessage& sccp;  ///< Of the unit.
  const HeldMessage* held;  ///< Nullptr: not segmented.
  std::span<const std::byte> data;
  TcapMessage tcap{};

  bool over() const noexcept {
    return tcap.type == TcapType::kEnd || tcap.type == TcapType::kAbort;
  }
};

/// Settles what a dialogue has of a message that nobody has answered for.
void settle(RelayExits& exits, BridgedDialogue& dialogue, Outcome outcome);

/// The home router's dialogues: both halves of each, and what goes from one to the other. Knows
/// nothing of verdicts.
class HomeBridge {
 public:
  /// All outlive this.
  HomeBridge(const HomeRouterConfig& config, const SecretRandom& random, CorrelationTable& ids,
             RelayExits& exits);

  /// The dialogue that a Continue, End or Abort is for, by the number that we gave, the side, and
  /// our title, where the called address still has one.
  BridgeTable::Found find(const RelayedUnit& unit, const SccpMessage& sccp,
                          TransactionId own) const;

  /// True where a message has the calling title of who began the dialogue.
  static bool began(const BridgedDialogue& dialogue, const SccpMessage& sccp) noexcept;

  /// A dialogue with the sender of this Begin. Nothing has been sent yet. `delivery`: of messages.
  BridgedDialogue& begin(const WholeMessage& begin, bool delivery, std::chrono::nanoseconds now);
  /// Takes an empty Begin, so that its sender goes on.
  void accept(BridgedDialogue& dialogue);

  /// True while the far end has not answered the Begin: nothing more can be sent to it.
  static bool busy(const BridgedDialogue& dialogue) noexcept {
    return dialogue.opened && !dialogue.far.peer.present();
  }
  /// Sends an invoke of the asker's on, `component` being what has become of it; opens the far half
  /// as the asker opened his: at once, or with an empty Begin. False where it cannot be written or
  /// addressed: then nothing was sent. Not while busy().
  bool invoke(BridgedDialogue& dialogue, const WholeMessage& from, const AskedOperation& asked,
              std::span<const std::byte> component, std::chrono::nanoseconds now);
  /// What the asker sends beside invokes. The dialogue is gone where that ends it.
  void to_far(BridgedDialogue& dialogue, const WholeMessage& from, std::chrono::nanoseconds now);
  /// What the far end sends. The dialogue is gone where that ends it.
  void to_asker(BridgedDialogue& dialogue, const WholeMessage& from, std::chrono::nanoseconds now);

  /// Ends the far half, tells of the message, forgets the dialogue. Its asker gets nothing.
  void end(BridgedDialogue& dialogue, Outcome outcome);
  /// The same, and its asker gets systemFailure for what is unanswered, else an abort.
  void give_up(BridgedDialogue& dialogue, Outcome outcome);
  /// Our unit came back.
  void returned(const RelayedUnit& unit, BridgedDialogue& dialogue);

  void tick(std::chrono::nanoseconds now);
  /// At the end: messages that wait for an answer are settled as without one. Nothing is sent.
  void release();

  /// Dialogues that an asker has with us alone, and those with HLRs and serving nodes.
  const BridgeTable& half_open() const noexcept { return half_open_; }
  const BridgeTable& queries() const noexcept { return queries_; }
  const BridgeTable& deliveries() const noexcept { return deliveries_; }

 private:
  BridgeTable::Found find(std::uint32_t own) const;
  void make_room(BridgeTable& table);
  std::uint32_t draw_id(std::uint32_t other);
  bool address_far(BridgedDialogue& dialogue);
  bool send(const BridgeLeg& leg, const TcapBuilder& message, bool begin = false);
  bool send(const BridgeLeg& leg, std::span<const std::byte> tcap, bool begin = false);
  void send_waiting(BridgedDialogue& dialogue);
  bool note_results(BridgedDialogue& dialogue, const TcapMessage& tcap);

  const HomeRouterConfig& config_;
  const SecretRandom& random_;
  CorrelationTable& ids_;
  RelayExits& exits_;
  BridgeTable half_open_;
  BridgeTable queries_;
  BridgeTable deliveries_;
  std::uint32_t next_reference_;  // of segmented messages
};

}  // namespace smsfw::ss7
