#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/inline_vector.hh"
#include "filters/core/sms_context.hh"
#include "filters/model/ngram_walk.hh"

namespace smsfw::model {

/// What the model knows of a message besides its characters. Each fact is there or not; a group is
/// a row of facts of which at most one is there.
enum class FactGroup : std::uint8_t {
  kAlways,        ///< There in every message: what the model thinks before it has read anything.
  kLength,        ///< Characters, in twelves.
  kDigits,        ///< Digits, in threes.
  kCapitals,      ///< Capitals among the ASCII letters of `raw`, in tenths.
  kNumber,        ///< Digits of the longest number.
  kLinks,         ///< No link, one, more.
  kForms,         ///< Obfuscation::… each of them, a little or much.
  kSender,        ///< What the sender is (SenderForm). None of these without a sender.
  kSenderLinks,   ///< The same, without and with a link.
  kSenderNumber,  ///< The same, by the longest number.
  kCount,
};
inline constexpr std::size_t kFactGroupCount = static_cast<std::size_t>(FactGroup::kCount);

struct FactGroupRow {
  FactGroup group;
  std::string_view name;  ///< As explanations and the model's card have it.
  std::uint16_t first;    ///< Its first fact.
  std::uint16_t size;
  /// What such a fact counts against the n-grams of a message, which together count 1: facts are
  /// few and must not outweigh the words.
  float value;
};

enum class SenderForm : std::uint8_t { kName, kShortCode, kHomeNumber, kOtherNumber };
inline constexpr std::size_t kSenderFormCount = 4;
/// Obfuscation's look_alikes, posing, mixed_words, invisible, stacked_marks, spaced_letters, leet.
inline constexpr std::size_t kMeasureCount = 7;
inline constexpr std::size_t kNumberSteps = 16;

inline constexpr auto kFactGroups = [] {
  std::array<FactGroupRow, kFactGroupCount> rows{{
      {FactGroup::kAlways, "always", 0, 1, 0.1F},
      {FactGroup::kLength, "length", 0, 16, 0.1F},
      {FactGroup::kDigits, "digits", 0, 10, 0.1F},
      {FactGroup::kCapitals, "capitals", 0, 11, 0.1F},
      {FactGroup::kNumber, "longest number", 0, kNumberSteps, 0.1F},
      {FactGroup::kLinks, "links", 0, 3, 0.1F},
      {FactGroup::kForms, "odd forms", 0, 2 * kMeasureCount, 0.1F},
      {FactGroup::kSender, "sender", 0, kSenderFormCount, 0.15F},
      {FactGroup::kSenderLinks, "sender and links", 0, 2 * kSenderFormCount, 0.1F},
      {FactGroup::kSenderNumber, "sender and longest number", 0, kSenderFormCount * kNumberSteps,
       0.07F},
  }};
  std::uint16_t next = 0;
  for (FactGroupRow& row : rows) {
    row.first = next;
    next = static_cast<std::uint16_t>(next + row.size);
  }
  return rows;
}();
inline constexpr std::size_t kFactCount = kFactGroups.back().first + kFactGroups.back().size;

constexpr const FactGroupRow& row_of(FactGroup group) noexcept {
  return kFactGroups[static_cast<std::size_t>(group)];
}
/// The group that a fact is in. `fact` is below kFactCount.
const FactGroupRow& group_of(std::size_t fact) noexcept;

/// All facts of one message: one of each group, and all of kForms.
using FactList = InlineVector<std::uint16_t, kFactGroupCount + kMeasureCount>;

/// `counts`: of the text that the model reads. Of the context: raw, url.host, the source address,
/// the obfuscation.
FactList facts_of(const SmsContext& ctx, const WalkCounts& counts) noexcept;

}  // namespace smsfw::model
