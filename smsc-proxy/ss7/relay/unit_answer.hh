#pragma once

#include <cstddef>
#include <span>

#include "smsc-proxy/ss7/relay/relay_exits.hh"

// What goes back to where a unit came from, by its own addresses.

namespace smsfw::ss7 {

/// Answers with a TCAP message. Notes kCannotAnswer, and is false, where that fits into no unit.
bool answer_unit(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                 std::span<const std::byte> tcap);

/// Writes our answer to an operation and sends it. False: noted as kCannotAnswer.
bool answer_operation(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                      const OwnAnswer& answer, const AskedOperation& asked,
                      const AskedDialogue& dialogue);

/// Returns the unit, or the message of which it was the last segment, to a sender who wants it
/// back.
void return_unit(RelayExits& exits, const RelayedUnit& unit, const HeldMessage* held,
                 ReturnCause cause);

/// Answers TCAP that could not be read with a P-ABORT where somebody waits for one. `data`: of the
/// whole message.
void abort_malformed(RelayExits& exits, const RelayedUnit& unit, const SccpMessage& sccp,
                     std::span<const std::byte> data, const DecodeError& error);

}  // namespace smsfw::ss7
