#pragma once

#include <memory>
#include <utility>

#include "filters/concat/part_table.hh"
#include "filters/core/filter.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/text_converter.hh"

// Concatenated messages: three steps of the chain that share one table. Limits count a message
// once, at its first-seen part; text is judged with all parts that the handset may have so far, so
// the part that completes a bad text is stopped, and the parts behind it go the same way.

namespace smsfw::concat {

/// Behind stage 0 and control traffic: which message a part is of. Header and sar_* parameters each
/// have their say; where they disagree the part is kept for both. Asks to wait for the other parts
/// where SmsContext::hold_parts says so; to go on, the edge judges the message again with
/// SmsContext::waited, whatever has come until then.
///
/// Findings: kConcatConflict, kConcatTotalChanged, kSarDisagrees.
class ConcatFilter final : public Filter {
 public:
  explicit ConcatFilter(PartTable& table) noexcept : table_(table) {}

  std::string_view name() const noexcept override { return "concat"; }
  Stage stage() const noexcept override { return Stage::kControl; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
  void settle(std::uint64_t value, Outcome outcome, std::chrono::nanoseconds now) noexcept override;

 private:
  void take(SmsContext& ctx, const Ruleset& ruleset, const Concat& concat,
            std::size_t index) noexcept;

  PartTable& table_;
  sms::SeptetBuffer septets_{};
};

/// Stage 5, before the text: SmsContext::joined. Characters and shift sequences that are split
/// between parts are whole in it. Of a part with two forms both readings are there.
class JoinFilter final : public Filter {
 public:
  /// `converter`: of alphabets that need one, or nullptr.
  JoinFilter(PartTable& table, std::unique_ptr<sms::TextConverter> converter) noexcept
      : table_(table), converter_(std::move(converter)) {}

  std::string_view name() const noexcept override { return "join"; }
  Stage stage() const noexcept override { return Stage::kText; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  PartTable& table_;
  const std::unique_ptr<sms::TextConverter> converter_;
  PartsSoFar parts_;
};

/// Behind the decision: remembers that a part was kept back for good, and why.
class StopFilter final : public Filter {
 public:
  explicit StopFilter(PartTable& table) noexcept : table_(table) {}

  std::string_view name() const noexcept override { return "stop"; }
  Stage stage() const noexcept override { return Stage::kDecision; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  PartTable& table_;
};

}  // namespace smsfw::concat
