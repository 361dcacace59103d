#pragma once

#include "smsc-proxy/tools/ss7-load/message_file.hh"
#include "smsc-proxy/tools/ss7-load/options.hh"

namespace smsfw::ss7_load {

/// Runs `drive` and prints its report; returns the exit status. Throws std::runtime_error where it
/// cannot listen.
int drive(const DriveOptions& options, const std::vector<Message>& messages);

}  // namespace smsfw::ss7_load
