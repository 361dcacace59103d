#pragma once

#include "smsc-proxy/tools/ss7-load/options.hh"
#include "smsc-proxy/tools/ss7-load/subscriber_table.hh"

namespace smsfw::ss7_load {

/// Runs `answer` until SIGINT or SIGTERM and prints its counters; returns the exit status. Throws
/// std::runtime_error where it cannot listen.
int answer(const AnswerOptions& options, const SubscriberTable& subscribers);

}  // namespace smsfw::ss7_load
