#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/expected.hh"
#include "filters/core/ruleset.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/signature_cache.hh"

namespace smsfw {
class HostListHits;
}

namespace smsfw::control {

/// What is in a ruleset, for status and the log.
struct RulesetSummary {
  std::size_t signatures = 0;
  std::size_t enforced_signatures = 0;
  std::size_t patterns = 0;
  std::size_t database_octets = 0;
  std::size_t lists = 0;
  std::size_t list_entries = 0;
  std::size_t limits = 0;
  std::chrono::milliseconds took{0};
};

struct BuiltRuleset {
  std::shared_ptr<const Ruleset> ruleset;
  RulesetSummary summary;
  /// What went wrong with cache files without harm to the ruleset, for the log.
  std::vector<std::string> remarks;
};

/// What the host lists of the ruleset in force have met, by their names.
using HostHitsByName = std::map<std::string, std::shared_ptr<HostListHits>>;

/// Makes Rulesets from a configuration and the files that it names. Takes seconds where signatures
/// have to be compiled: for the control thread. One thread at a time.
class RulesetBuilder {
 public:
  /// `cache_dir` empty: nothing is stored. `secret`: drawn at start, the same for all rulesets.
  RulesetBuilder(std::string cache_dir, std::size_t cache_files, std::uint64_t secret);

  /// Everything or nothing: on failure all problems. `now` is the wall clock. A host list counts on
  /// where the list of its name in the last ruleset was.
  Expected<BuiltRuleset, Problems> build(const Config& config, std::chrono::microseconds now);

  const CacheStats& cache_stats() const noexcept { return cache_.stats(); }

 private:
  SignatureCache cache_;
  HostHitsByName host_hits_;
  std::uint64_t secret_;
};

}  // namespace smsfw::control
