#pragma once

#include <string>

#include "smsc-proxy/tools/ss7-load/message_file.hh"

namespace smsfw::ss7_load {

/// One dialogue from a JSON object of fields, as `ss7-load drive --help` names them. Throws
/// std::runtime_error with the reason.
Message read_field_line(const std::string& line);

}  // namespace smsfw::ss7_load
