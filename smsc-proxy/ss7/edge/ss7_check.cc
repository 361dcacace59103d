#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/edge/ss7_definition.hh"

namespace smsfw::ss7 {
namespace {

constexpr std::string_view kSection = "ss7";

constexpr std::string_view side_name(link::Side side) noexcept {
  return side == link::Side::kSmsc ? "smsc" : "network";
}

void check_routes(DefinitionChecker& check, const Ss7Config& config) {
  std::set<std::pair<link::Side, std::string_view>> seen;
  for (std::size_t i = 0; i < config.routes.size(); ++i) {
    const RouteConfig& route = config.routes[i];
    for (std::size_t n = 0; n < route.called.size(); ++n) {
      if (!seen.emplace(route.from, route.called[n]).second) {
        check.error({kSection, "routes", i, "called", n},
                    "'" + route.called[n] + "' stands in another route from that side already");
      }
    }
    if (route.called.empty() && !seen.emplace(route.from, std::string_view{}).second) {
      check.error({kSection, "routes", i},
                  "is the second route for all called titles from that side; give it `called`");
    }
    for (std::size_t n = 0; n < route.hops.size(); ++n) {
      const std::string& name = route.hops[n].peer;
      const link::PeerConfig* peer = named(config.link.peers, name);
      if (peer == nullptr) {
        check.error({kSection, "routes", i, "hops", n, "peer"},
                    no_such("peer", name, config.link.peers));
      } else if (peer->side == route.from) {
        check.error({kSection, "routes", i, "hops", n, "peer"},
                    "'" + name +
                        "' is on the side that the route comes from; nothing goes back "
                        "there");
      }
    }
  }
  for (const link::PeerConfig& peer : config.link.peers) {
    const bool routed =
        std::any_of(config.routes.begin(), config.routes.end(),
                    [&](const RouteConfig& route) { return route.from == peer.side; });
    if (!routed && !config.routes.empty()) {
      check.error({kSection, "routes"}, "has none for what comes from side " +
                                            std::string(side_name(peer.side)) + " (peer '" +
                                            peer.name + "')");
      return;
    }
  }
}

void check_error(DefinitionChecker& check, const AnswerRuleConfig& rule, std::size_t index) {
  if (rule.error.empty()) {
    check.error({kSection, "answers", index, "error"}, "missing; `answer: error` needs its name");
    return;
  }
  const auto specs = map_errors();
  const auto spec = std::find_if(specs.begin(), specs.end(),
                                 [&](const MapErrorSpec& one) { return one.name == rule.error; });
  if (spec == specs.end()) return;  // said by the key
  if (rule.cause != AnswerRuleConfig::kNoCause &&
      (spec->cause == MapErrorCause::kNone || rule.cause > spec->max_cause)) {
    check.error(
        {kSection, "answers", index, "cause"},
        spec->cause == MapErrorCause::kNone
            ? rule.error + " has no cause; leave it out"
            : "is above " + std::to_string(spec->max_cause) + ", the last of " + rule.error);
  }
}

void check_divert(DefinitionChecker& check, const Ss7Config& config, std::size_t index) {
  const DivertConfig& divert = config.answers[index].divert;
  if (named(config.link.peers, divert.peer) == nullptr) {
    check.error({kSection, "answers", index, "divert", "peer"},
                no_such("peer", divert.peer, config.link.peers));
  }
  if (divert.point_code.empty()) {
    check.error({kSection, "answers", index, "divert", "point_code"},
                "missing; name the point code that the messages go to");
  }
}

void check_answers(DefinitionChecker& check, const Ss7Config& config) {
  for (std::size_t i = 0; i < config.answers.size(); ++i) {
    const AnswerRuleConfig& rule = config.answers[i];
    if (rule.answer == AnswerKind::kError) check_error(check, rule, i);
    if (rule.answer == AnswerKind::kDivert) check_divert(check, config, i);
    if (rule.answer != AnswerKind::kError && !rule.error.empty()) {
      check.error({kSection, "answers", i, "error"}, "belongs to `answer: error`");
    }
    if (rule.answer != AnswerKind::kDivert && !rule.divert.peer.empty()) {
      check.error({kSection, "answers", i, "divert"}, "belongs to `answer: divert`");
    }
  }
}

void check_lookup(DefinitionChecker& check, const LookupConfig& config) {
  if (config.capacity >= config.max_pending) return;
  check.error({kSection, "serving_lookup", "capacity"},
              "is below max_pending (" + std::to_string(config.max_pending) +
                  "); an answer needs a place until its message has gone on");
}

}  // namespace

void check_ss7(DefinitionChecker& check, const Ss7Config& config) {
  link::check_link(check, config.link, kSection);
  check_routes(check, config);
  check_answers(check, config);
  if (config.mode == RelayMode::kHomeRouter && !config.home_router) {
    check.error({kSection, "home_router"}, "missing; mode home_router needs it");
  }
  if (config.mode != RelayMode::kHomeRouter && config.home_router) {
    check.error({kSection, "home_router"}, "belongs to mode home_router");
  }
  if (config.serving_lookup) check_lookup(check, *config.serving_lookup);
}

}  // namespace smsfw::ss7
