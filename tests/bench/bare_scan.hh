#pragma once

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "filters/core/sms_context.hh"
#include "filters/signature/signature_set.hh"

namespace smsfw::bench {

/// Contexts with their buffers filled, one a text. The texts outlive them.
std::vector<SmsContext> contexts_of(const std::vector<std::string>& texts);

/// Turns of Hyperscan alone: all buffers of one context after the other.
void bare_scan(benchmark::State& state, const SignatureSet& set,
               const std::vector<SmsContext>& contexts);

}  // namespace smsfw::bench
