#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/snapshot_holder.hh"
#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/ruleset_builder.hh"

namespace smsfw::control {

/// What a reload did.
struct Reloaded {
  std::vector<std::string> changed;  ///< Paths of keys that are different now.
  BuiltRuleset built;
  std::uint64_t generation = 0;  ///< Workers are done when all report it.
};

/// The configuration in force, and how it is replaced. Control thread only.
class Reloader {
 public:
  /// `file` empty: the embedded defaults; a reload then builds from the same configuration again.
  Reloader(std::string file, Config running, RulesetBuilder& builder,
           SnapshotHolder<Ruleset>& holder);

  /// Reads the file anew, builds and publishes. On failure nothing has changed, and the text says
  /// why: one problem a line.
  Expected<Reloaded, std::string> reload(std::chrono::microseconds now);

  /// Builds the running configuration anew with monitor mode on or off, and publishes. The next
  /// reload goes by the file again.
  Expected<Reloaded, std::string> set_monitor(bool on, std::chrono::microseconds now) {
    return switch_mode(&Config::monitor, "monitor", on, now);
  }
  /// The same for bypass, which a reload leaves as it is.
  Expected<Reloaded, std::string> set_bypass(bool on, std::chrono::microseconds now) {
    return switch_mode(&Config::bypass, "bypass", on, now);
  }

  const Config& running() const noexcept { return running_; }

 private:
  Expected<Reloaded, std::string> switch_mode(bool Config::*mode, const char* name, bool on,
                                              std::chrono::microseconds now);
  Expected<Reloaded, std::string> publish(Config next, std::vector<std::string> changed,
                                          std::chrono::microseconds now);

  std::string file_;
  Config running_;
  RulesetBuilder& builder_;
  SnapshotHolder<Ruleset>& holder_;
};

}  // namespace smsfw::control
