#include "smsc-proxy/cli/classifier.hh"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "filters/access/numbering_plan.hh"
#include "filters/core/reasons.hh"
#include "smsc-proxy/control/crypto.hh"

namespace smsfw::cli {
Classifier::Classifier(const control::Config& config, std::shared_ptr<const Ruleset> ruleset)
    : config_(config),
      ruleset_(std::move(ruleset)),
      states_(config.states(control::random_secret())),
      chain_(make_chain(states_)) {
  if (!chain_->prepare(*ruleset_)) throw std::runtime_error("no memory for the ruleset's scratch");
}

Expected<const Verdict*, std::string> Classifier::judge(const ClassifyMessage& message) {
  using Refused = Unexpected<std::string>;
  message.fill(context_);
  if (message.ss7) {
    ss7_ = message.ss7->facts();
    context_.ss7 = &ss7_;
  }
  context_.received = clock_.next(message.time);
  if (!message.listener.empty()) {
    const auto& listeners = config_.relay.listeners;
    const auto listener = std::find_if(listeners.begin(), listeners.end(), [&](const auto& one) {
      return one.name == message.listener;
    });
    if (listener == listeners.end()) {
      return Refused("listener: the configuration has no listener '" + message.listener + '\'');
    }
    context_.default_alphabet = listener->default_alphabet;
    for (const auto& account : config_.relay.accounts) {
      if (account.system_id == message.system_id && account.default_alphabet) {
        context_.default_alphabet = *account.default_alphabet;
      }
    }
    const auto* plans = ruleset_->part<access::NumberingPlans>();
    context_.numbering_plan = plans->index_of(listener->numbering_plan).value_or(0);
  }
  if (chain_->run(context_, *ruleset_, verdict_) != FilterChain::Status::kDecided) {
    return Refused("a filter waits for a fact that a line cannot give");
  }
  chain_->settle(verdict_.reservations, outcome_of(verdict_.applied), context_.received.steady);
  return &verdict_;
}

nlohmann::ordered_json verdict_json(const nlohmann::json& id, const Verdict& verdict) {
  using nlohmann::ordered_json;
  const Reasons names = reasons_of(verdict);
  const auto list = [](const Reasons::Names& from) {
    ordered_json made = ordered_json::array();
    for (const std::string_view name : from)
      made.push_back(std::string(name));
    return made;
  };
  // Sums of floats, shown without their noise.
  const auto number = [](float value) {
    return std::round(static_cast<double>(value) * 1e3) / 1e3;
  };
  ordered_json hits = ordered_json::array();
  for (const Hit& hit : verdict.hits) {
    if (hit.sid == 0) continue;
    hits.push_back({{"sid", hit.sid},
                    {"rev", hit.rev},
                    {"buffer", std::string(to_string(hit.buffer))},
                    {"score", number(hit.score)}});
  }
  ordered_json made;
  made["id"] = id;
  made["action"] = std::string(to_string(verdict.action));
  made["enforced"] = verdict.enforced;
  made["reasons"] = list(names.reasons);
  made["warnings"] = list(names.warnings);
  made["side"] = ordered_json::array();
  made["score"] = number(verdict.score);
  made["class"] = nullptr;
  made["hits"] = std::move(hits);
  if (verdict.model < 0) {
    made["model"] = nullptr;
  } else {
    made["model"] = verdict.model;
  }
  made["campaign"] = nullptr;
  made["until"] = nullptr;
  made["relabel"] = nullptr;
  return made;
}

}  // namespace smsfw::cli
