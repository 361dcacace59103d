#pragma once

#include <string>

#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// What a dump may show. By default none of it: lengths and masked numbers only.
struct DumpOptions {
  bool text = false;     ///< Message octets and the values of TLVs that are not integers.
  bool numbers = false;  ///< Full addresses.
  bool passwords = false;
};

/// One line for tests and the command line: names, integers, statuses; octets that are not
/// printable as \xNN. Allocates: not for the hot path.
std::string dump(const PduView& view, const DumpOptions& options = {});

}  // namespace smsfw::smpp
