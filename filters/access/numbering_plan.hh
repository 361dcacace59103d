#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/address.hh"
#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"

namespace smsfw::access {

/// What configuration says of one numbering plan.
struct NumberingPlanSpec {
  /// What listeners refer to. Unique.
  std::string name;
  /// E.164 country code of the home country, 1 to 3 digits, for example "84".
  std::string country_code;
  /// What stands before a national number when it is dialled inside the country; may be empty.
  std::string trunk_prefix = "0";
  /// What stands before an international number when it is dialled.
  std::vector<std::string> international_prefixes{"00"};
  /// Lengths of national (significant) numbers: without trunk prefix and country code.
  std::vector<std::uint8_t> national_lengths;
  /// With what national numbers begin. Empty: anything. Tells a national number without any
  /// prefix from a foreign one without '+', so it is worth giving.
  std::vector<std::string> national_prefixes;
  /// Digits alone, at most this many, are a short code.
  std::uint8_t short_code_max = 6;
  /// Longer service codes: digits, then one '?' for each further digit, for example "1900????".
  std::vector<std::string> service_codes;
  /// How far the type of number is trusted. True: TON international and national decide how digits
  /// are read. False: digits are read as if the TON were unknown.
  bool trust_ton = true;
};

/// Vietnam, the embedded default: +84, trunk 0, national numbers of 9 and 10 digits.
NumberingPlanSpec vietnam();

/// Reads addresses by one plan. Immutable, shared by workers.
class NumberingPlan {
 public:
  /// A plan of no country: places only what says itself that it is international.
  NumberingPlan() = default;

  /// The error names the plan and the faulty entry.
  static Expected<NumberingPlan, std::string> build(const NumberingPlanSpec& spec);

  /// Fills in kind, e164 and home_country from text, ton and npi; text itself stays. Any octets are
  /// taken. Linear in the text, no allocation.
  ///
  /// - No octets, or blanks only: kEmpty.
  /// - Any octet that cannot belong to a number (letters, octets above 127, controls, …):
  ///   kAlphanumeric, whatever the TON. Digits alone are a number even under TON alphanumeric
  ///   (3GPP TS 23.040 §9.1.2.5): they look like one on the handset.
  /// - '+', international prefix, or trusted TON international: international. Digits of the home
  ///   country must have a national length behind the country code; a trunk prefix there, as in
  ///   +84 (0)912…, is taken out. Others: 7 to 15 digits that do not start with 0 (E.164 §6.1).
  /// - Trunk prefix, trusted TON national, or just a national number: home country.
  /// - Country code and a national number without '+': home country. 10 to 15 other digits:
  /// foreign.
  /// - At most short_code_max digits, or a service code: kShortCode, unless a '+' or separators
  ///   stand there.
  /// - Blanks, '-', '.', '/', '(' and ')' between digits are passed over: lists see through them.
  /// - Everything else: kUnresolved.
  void resolve(Address& address) const noexcept;

  /// Start of a number in international form, for prefix lists: "+8490", "008490", "090" and
  /// "8490" all give "8490". Nothing when `text` has other octets than digits behind one '+', or
  /// when no digits are left.
  std::optional<std::string> prefix(std::string_view text) const;

  std::string_view name() const noexcept { return spec_.name; }

 private:
  bool national(std::string_view digits) const noexcept;
  bool service_code(std::string_view digits) const noexcept;
  bool place_home(std::string_view digits, Address& address) const noexcept;
  bool place_international(std::string_view digits, Address& address) const noexcept;
  bool place_dialled(std::string_view digits, Address& address) const noexcept;
  bool place_national(std::string_view digits, Address& address) const noexcept;

  NumberingPlanSpec spec_;
  std::uint32_t lengths_ = 0;  // bit n: national numbers of n digits exist
};

/// All numbering plans of a ruleset. SmsContext::numbering_plan is an index into it.
class NumberingPlans final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kNumbering;

  /// Plans in the order of `specs`. Refused: two of one name, more than 256, an unsound plan.
  static Expected<std::unique_ptr<const NumberingPlans>, std::string> build(
      std::span<const NumberingPlanSpec> specs);

  /// What goes into SmsContext::numbering_plan.
  std::optional<std::uint16_t> index_of(std::string_view name) const noexcept;
  std::size_t size() const noexcept { return plans_.size(); }
  /// The plan of an index; one of no country when there is no such index.
  const NumberingPlan& at(std::size_t index) const noexcept;

 private:
  std::vector<NumberingPlan> plans_;
};

/// Stage 0: resolves source and destination by the numbering plan of the ingress. What cannot be
/// placed is a finding; an absent address is none.
class IdentityFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "identity"; }
  Stage stage() const noexcept override { return Stage::kIdentity; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
};

}  // namespace smsfw::access
