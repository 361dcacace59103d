#include "smsc-proxy/control/config_check.hh"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "filters/core/definition_check.hh"
#include "smsc-proxy/control/password_hash.hh"
#include "smsc-proxy/smpp/session/endpoint.hh"
#include "smsc-proxy/ss7/edge/ss7_definition.hh"

namespace smsfw::control {
namespace {

void check_plan(DefinitionChecker& check, const Config& config, std::string_view section,
                std::size_t index, const std::string& plan) {
  if (!plan.empty() && named(config.numbering_plans, plan) == nullptr) {
    check.error({section, index, "numbering_plan"},
                no_such("numbering plan", plan, config.numbering_plans));
  }
}

bool takes_account(const smpp::AccountConfig& account, const std::string& listener) {
  return account.listeners.empty() || std::find(account.listeners.begin(), account.listeners.end(),
                                                listener) != account.listeners.end();
}

void check_terminated(DefinitionChecker& check, const Config& config, std::size_t index) {
  const smpp::ListenerConfig& listener = config.relay.listeners[index];
  const auto& accounts = config.relay.accounts;
  const bool any = std::any_of(accounts.begin(), accounts.end(), [&](const auto& account) {
    return takes_account(account, listener.name);
  });
  if (!any) {
    check.error({"listeners", index, "mode"},
                "a terminated listener needs at least one account; add one under accounts");
  }
  const auto& upstreams = config.relay.upstreams;
  const smpp::UpstreamConfig* upstream = named(upstreams, listener.upstream);
  if (upstream == nullptr) return;  // said elsewhere
  const auto at = static_cast<std::size_t>(upstream - upstreams.data());
  const std::string why = "missing; listener '" + listener.name +
                          "' is terminated and binds here "
                          "with credentials of its own";
  if (upstream->system_id.empty()) check.error({"upstreams", at, "system_id"}, why);
  if (upstream->password_file.empty()) check.error({"upstreams", at, "password_file"}, why);
}

void check_relay(DefinitionChecker& check, const Config& config) {
  const smpp::RelayConfig& relay = config.relay;
  check.unique("listeners", "name", relay.listeners, &smpp::ListenerConfig::name);
  // Port 0 is another port each time.
  static const std::string any_port;
  check.unique("listeners", "address", relay.listeners,
               [](const smpp::ListenerConfig& one) -> const std::string& {
                 return one.address.ends_with(":0") ? any_port : one.address;
               });
  check.unique("upstreams", "name", relay.upstreams, &smpp::UpstreamConfig::name);
  check.unique("accounts", "system_id", relay.accounts, &smpp::AccountConfig::system_id);

  for (std::size_t i = 0; i < relay.listeners.size(); ++i) {
    const smpp::ListenerConfig& listener = relay.listeners[i];
    if (!listener.upstream.empty() && named(relay.upstreams, listener.upstream) == nullptr) {
      check.error({"listeners", i, "upstream"},
                  no_such("upstream", listener.upstream, relay.upstreams));
    }
    check_plan(check, config, "listeners", i, listener.numbering_plan);
    if (listener.absorb.receipt_delay_min > listener.absorb.receipt_delay_max) {
      check.error({"listeners", i, "absorb", "receipt_delay_min"},
                  "is above receipt_delay_max; swap the two");
    }
    // Port 0 is another port each time.
    if (listener.address == config.control.listen && !listener.address.ends_with(":0")) {
      check.error({"listeners", i, "address"},
                  "is the address of the control port; give another port");
    }
    if (listener.mode == smpp::ListenerMode::kTerminated) check_terminated(check, config, i);
  }
  for (std::size_t i = 0; i < relay.upstreams.size(); ++i) {
    check_plan(check, config, "upstreams", i, relay.upstreams[i].numbering_plan);
    if (relay.upstreams[i].reconnect.min > relay.upstreams[i].reconnect.max) {
      check.error({"upstreams", i, "reconnect", "min"}, "is above max; swap the two");
    }
  }
  for (std::size_t i = 0; i < relay.accounts.size(); ++i) {
    const smpp::AccountConfig& account = relay.accounts[i];
    if (!account.password_hash.empty() && !parse_password_hash(account.password_hash)) {
      check.error({"accounts", i, "password_hash"},
                  "is no password hash; put what `smsfw account hash` prints");
    }
    for (std::size_t n = 0; n < account.listeners.size(); ++n) {
      const smpp::ListenerConfig* listener = named(relay.listeners, account.listeners[n]);
      if (listener == nullptr) {
        check.error({"accounts", i, "listeners", n},
                    no_such("listener", account.listeners[n], relay.listeners));
      } else if (listener->mode != smpp::ListenerMode::kTerminated) {
        check.error({"accounts", i, "listeners", n},
                    "listener '" + listener->name + "' is transparent and knows no accounts");
      }
    }
  }
}

void check_control(DefinitionChecker& check, const Config& config) {
  const ControlConfig& control = config.control;
  if (control.certificate.empty() != control.private_key.empty()) {
    check.error({"control", control.certificate.empty() ? "certificate" : "private_key"},
                "certificate and private_key go together; give both or none");
  }
  if (!control.client_ca.empty() && control.certificate.empty()) {
    check.error({"control", "client_ca"}, "needs certificate and private_key");
  }
  const auto listen = smpp::parse_endpoint(control.listen, smpp::PortZero::kAllowed);
  if (listen && !smpp::is_loopback(*listen) && control.certificate.empty()) {
    check.error({"control", "listen"},
                "is not loopback, which needs TLS; give certificate and private_key, or listen on "
                "127.0.0.1");
  }
}

void check_networks(DefinitionChecker& check, const Config& config) {
  std::map<std::string_view, std::string_view> owners;
  for (std::size_t i = 0; i < config.networks.size(); ++i) {
    const origin::NetworkSpec& network = config.networks[i];
    for (std::size_t n = 0; n < network.prefixes.size(); ++n) {
      const std::string& prefix = network.prefixes[n];
      const auto [at, fresh] = owners.try_emplace(prefix, network.name);
      if (!fresh) {
        check.error({"networks", i, "prefixes", n}, "'" + prefix + "' stands in network '" +
                                                        std::string(at->second) +
                                                        "' already; remove one of them");
      }
    }
  }
}

void check_host_lists(DefinitionChecker& check, const Config& config) {
  check.unique("host_lists", "name", config.host_lists,
               [](const HostListConfig& one) -> const std::string& { return one.list.name; });
  const HostListSpec plain;
  for (std::size_t i = 0; i < config.host_lists.size(); ++i) {
    const HostListSpec& list = config.host_lists[i].list;
    const bool answers = list.deny_with != plain.deny_with || list.status != plain.status;
    const bool decides = list.kind == HostListKind::kBlock && list.score == 0;
    if (answers && !decides) {
      check.error({"host_lists", i, list.status != plain.status ? "status" : "deny_with"},
                  "belongs to block lists without a score; this list does not decide");
    }
    if (list.kind == HostListKind::kAllow && list.score != 0) {
      check.error({"host_lists", i, "score"}, "belongs to the other kinds; this list allows");
    }
  }
}

void check_rules(DefinitionChecker& check, const Config& config) {
  check.unique("numbering_plans", "name", config.numbering_plans, &access::NumberingPlanSpec::name);
  check.unique("limits", "name", config.limits.limits, &volume::LimitSpec::name);
  check.unique("access_lists", "name", config.access_lists,
               [](const AccessListConfig& one) -> const std::string& { return one.list.name; });
  for (std::size_t i = 0; i < config.access_lists.size(); ++i) {
    const AccessListConfig& list = config.access_lists[i];
    if (list.list.entries.empty() && list.file.empty()) {
      check.error({"access_lists", i}, "has no entries; give entries or file");
    }
    const bool allow = list.list.action == access::ListAction::kAllow;
    const AccessListConfig plain;
    if (!allow && list.skips != plain.skips) {
      check.error({"access_lists", i, "skips"}, "belongs to allow lists; this list denies");
    }
    if (allow && (list.list.deny_with != plain.list.deny_with || list.list.status != 0)) {
      check.error({"access_lists", i, list.list.status != 0 ? "status" : "deny_with"},
                  "belongs to deny lists; this list allows");
    }
  }
  check_host_lists(check, config);
  std::set<Precedence> seen(config.precedence.begin(), config.precedence.end());
  if (seen.size() != config.precedence.size()) {
    check.error({"precedence"}, "names a kind twice; list each kind once");
  }
  if (config.overload.throttle_after < config.overload.budget) {
    check.error({"overload", "throttle_after"}, "is below budget; depth goes before messages do");
  }
}

}  // namespace

void check_config(const Config& config, const Document& document, const std::string& file,
                  Problems& problems) {
  DefinitionChecker check(document, file, problems);
  check_relay(check, config);
  check_control(check, config);
  check_rules(check, config);
  check_networks(check, config);
  if (config.ss7) {
    ss7::check_ss7(check, *config.ss7);
    const std::string& plan = config.ss7->numbering_plan;
    if (!plan.empty() && named(config.numbering_plans, plan) == nullptr) {
      check.error({"ss7", "numbering_plan"},
                  no_such("numbering plan", plan, config.numbering_plans));
    }
    if (config.ss7->serving_lookup && config.origin.own_numbers.empty()) {
      check.error({"ss7", "serving_lookup"},
                  "nobody would be looked up; list our numbers in `origin.own_numbers`");
    }
  }
}

}  // namespace smsfw::control
