#include "filters/text/text_filter.hh"

#include <span>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"

namespace smsfw {

FilterStatus TextFilter::judge(SmsContext& ctx, const Ruleset& /*ruleset*/, Verdict& /*verdict*/,
                               Need& /*need*/, std::uint8_t /*self*/) noexcept {
  ctx.text.clear();
  if (ctx.receipt) return FilterStatus::kContinue;

  std::string& raw = ctx.text[Buffer::kRaw];
  sms::append_message_text(ctx, ctx.findings, raw);
  bool invisible = normaliser_.normalise(raw, ctx.text[Buffer::kNorm], ctx.text[Buffer::kFolded]);

  // An address may hold any octets; what is no UTF-8 must not reach ICU or a signature.
  address_.clear();
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(ctx.oa.text)), address_);
  invisible |= normaliser_.normalise(address_, ctx.text[Buffer::kOa], unused_);

  if (invisible) ctx.findings.add(Finding::kInvisibleCharacters);
  ctx.text.ready = true;
  return FilterStatus::kContinue;
}

}  // namespace smsfw
