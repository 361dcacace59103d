#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::cli {

/// One example that did not behave.
struct ExampleFailure {
  std::uint32_t sid = 0;
  std::string what;  ///< `match[0] does not hit: …`
};

struct SignatureCheck {
  std::size_t signatures = 0;
  std::size_t examples = 0;
  std::vector<ExampleFailure> failures;
};

/// Reads and compiles the packs of `config`, then runs each signature's examples through the
/// daemon's text and signature filters: `match` must hit the own sid, `clean` must not. Problems:
/// the packs could not be read or compiled.
Expected<SignatureCheck, Problems> check_signatures(const control::Config& config,
                                                    const std::string& cache_dir);

}  // namespace smsfw::cli
