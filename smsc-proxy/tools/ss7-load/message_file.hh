#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"

namespace smsfw::ss7_load {

using Octets = std::vector<std::byte>;

/// One SCCP message to be sent, and where in it stands what differs from dialogue to dialogue.
struct Outgoing {
  Octets octets;
  std::size_t id_at = 0;         ///< The 4 octets of the originating transaction id; 0: none.
  std::size_t reference_at = 0;  ///< The 3 octets of the segmentation's reference; 0: none.
};

struct Invoke {
  std::int32_t code = 0;
  Octets parameter;  ///< One element.
};

/// What goes out in one TCAP message.
struct Step {
  std::vector<Invoke> invokes;
  /// Answers that are due: none of an operation that has no result, and one where there is no
  /// invoke at all but somebody who has to say something.
  std::uint32_t awaited = 0;
};

/// One dialogue of a file: a line of fields, or the hex lines of one message.
struct Message {
  std::string place;      ///< FILE:LINE.
  std::string operation;  ///< As a line of fields names it; empty of hex lines.
  /// The first message, encoded once: sending is a copy.
  std::vector<Outgoing> begin;
  /// The transaction id in it where it is the line's own, else absent: then ids are given as the
  /// dialogue is opened, by Outgoing::id_at.
  ss7::TransactionId id;
  bool empty_begin = false;  ///< The first step goes out with the second message.
  std::vector<Step> steps;   ///< One at least.
  ss7::MapVersion version = ss7::MapVersion::k1;
  Octets called;             ///< Of the messages behind the first.
  Octets calling;            ///< The same.
  std::size_t segments = 0;  ///< Of each message; 0: as many as it needs.
};

/// Reads files whose lines are hexadecimal SCCP messages or JSON objects of fields. Empty lines and
/// those that begin with # are skipped. Segments of one message that stand on lines behind one
/// another are one dialogue. `renumber`: transaction ids of hex lines are replaced.
/// Throws std::runtime_error that names file, line and reason.
std::vector<Message> read_messages(const std::vector<std::string>& files, bool renumber);

/// Octets of hexadecimal digits, spaces between them left out. Throws std::runtime_error.
Octets octets_of_hex(std::string_view text);

/// Data in one SCCP message or in `segments` XUDT (0: as many as it needs). Throws
/// std::runtime_error where it does not fit.
ss7::SccpPlan plan_segments(const ss7::SccpUnitdata& unitdata, std::size_t segments);

/// The octets of a whole TCAP message up to the 4 of its originating id; 0 where the message does
/// not begin so.
std::size_t originating_id_at(std::span<const std::byte> tcap) noexcept;

}  // namespace smsfw::ss7_load
