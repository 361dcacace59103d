#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

namespace smsfw::ss7::testing {

/// What the far sides get, and what the judge says: a message that ends in 66 is a bad one.
class Outside : public RelayExits {
 public:
  struct Sent {
    std::string how;  // the exit's name
    std::uint64_t tag = 0;
    Octets octets;
  };

  void pass(std::uint64_t tag, std::span<const std::byte> octets) override {
    sent.push_back({"pass", tag, {octets.begin(), octets.end()}});
  }
  void divert(std::uint8_t destination, std::uint64_t /*tag*/,
              std::span<const std::byte> octets) override {
    sent.push_back({"divert", destination, {octets.begin(), octets.end()}});
  }
  void originate(std::uint8_t side, std::uint8_t /*sls*/,
                 std::span<const std::byte> octets) override {
    sent.push_back({"originate", side, {octets.begin(), octets.end()}});
  }
  void answer(const RelayedUnit& to, std::span<const std::byte> octets) override {
    sent.push_back({"answer", to.tag, {octets.begin(), octets.end()}});
  }
  void send_on(const RelayedUnit& unit, std::span<const std::byte> octets) override {
    sent.push_back({"send_on", unit.tag, {octets.begin(), octets.end()}});
  }
  MapDecision judge(const MapQuestion& question) override {
    MapDecision decision = decide(question);
    if (passes(decision)) decision.event = ++events;
    return decision;
  }
  virtual MapDecision decide(const MapQuestion& question) {
    asked.push_back(question.asked);
    if (question.error) ++unreadable;
    MapDecision decision;
    const bool message = question.message != nullptr;
    const bool bad = message && !question.message->user_data.empty() &&
                     question.message->user_data.back() == std::byte{0x66};
    if (wait && question.may_wait) {
      decision.kind = MapDecision::Kind::kWait;
      return decision;
    }
    if (message) ++messages;
    if (question.asked.code == operation::kSendRoutingInfoForSm) {
      if (refuse_queries) {
        decision.kind = MapDecision::Kind::kDrop;
      } else {
        decision.query = ++queries;
      }
      return decision;
    }
    if (!bad) {
      if (message) decision.message = messages;
      return decision;
    }
    if (kind) {
      decision.kind = *kind;
      decision.divert = 7;
      decision.cause = ReturnCause::kNoTranslation;
      if (decision.kind == MapDecision::Kind::kDivert) decision.message = messages;
      return decision;
    }
    decision.kind = action == Action::kDrop ? MapDecision::Kind::kDrop : MapDecision::Kind::kAnswer;
    if (const auto answer = default_answer(action, question.asked)) decision.answer = *answer;
    return decision;
  }
  void settled(std::uint64_t message,
               const InlineVector<Reservation, kMaxReservations>& /*reservations*/,
               Outcome outcome) override {
    outcomes.emplace_back(message, outcome);
  }
  void refused(const MapDecision& passed, const MapDecision& instead) override {
    CHECK(passes(passed));
    CHECK_FALSE(passes(instead));
    refusals.emplace_back(passed.event, instead);
    if (passed.message != 0) outcomes.emplace_back(passed.message, Outcome::kBlocked);
  }
  void query_answered(std::uint32_t query, const Component& result, MapVersion version) override {
    CHECK(result.kind == ComponentKind::kReturnResultLast);
    answered.emplace_back(query, static_cast<int>(version));
  }
  void note(RelayNote what, const RelayedUnit* /*unit*/, const DecodeError* error) override {
    ++notes[what];
    const bool unreadable_unit = what == RelayNote::kBadSccp || what == RelayNote::kBadTcap;
    CHECK((error != nullptr) == unreadable_unit);
  }
  tpdu::TimeStamp time_stamp() override { return {26, 11, 27, 23, 45, 0, 28, true}; }

  Action action = Action::kReject;
  std::optional<MapDecision::Kind> kind;  // of bad messages, in place of what `action` says
  bool wait = false;
  std::vector<Sent> sent;
  std::vector<AskedOperation> asked;
  std::vector<std::pair<std::uint64_t, Outcome>> outcomes;
  std::vector<std::pair<std::uint64_t, MapDecision>> refusals;  // with the event's number
  std::map<RelayNote, int> notes;
  bool refuse_queries = false;
  std::uint32_t queries = 0;                            // each that passes has its number
  std::vector<std::pair<std::uint32_t, int>> answered;  // with the version
  std::uint64_t messages = 0;
  std::uint64_t events = 0;
  int unreadable = 0;
};

using Outcomes = std::vector<std::pair<std::uint64_t, Outcome>>;

}  // namespace smsfw::ss7::testing
