#include "filters/origin/network_table.hh"

#include <map>

#include "filters/origin/country_code.hh"

namespace smsfw::origin {

bool is_prefix(std::string_view text) noexcept {
  constexpr std::size_t kMaxDigits = 15;
  return !text.empty() && text.size() <= kMaxDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

Expected<NetworkTable, std::string> NetworkTable::build(std::span<const NetworkSpec> specs,
                                                        std::uint8_t same_prefix) {
  using Error = Unexpected<std::string>;
  if (specs.size() > kMaxNetworks) {
    return Error(std::to_string(specs.size()) + " networks; at most " +
                 std::to_string(kMaxNetworks) + " fit, join some of them");
  }
  NetworkTable table;
  table.same_prefix_ = same_prefix;
  table.nodes_.resize(1);
  std::map<std::string_view, std::uint32_t> operators;
  std::size_t prefixes = 0;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const NetworkSpec& spec = specs[i];
    const auto refuse = [&](const std::string& why) {
      return Error("'" + spec.name + "': " + why);
    };
    if (spec.name.empty()) {
      return Error("entry " + std::to_string(i + 1) + ": has no name; name its operator");
    }
    if (spec.prefixes.empty()) return refuse("has no prefixes; give at least one");
    const auto id =
        operators.try_emplace(spec.name, static_cast<std::uint32_t>(operators.size())).first;
    Network network;
    network.name = spec.name;
    network.reason = spec.reason;
    network.operator_id = id->second;
    network.trust = spec.trust;
    for (const Check check : spec.exempt)
      network.exempt |= std::uint32_t{1} << static_cast<unsigned>(check);
    if (spec.expires) network.expires = *spec.expires;
    table.trusts_[static_cast<std::size_t>(spec.trust)] = true;
    table.networks_.push_back(std::move(network));
    prefixes += spec.prefixes.size();
    if (prefixes > kMaxPrefixes) {
      return refuse("more than " + std::to_string(kMaxPrefixes) +
                    " prefixes in all; write shorter ones");
    }
    for (const std::string& prefix : spec.prefixes) {
      if (!is_prefix(prefix)) {
        return refuse("prefix '" + prefix + "' is not 1 to 15 digits; write international digits " +
                      "without '+'");
      }
      std::uint32_t at = 0;
      for (const char digit : prefix) {
        const auto branch = static_cast<std::size_t>(digit - '0');
        std::uint32_t next = table.nodes_[at].next[branch];
        if (next == 0) {
          next = static_cast<std::uint32_t>(table.nodes_.size());
          table.nodes_.emplace_back();
          table.nodes_[at].next[branch] = next;
        }
        at = next;
      }
      Node& node = table.nodes_[at];
      if (node.network != 0) {
        return refuse("prefix '" + prefix + "' stands in '" +
                      table.networks_[node.network - 1].name + "' too; remove one of them");
      }
      node.network = static_cast<std::uint32_t>(table.networks_.size());
    }
  }
  return table;
}

const NetworkTable::Network* NetworkTable::find(std::string_view digits,
                                                std::chrono::microseconds wall) const noexcept {
  const Network* found = nullptr;
  std::uint32_t at = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') break;
    at = nodes_[at].next[static_cast<std::size_t>(digit - '0')];
    if (at == 0) break;
    if (nodes_[at].network == 0) continue;
    const Network& network = networks_[nodes_[at].network - 1];
    if (wall < network.expires) found = &network;
  }
  return found;
}

AnswerKind NetworkTable::same_operator(std::string_view a, std::string_view b,
                                       std::chrono::microseconds wall) const noexcept {
  if (a.empty() || b.empty()) return AnswerKind::kUnknown;
  if (a == b) return AnswerKind::kMatch;
  const Network* const first = find(a, wall);
  const Network* const second = find(b, wall);
  if (first != nullptr && second != nullptr) {
    return first->operator_id == second->operator_id ? AnswerKind::kMatch : AnswerKind::kMismatch;
  }
  if (country_code(a) != country_code(b)) return AnswerKind::kMismatch;
  const bool neither = first == nullptr && second == nullptr;
  if (neither && same_prefix_ != 0 && a.size() >= same_prefix_ &&
      a.substr(0, same_prefix_) == b.substr(0, same_prefix_)) {
    return AnswerKind::kMatch;
  }
  return AnswerKind::kUnknown;
}

}  // namespace smsfw::origin
