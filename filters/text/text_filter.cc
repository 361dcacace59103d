#include "filters/text/text_filter.hh"

#include <span>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"

namespace smsfw {

bool TextFilter::normalise_variants(std::string_view raw, std::string& norm,
                                    std::string& folded) noexcept {
  std::size_t end = raw.find(kVariantSeparator);
  bool invisible = normaliser_.normalise(raw.substr(0, end), norm, folded);
  while (end != std::string_view::npos) {
    const std::size_t begin = end + 1;
    end = raw.find(kVariantSeparator, begin);
    invisible |= normaliser_.normalise(raw.substr(begin, end - begin), norm_, folded_);
    norm.push_back(kVariantSeparator);
    norm += norm_;
    folded.push_back(kVariantSeparator);
    folded += folded_;
  }
  return invisible;
}

FilterStatus TextFilter::judge(SmsContext& ctx, const Ruleset& /*ruleset*/, Verdict& /*verdict*/,
                               Need& /*need*/, std::uint8_t /*self*/) noexcept {
  ctx.text.clear();
  if (ctx.receipt) return FilterStatus::kContinue;

  std::string& raw = ctx.text[Buffer::kRaw];
  bool several = sms::append_message_text(ctx, ctx.findings, raw, &converter_) > 1;
  if (!ctx.joined.empty()) {
    raw.push_back(kVariantSeparator);
    raw += ctx.joined;
    several = true;
  }
  std::string& norm = ctx.text[Buffer::kNorm];
  std::string& folded = ctx.text[Buffer::kFolded];
  bool invisible =
      several ? normalise_variants(raw, norm, folded) : normaliser_.normalise(raw, norm, folded);

  // An address may hold any octets; what is no UTF-8 must not reach ICU or a signature.
  address_.clear();
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(ctx.oa.text)), address_);
  invisible |= normaliser_.normalise(address_, ctx.text[Buffer::kOa], unused_);

  if (invisible) ctx.findings.add(Finding::kInvisibleCharacters);
  ctx.text.ready = true;
  return FilterStatus::kContinue;
}

}  // namespace smsfw
