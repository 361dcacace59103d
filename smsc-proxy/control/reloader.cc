#include "smsc-proxy/control/reloader.hh"

#include <exception>
#include <utility>

namespace smsfw::control {

Reloader::Reloader(std::string file, Config running, RulesetBuilder& builder,
                   SnapshotHolder<Ruleset>& holder)
    : file_(std::move(file)), running_(std::move(running)), builder_(builder), holder_(holder) {}

Expected<Reloaded, std::string> Reloader::reload(std::chrono::microseconds now) {
  using Refused = Unexpected<std::string>;
  try {
    Config next = running_;
    if (!file_.empty()) {
      auto loaded = load_config(file_);
      if (!loaded) return Refused(problems_text(loaded.error()));
      next = std::move(*loaded);
      next.bypass = running_.bypass;
    }
    const ConfigChange change = compare_configs(running_, next);
    if (std::string refusal = refuse_reload(change); !refusal.empty()) {
      return Refused(file_ + ": " + refusal);
    }
    return publish(std::move(next), change.hot, now);
  } catch (const std::exception& error) {
    // No memory, no random octets: the old ruleset serves on.
    return Refused(std::string("the reload failed: ") + error.what());
  }
}

Expected<Reloaded, std::string> Reloader::switch_mode(bool Config::*mode, const char* name, bool on,
                                                      std::chrono::microseconds now) {
  try {
    Config next = running_;
    next.*mode = on;
    std::vector<std::string> changed;
    if (running_.*mode != on) changed.emplace_back(name);
    return publish(std::move(next), std::move(changed), now);
  } catch (const std::exception& error) {
    return Unexpected<std::string>(std::string(name) + " stays as it is: " + error.what());
  }
}

Expected<Reloaded, std::string> Reloader::publish(Config next, std::vector<std::string> changed,
                                                  std::chrono::microseconds now) {
  auto built = builder_.build(next, now);
  if (!built) return Unexpected<std::string>(problems_text(built.error()));
  Reloaded made{std::move(changed), std::move(*built), 0};
  made.generation = holder_.publish(made.built.ruleset);
  running_ = std::move(next);
  return made;
}

}  // namespace smsfw::control
