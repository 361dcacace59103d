#pragma once

#include <string>
#include <string_view>

#include "filters/core/filter.hh"
#include "filters/text/icu_converter.hh"
#include "filters/text/normaliser.hh"
#include "filters/text/squeezer.hh"
#include "filters/text/text_extracts.hh"

namespace smsfw {

/// Stage 5: fills SmsContext::text. Adds no hits.
///   raw     the message's text in all its variants, see sms::append_message_text()
///   norm, folded  see Normaliser; each variant by itself, with kVariantSeparator between them
///   oa      the source address in norm form
///   skeleton  the folded form of raw without look-alikes, see replace_look_alikes()
///   oa.skeleton  the same of the source address
///   squeezed  see Squeezer; behind it read_leet_freely() of it, and skeleton, where these are
///             other texts
///   url.host … digits  see TextExtracts
/// The skeletons and squeezed are made where a part of the ruleset reads them
/// (RulesetPart::reads()), and share the octets of folded and oa where nothing is to be replaced.
/// Receipts of the SMSC leg are left alone: their buffers stay empty and `ready` false. Findings:
/// those of the decoding, kInvisibleCharacters and kMixedScriptWord (in text or source address),
/// and those of SmsContext::obfuscation, which it fills (obfuscation_measure.hh).
class TextFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "text"; }
  Stage stage() const noexcept override { return Stage::kText; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  /// Each variant by itself.
  TextTraits normalise_variants(std::string_view raw, std::string& norm,
                                std::string& folded) noexcept;
  void make_skeleton(SmsContext& ctx, TextTraits traits) noexcept;
  void make_sender_skeleton(SmsContext& ctx, TextTraits traits) noexcept;
  void make_squeezed(SmsContext& ctx, TextTraits traits) noexcept;

  Normaliser normaliser_;
  IcuConverter converter_;
  Squeezer squeezer_;
  TextExtracts extracts_;
  std::string norm_;     // scratch: one variant
  std::string folded_;   // scratch: one variant
  std::string address_;  // scratch: the source address as valid UTF-8
  std::string sender_;   // scratch: the source address, folded
  std::string unused_;   // scratch: a form of a text that nobody reads
  std::string plain_;    // scratch: raw without look-alikes
  std::string gaps_;     // scratch: the same with gaps marked
  std::string gapped_;   // scratch: and folded
  std::string freely_;   // scratch: the second reading of leet
};

}  // namespace smsfw
