#pragma once

#include <string>
#include <string_view>

#include "filters/core/filter.hh"
#include "filters/text/normaliser.hh"

namespace smsfw {

/// Stage 5: fills SmsContext::text. Adds no hits.
///   raw     the message's text, see sms::append_message_text()
///   norm, folded  see Normaliser
///   oa      the source address in norm form
/// Receipts of the SMSC leg are left alone: their buffers stay empty and `ready` false.
/// Findings: those of the decoding, and kInvisibleCharacters (in text or source address).
class TextFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "text"; }
  Stage stage() const noexcept override { return Stage::kText; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  Normaliser normaliser_;
  std::string address_;  // scratch: the source address as valid UTF-8
  std::string unused_;   // scratch: the folded form of the source address
};

}  // namespace smsfw
