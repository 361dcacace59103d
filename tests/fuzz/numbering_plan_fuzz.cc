// Any octets as an address, under several plans. First octet: TON; the rest: the address.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/numbering_plan.hh"
#include "filters/core/address_key.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;

std::vector<access::NumberingPlan> make_plans() {
  std::vector<access::NumberingPlan> plans(1);  // of no country
  access::NumberingPlanSpec russia;
  russia.name = "ru";
  russia.country_code = "7";
  russia.trunk_prefix = "8";
  russia.international_prefixes = {"810"};
  russia.national_lengths = {10};
  access::NumberingPlanSpec open;
  open.name = "it";
  open.country_code = "39";
  open.trunk_prefix = "";
  open.national_lengths = {6, 7, 8, 9, 10, 11};
  open.trust_ton = false;
  for (const auto& spec : {access::vietnam(), russia, open}) {
    auto plan = access::NumberingPlan::build(spec);
    if (!plan) std::abort();
    plans.push_back(std::move(*plan));
  }
  return plans;
}

void check(const access::NumberingPlan& plan, std::uint8_t ton, std::string_view text) {
  Address address;
  address.ton = ton;
  address.text = text;
  plan.resolve(address);
  require(address.text.data() == text.data() && address.text.size() == text.size());
  const bool number = address.kind == AddressKind::kE164;
  require(number == !address.e164.empty());
  require(number || !address.home_country);
  require(address_key(address).size() <= kMaxAddressKey);
  if (number) {
    const std::string_view digits = address.e164;
    require(digits.size() <= 15 && digits.front() != '0');
    require(digits.find_first_not_of("0123456789") == std::string_view::npos);
    // What was resolved is itself a way to write the number.
    const std::string plus = "+" + std::string(digits);
    Address again;
    again.text = plus;
    plan.resolve(again);
    require(again.e164 == address.e164 && again.home_country == address.home_country);
  }
  if (address.kind == AddressKind::kShortCode) {
    require(text.find_first_not_of("0123456789") == std::string_view::npos);
  }
  plan.prefix(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<access::NumberingPlan> plans = make_plans();
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (const access::NumberingPlan& plan : plans)
    check(plan, data[0], text);
  return 0;
}
