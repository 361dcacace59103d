#include "filters/access/numbering_plan.hh"

#include <algorithm>
#include <array>

namespace smsfw::access {
namespace {

constexpr std::size_t kMaxE164 = 15;          // ITU-T E.164 §6.1
constexpr std::size_t kMinInternational = 7;  // the shortest numbers in use, country code included
constexpr std::size_t kMinBareForeign = 10;   // without '+': shorter ones are too ambiguous
constexpr std::size_t kMaxDigits = 24;  // an international prefix and 15 digits, and some more
constexpr std::size_t kMaxPlans = 256;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_separator(char c) noexcept {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

/// What the octets of an address are.
struct Reading {
  enum class Kind : std::uint8_t { kEmpty, kName, kNumber, kOdd } kind = Kind::kEmpty;
  bool plus = false;
  bool separated = false;
  std::size_t size = 0;
  std::array<char, kMaxDigits> digits{};

  std::string_view view() const noexcept { return {digits.data(), size}; }
};

Reading read(std::string_view text) noexcept {
  Reading out;
  bool odd = false;
  bool blank = true;
  for (const char c : text) {
    if (c != ' ') blank = false;
    if (is_digit(c)) {
      if (out.size == kMaxDigits) {
        odd = true;
      } else {
        out.digits[out.size++] = c;
      }
    } else if (c == '+') {
      if (out.size != 0 || out.plus) odd = true;
      out.plus = true;
    } else if (is_separator(c)) {
      out.separated = true;
    } else if (c == '*' || c == '#') {
      odd = true;  // semi-octets of 3GPP TS 23.040 §9.1.2.3, but of no subscriber number
    } else {
      out.kind = Reading::Kind::kName;
      return out;
    }
  }
  if (blank) return out;
  out.kind = odd || out.size == 0 ? Reading::Kind::kOdd : Reading::Kind::kNumber;
  return out;
}

bool take_prefix(std::string_view& digits, std::string_view prefix) noexcept {
  if (prefix.empty() || digits.substr(0, prefix.size()) != prefix) return false;
  digits.remove_prefix(prefix.size());
  return true;
}

}  // namespace

NumberingPlanSpec vietnam() {
  NumberingPlanSpec spec;
  spec.name = "vn";
  spec.country_code = "84";
  spec.national_lengths = {9, 10};
  // 2: fixed and 1800/1900 aside, 3 5 7 8 9: mobile.
  spec.national_prefixes = {"2", "3", "5", "7", "8", "9"};
  spec.service_codes = {"1800????", "1800??????", "1900????", "1900??????"};
  return spec;
}

Expected<NumberingPlan, std::string> NumberingPlan::build(const NumberingPlanSpec& spec) {
  const auto refuse = [&](const std::string& why) {
    return Unexpected<std::string>("numbering_plans: '" + spec.name + "': " + why);
  };
  if (spec.name.empty()) {
    return Unexpected<std::string>("numbering_plans: a plan without a name; give it one");
  }
  if (!all_digits(spec.country_code) || spec.country_code.size() > 3 ||
      spec.country_code.front() == '0') {
    return refuse("country_code '" + spec.country_code +
                  "' is not 1 to 3 digits without a leading 0; write it like '84'");
  }
  if (!spec.trunk_prefix.empty() &&
      (!all_digits(spec.trunk_prefix) || spec.trunk_prefix.size() > 4)) {
    return refuse("trunk_prefix '" + spec.trunk_prefix + "' is not at most 4 digits");
  }
  for (const std::string& prefix : spec.international_prefixes) {
    if (!all_digits(prefix) || prefix.size() > 6) {
      return refuse("international_prefixes: '" + prefix + "' is not 1 to 6 digits");
    }
  }
  if (spec.national_lengths.empty()) {
    return refuse("national_lengths is empty; list the lengths of numbers without trunk prefix");
  }
  NumberingPlan plan;
  for (const std::uint8_t length : spec.national_lengths) {
    if (length < 3 || length + spec.country_code.size() > kMaxE164) {
      return refuse("national_lengths: " + std::to_string(length) +
                    " is too short (under 3), or over 15 digits with the country code");
    }
    plan.lengths_ |= 1U << length;
  }
  for (const std::string& prefix : spec.national_prefixes) {
    if (!all_digits(prefix) || prefix.size() > kMaxE164) {
      return refuse("national_prefixes: '" + prefix + "' is not digits");
    }
  }
  if (spec.short_code_max > 8) {
    return refuse("short_code_max " + std::to_string(spec.short_code_max) +
                  " is over 8; list longer codes in service_codes");
  }
  for (const std::string& code : spec.service_codes) {
    const std::size_t fixed = std::min(code.find('?'), code.size());
    if (!all_digits(std::string_view(code).substr(0, fixed)) || code.size() > kMaxE164 ||
        code.find_first_not_of('?', fixed) != std::string::npos) {
      return refuse("service_codes: '" + code +
                    "' is not digits and then '?' for each further digit, for example 1900????");
    }
  }
  plan.spec_ = spec;
  return plan;
}

bool NumberingPlan::national(std::string_view digits) const noexcept {
  if (digits.size() > kMaxE164 || (lengths_ >> digits.size() & 1U) == 0) return false;
  if (spec_.national_prefixes.empty()) return true;
  return std::any_of(
      spec_.national_prefixes.begin(), spec_.national_prefixes.end(),
      [&](const std::string& prefix) { return digits.substr(0, prefix.size()) == prefix; });
}

bool NumberingPlan::service_code(std::string_view digits) const noexcept {
  for (const std::string& code : spec_.service_codes) {
    if (code.size() != digits.size()) continue;
    const std::size_t fixed = std::min(code.find('?'), code.size());
    if (digits.substr(0, fixed) == std::string_view(code).substr(0, fixed)) return true;
  }
  return false;
}

/// `digits`: behind the country code, or national.
bool NumberingPlan::place_home(std::string_view digits, Address& address) const noexcept {
  // A national number never starts with a trunk prefix of zeros, but may start with another.
  std::string_view stripped = digits;
  const bool trunk = take_prefix(stripped, spec_.trunk_prefix);
  const bool zeros = trunk && spec_.trunk_prefix.find_first_not_of('0') == std::string::npos;
  if (!zeros && national(digits)) {
    stripped = digits;
  } else if (!trunk || !national(stripped)) {
    return false;
  }
  address.e164.assign(spec_.country_code);
  address.e164.append(stripped);
  address.home_country = true;
  address.kind = AddressKind::kE164;
  return true;
}

bool NumberingPlan::place_international(std::string_view digits, Address& address) const noexcept {
  if (digits.empty() || digits.front() == '0') return false;
  std::string_view behind = digits;
  if (take_prefix(behind, spec_.country_code)) return place_home(behind, address);
  if (digits.size() < kMinInternational || digits.size() > kMaxE164) return false;
  address.e164.assign(digits);
  address.kind = AddressKind::kE164;
  return true;
}

bool NumberingPlan::place_dialled(std::string_view digits, Address& address) const noexcept {
  for (const std::string& prefix : spec_.international_prefixes) {
    std::string_view behind = digits;
    if (take_prefix(behind, prefix) && place_international(behind, address)) return true;
  }
  std::string_view behind = digits;
  return take_prefix(behind, spec_.trunk_prefix) && national(behind) && place_home(behind, address);
}

bool NumberingPlan::place_national(std::string_view digits, Address& address) const noexcept {
  return !spec_.country_code.empty() && place_home(digits, address);
}

void NumberingPlan::resolve(Address& address) const noexcept {
  address.e164.clear();
  address.home_country = false;
  const Reading reading = read(address.text);
  switch (reading.kind) {
    case Reading::Kind::kEmpty:
      address.kind = AddressKind::kEmpty;
      return;
    case Reading::Kind::kName:
      address.kind = AddressKind::kAlphanumeric;
      return;
    case Reading::Kind::kOdd:
      address.kind = AddressKind::kUnresolved;
      return;
    case Reading::Kind::kNumber:
      break;
  }
  const std::string_view digits = reading.view();
  const Ton ton = spec_.trust_ton ? static_cast<Ton>(address.ton) : Ton::kUnknown;
  address.kind = AddressKind::kUnresolved;

  if (reading.plus) {
    // "+0084…" and "+0912…" are no E.164, but say well enough what they mean.
    if (!place_international(digits, address)) place_dialled(digits, address);
    return;
  }
  const bool international = ton == Ton::kInternational;
  if (!reading.separated &&
      (digits.size() <= spec_.short_code_max || (!international && service_code(digits)))) {
    address.kind = AddressKind::kShortCode;
    return;
  }
  if (international) {
    if (!place_international(digits, address)) place_dialled(digits, address);
    return;
  }
  if (ton == Ton::kNational && place_national(digits, address)) return;
  if (place_dialled(digits, address)) return;
  std::string_view behind = digits;
  if (!spec_.country_code.empty() && take_prefix(behind, spec_.country_code) &&
      place_home(behind, address)) {
    return;
  }
  if (place_national(digits, address)) return;
  if (!spec_.country_code.empty() && digits.size() >= kMinBareForeign) {
    place_international(digits, address);
  }
}

std::optional<std::string> NumberingPlan::prefix(std::string_view text) const {
  const bool plus = !text.empty() && text.front() == '+';
  if (plus) text.remove_prefix(1);
  if (!all_digits(text)) return std::nullopt;
  if (!plus) {
    std::string_view behind = text;
    for (const std::string& international : spec_.international_prefixes) {
      if (!take_prefix(behind, international)) continue;
      if (behind.empty()) return std::nullopt;
      return std::string(behind);
    }
    if (take_prefix(behind, spec_.trunk_prefix)) return spec_.country_code + std::string(behind);
  }
  return std::string(text);
}

Expected<std::unique_ptr<const NumberingPlans>, std::string> NumberingPlans::build(
    std::span<const NumberingPlanSpec> specs) {
  auto plans = std::make_unique<NumberingPlans>();
  if (specs.size() > kMaxPlans) {
    return Unexpected<std::string>("numbering_plans: " + std::to_string(specs.size()) +
                                   " plans; at most " + std::to_string(kMaxPlans) + " fit");
  }
  for (const NumberingPlanSpec& spec : specs) {
    if (plans->index_of(spec.name)) {
      return Unexpected<std::string>("numbering_plans: '" + spec.name +
                                     "' stands twice; rename or remove one");
    }
    auto plan = NumberingPlan::build(spec);
    if (!plan) return Unexpected<std::string>(std::move(plan.error()));
    plans->plans_.push_back(std::move(*plan));
  }
  return plans;
}

std::optional<std::uint16_t> NumberingPlans::index_of(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    if (plans_[i].name() == name) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

const NumberingPlan& NumberingPlans::at(std::size_t index) const noexcept {
  static const NumberingPlan none;
  return index < plans_.size() ? plans_[index] : none;
}

FilterStatus IdentityFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& /*verdict*/,
                                   Need& /*need*/, std::uint8_t /*self*/) noexcept {
  static const NumberingPlan none;
  const auto* plans = ruleset.part<NumberingPlans>();
  const NumberingPlan& plan = plans != nullptr ? plans->at(ctx.numbering_plan) : none;
  plan.resolve(ctx.oa);
  plan.resolve(ctx.da);
  if (ctx.oa.kind == AddressKind::kUnresolved) ctx.findings.add(Finding::kUnresolvedSource);
  if (ctx.da.kind == AddressKind::kUnresolved) ctx.findings.add(Finding::kUnresolvedDestination);
  return FilterStatus::kContinue;
}

}  // namespace smsfw::access
