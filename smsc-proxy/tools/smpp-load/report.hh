#pragma once

#include <string>
#include <vector>

#include "smsc-proxy/tools/smpp-load/load.hh"
#include "smsc-proxy/tools/smpp-load/samples.hh"

namespace smsfw::load {

/// The report as one JSON object; times in microseconds.
std::string report_json(const Options& options, const Results& results);

/// One JSON line a message: n, id, label, status (null where none came), message_id. False where
/// the file cannot be written.
bool write_per_message(const std::string& path, const std::vector<Sample>& samples,
                       const Results& results);

}  // namespace smsfw::load
