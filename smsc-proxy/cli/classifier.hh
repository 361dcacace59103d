#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "filters/core/expected.hh"
#include "filters/core/filter_chain.hh"
#include "filters/core/ruleset.hh"
#include "filters/registry.hh"
#include "smsc-proxy/cli/classify_message.hh"
#include "smsc-proxy/cli/message_clock.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::cli {

/// The daemon's chain with its state, one message after the other, on a clock that the messages
/// bring: see MessageClock.
class Classifier {
 public:
  /// Throws std::runtime_error when the filters cannot take the ruleset.
  Classifier(const control::Config& config, std::shared_ptr<const Ruleset> ruleset);

  /// Judges one message; what becomes of it is settled as the daemon would. The result is valid
  /// until the next call. The error names a key of the message.
  Expected<const Verdict*, std::string> judge(const ClassifyMessage& message);

  const SmsContext& context() const noexcept { return context_; }

 private:
  const control::Config& config_;
  std::shared_ptr<const Ruleset> ruleset_;
  FilterStates states_;
  std::unique_ptr<FilterChain> chain_;
  Ss7Facts ss7_;  // of context_
  SmsContext context_;
  Verdict verdict_;
  MessageClock clock_;
};

/// A verdict as `smsfw classify` prints it, keys in the schema's order.
nlohmann::ordered_json verdict_json(const nlohmann::json& id, const Verdict& verdict);

}  // namespace smsfw::cli
