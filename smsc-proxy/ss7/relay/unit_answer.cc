#include "smsc-proxy/ss7/relay/unit_answer.hh"

#include <array>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"

namespace smsfw::ss7 {
namespace {

// An answer of ours: an AARE, one component with a report.
constexpr std::size_t kMaxAnswer = 256;
// What comes back has its sender's length: that of the longest unit, and no more.
constexpr std::size_t kMaxReturn = 4'608;

bool cannot_answer(RelayExits& exits, const RelayedUnit& unit) {
  exits.note(RelayNote::kCannotAnswer, &unit);
  return false;
}

}  // namespace

bool answer_unit(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                 std::span<const std::byte> tcap) {
  const SccpUnitdata unitdata = answer_to(sccp, tcap);
  const auto plan = plan_unitdata(unitdata);
  if (!plan || plan->count != 1) return cannot_answer(exits, unit);
  std::array<std::byte, kMaxSignalUnit> octets;
  const auto size = encode_unitdata(unitdata, *plan, 0, octets);
  if (!size) return cannot_answer(exits, unit);
  exits.answer(unit, std::span(octets).first(*size));
  return true;
}

bool answer_operation(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                      const OwnAnswer& answer, const AskedOperation& asked,
                      const AskedDialogue& dialogue) {
  std::array<std::byte, kMaxAnswer> octets;
  const auto size = encode_own_answer(answer, asked, dialogue, exits.time_stamp(), octets);
  if (!size) return cannot_answer(exits, unit);
  return answer_unit(exits, unit, sccp, std::span(octets).first(*size));
}

void return_unit(RelayExits& exits, const RelayedUnit& unit, const HeldMessage* held,
                 ReturnCause cause) {
  // Of segments the first one says whether it is wanted back, and comes back for all.
  const auto first = decode_sccp(held == nullptr ? unit.octets : held->octets(0));
  if (!first || !first->return_on_error()) return;
  std::array<std::byte, kMaxReturn> octets;
  const auto size = encode_sccp_return(*first, cause, octets);
  if (!size) return exits.note(RelayNote::kCannotAnswer, &unit);
  exits.answer(unit, std::span(octets).first(*size));
}

void abort_malformed(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                     std::span<const std::byte> data, const DecodeError& error) {
  const TransactionId waiting = tcap_return_id(data);
  if (!waiting.present()) return;
  std::array<std::byte, kMaxAnswer> tcap;
  const auto size = TcapBuilder::provider_abort(waiting, p_abort_cause_for(error)).encode(tcap);
  if (!size) return exits.note(RelayNote::kCannotAnswer, &unit);
  answer_unit(exits, unit, sccp, std::span(tcap).first(*size));
}

}  // namespace smsfw::ss7
