#pragma once

#include <string>
#include <string_view>

#include "filters/core/filter.hh"
#include "filters/text/icu_converter.hh"
#include "filters/text/normaliser.hh"

namespace smsfw {

/// Stage 5: fills SmsContext::text. Adds no hits.
///   raw     the message's text in all its variants, see sms::append_message_text()
///   norm, folded  see Normaliser; each variant by itself, with kVariantSeparator between them
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
  /// True when invisible characters were removed.
  bool normalise_variants(std::string_view raw, std::string& norm, std::string& folded) noexcept;

  Normaliser normaliser_;
  IcuConverter converter_;
  std::string norm_;     // scratch: one variant
  std::string folded_;   // scratch: one variant
  std::string address_;  // scratch: the source address as valid UTF-8
  std::string unused_;   // scratch: the folded form of the source address
};

}  // namespace smsfw
