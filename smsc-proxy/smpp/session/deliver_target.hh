#pragma once

#include <string_view>

#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

class Edge;
class EsmeSession;
struct UpstreamConfig;

/// Whom something that an SMSC delivers is for.
struct DeliverTarget {
  EsmeSession* session = nullptr;  ///< nullptr: nobody, or nobody who can take it now.
  bool unknown_receipt = false;    ///< A receipt whose message_id nobody has (yet).
};

/// In terminated mode, where many ESMEs share the binds of an SMSC: a receipt goes to the account
/// that sent its message, any other message to the account of its destination's number; of that
/// account's receiving binds on this worker, to the one with the fewest requests under way.
DeliverTarget find_deliver_target(Edge& edge, const UpstreamConfig& upstream,
                                  std::string_view listener, const PduView& pdu);

}  // namespace smsfw::smpp
