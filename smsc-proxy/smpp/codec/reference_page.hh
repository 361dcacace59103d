#pragma once

#include <string>

namespace smsfw::smpp {

/// docs/reference/smpp-pdus.md, made from the PDU, TLV and status tables.
std::string reference_page();

/// A libFuzzer dictionary of what the tables name: command ids, TLV headers, receipt keys.
std::string fuzz_dictionary();

}  // namespace smsfw::smpp
