#include "filters/signature/signature.hh"

#include <algorithm>
#include <iterator>

namespace smsfw {

std::optional<OaType> parse_oa_type(std::string_view name) noexcept {
  const auto* const found = std::find(std::begin(kOaTypeNames), std::end(kOaTypeNames), name);
  if (found == std::end(kOaTypeNames)) return std::nullopt;
  return static_cast<OaType>(found - std::begin(kOaTypeNames));
}

std::optional<OaType> oa_type_of(const Address& oa) noexcept {
  switch (oa.kind) {
    case AddressKind::kAlphanumeric:
      return OaType::kAlphanumeric;
    case AddressKind::kE164:
      return oa.home_country ? OaType::kNational : OaType::kInternational;
    case AddressKind::kShortCode:
      return OaType::kShortCode;
    case AddressKind::kEmpty:
    case AddressKind::kUnresolved:
      break;
  }
  return std::nullopt;
}

std::optional<Ingress> parse_direction(std::string_view name) noexcept {
  if (name == "submit") return Ingress::kSmppSubmit;
  if (name == "deliver") return Ingress::kSmppDeliver;
  if (name == "map-mo") return Ingress::kMapMo;
  if (name == "map-mt") return Ingress::kMapMt;
  return std::nullopt;
}

std::optional<Action> parse_signature_action(std::string_view name) noexcept {
  if (name == "score") return Action::kAllow;
  for (const Action action : {Action::kTag, Action::kThrottle, Action::kQuarantine, Action::kReject,
                              Action::kAbsorb, Action::kDrop}) {
    if (name == to_string(action)) return action;
  }
  return std::nullopt;
}

}  // namespace smsfw
