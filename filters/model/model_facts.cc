#include "filters/model/model_facts.hh"

#include <algorithm>
#include <optional>

namespace smsfw::model {
namespace {

void add(FactList& facts, FactGroup group, std::size_t step) noexcept {
  const FactGroupRow& row = row_of(group);
  const std::size_t held = std::min<std::size_t>(step, row.size - 1U);
  facts.push_back(static_cast<std::uint16_t>(row.first + held));
}

std::optional<SenderForm> sender_form(const Address& oa) noexcept {
  switch (oa.kind) {
    case AddressKind::kEmpty:
      return std::nullopt;
    case AddressKind::kAlphanumeric:
      return SenderForm::kName;
    case AddressKind::kShortCode:
      return SenderForm::kShortCode;
    case AddressKind::kE164:
      return oa.home_country ? SenderForm::kHomeNumber : SenderForm::kOtherNumber;
    case AddressKind::kUnresolved:
      return SenderForm::kOtherNumber;
  }
  return std::nullopt;
}

/// Tenths of the ASCII letters that are capitals; nothing without letters.
std::optional<std::size_t> capitals(std::string_view raw) noexcept {
  std::size_t upper = 0;
  std::size_t letters = 0;
  for (const char octet : raw.substr(0, kMaxCharacters)) {
    const bool capital = octet >= 'A' && octet <= 'Z';
    upper += capital ? 1 : 0;
    letters += capital || (octet >= 'a' && octet <= 'z') ? 1 : 0;
  }
  if (letters == 0) return std::nullopt;
  return upper * 10 / letters;
}

void add_forms(FactList& facts, const Obfuscation& of) noexcept {
  const std::array<std::uint16_t, kMeasureCount> measures{
      of.look_alikes,   of.posing,         of.mixed_words, of.invisible,
      of.stacked_marks, of.spaced_letters, of.leet};
  constexpr std::uint16_t kMuch = 4;
  for (std::size_t i = 0; i < kMeasureCount; ++i) {
    if (measures[i] != 0) add(facts, FactGroup::kForms, 2 * i + (measures[i] >= kMuch ? 1 : 0));
  }
}

}  // namespace

const FactGroupRow& group_of(std::size_t fact) noexcept {
  const auto behind = std::find_if(kFactGroups.begin() + 1, kFactGroups.end(),
                                   [fact](const FactGroupRow& row) { return row.first > fact; });
  return *(behind - 1);
}

FactList facts_of(const SmsContext& ctx, const WalkCounts& counts) noexcept {
  FactList facts;
  add(facts, FactGroup::kAlways, 0);
  add(facts, FactGroup::kLength, counts.characters / 12);
  add(facts, FactGroup::kDigits, counts.digits / 3);
  if (const auto tenths = capitals(ctx.text[Buffer::kRaw])) {
    add(facts, FactGroup::kCapitals, *tenths);
  }
  add(facts, FactGroup::kNumber, counts.longest_number);
  const std::string_view hosts = ctx.text[Buffer::kUrlHost];
  const auto lines = static_cast<std::size_t>(std::count(hosts.begin(), hosts.end(), '\n'));
  const std::size_t links = hosts.empty() ? 0 : lines + (hosts.back() == '\n' ? 0 : 1);
  add(facts, FactGroup::kLinks, links);
  add_forms(facts, ctx.obfuscation);
  if (const auto form = sender_form(ctx.oa)) {
    const auto sender = static_cast<std::size_t>(*form);
    add(facts, FactGroup::kSender, sender);
    add(facts, FactGroup::kSenderLinks, 2 * sender + (links != 0 ? 1 : 0));
    add(facts, FactGroup::kSenderNumber,
        sender * kNumberSteps + std::min<std::size_t>(counts.longest_number, kNumberSteps - 1));
  }
  return facts;
}

}  // namespace smsfw::model
