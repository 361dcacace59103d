#include "filters/text/text_filter.hh"

#include <algorithm>
#include <span>
#include <utility>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"
#include "filters/text/free_leet.hh"
#include "filters/text/obfuscation_measure.hh"
#include "filters/text/skeleton.hh"

namespace smsfw {

TextTraits TextFilter::normalise_variants(std::string_view raw, std::string& norm,
                                          std::string& folded) noexcept {
  std::size_t end = raw.find(kVariantSeparator);
  TextTraits traits = normaliser_.normalise(raw.substr(0, end), norm, folded);
  while (end != std::string_view::npos) {
    const std::size_t begin = end + 1;
    end = raw.find(kVariantSeparator, begin);
    traits |= normaliser_.normalise(raw.substr(begin, end - begin), norm_, folded_);
    norm.push_back(kVariantSeparator);
    norm += norm_;
    folded.push_back(kVariantSeparator);
    folded += folded_;
  }
  return traits;
}

FilterStatus TextFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& /*verdict*/,
                               Need& /*need*/, std::uint8_t /*self*/) noexcept {
  ctx.text.clear();
  ctx.urls = nullptr;
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
  const TextTraits traits =
      several ? normalise_variants(raw, norm, folded) : normaliser_.normalise(raw, norm, folded);

  // An address may hold any octets; what is no UTF-8 must not reach ICU or a signature.
  address_.clear();
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(ctx.oa.text)), address_);
  const TextTraits oa = normaliser_.normalise(address_, ctx.text[Buffer::kOa], sender_);
  if (traits.has(TextTraits::kInvisible) || oa.has(TextTraits::kInvisible)) {
    ctx.findings.add(Finding::kInvisibleCharacters);
  }

  Obfuscation sender;
  measure_characters(address_, oa, sender);
  if (sender.mixed_words != 0) ctx.findings.add(Finding::kMixedScriptWord);
  ctx.obfuscation = {};
  measure_characters(raw, traits, ctx.obfuscation);
  const BufferSet reads = ruleset.reads();
  const bool squeezed = reads.has(Buffer::kSqueezed);
  if (squeezed || reads.has(Buffer::kSkeleton)) make_skeleton(ctx, traits);
  if (squeezed) make_squeezed(ctx, traits);
  if (reads.has(Buffer::kOaSkeleton)) make_sender_skeleton(ctx, oa);
  extracts_.fill(ctx, ruleset);
  add_findings(ctx.obfuscation, ctx.findings);
  ctx.text.ready = true;
  return FilterStatus::kContinue;
}

void TextFilter::make_skeleton(SmsContext& ctx, TextTraits traits) noexcept {
  if (!traits.has(TextTraits::kLookAlike)) {
    ctx.text.share(Buffer::kSkeleton, Buffer::kFolded);
    return;
  }
  replace_look_alikes(ctx.text[Buffer::kRaw], plain_);
  normalise_variants(plain_, unused_, ctx.text.fresh(Buffer::kSkeleton));
}

void TextFilter::make_sender_skeleton(SmsContext& ctx, TextTraits traits) noexcept {
  if (traits.has(TextTraits::kLookAlike)) {
    replace_look_alikes(address_, plain_);
    normaliser_.normalise(plain_, unused_, ctx.text.fresh(Buffer::kOaSkeleton));
  } else if (sender_ != std::as_const(ctx.text)[Buffer::kOa]) {
    ctx.text.fresh(Buffer::kOaSkeleton) = sender_;
  } else {
    ctx.text.share(Buffer::kOaSkeleton, Buffer::kOa);
  }
}

void TextFilter::make_squeezed(SmsContext& ctx, TextTraits traits) noexcept {
  const std::string_view skeleton = std::as_const(ctx.text)[Buffer::kSkeleton];
  const std::uint8_t reasons = Squeezer::reasons(skeleton);
  const bool exclaims = exclaims_inside(std::as_const(ctx.text)[Buffer::kRaw]);
  if (reasons == 0 && !exclaims) {
    ctx.text.share(Buffer::kSqueezed, Buffer::kSkeleton);
    return;
  }
  std::string& out = ctx.text.fresh(Buffer::kSqueezed);
  Squeezed done = squeezer_.squeeze(skeleton, reasons, out);
  if ((reasons & SqueezeReasons::kSpaced) != 0) {
    // Only raw still has the wider spaces that set words apart.
    const bool replaced = traits.has(TextTraits::kLookAlike);
    if (mark_gaps(replaced ? plain_ : ctx.text[Buffer::kRaw], gaps_)) {
      normalise_variants(gaps_, unused_, gapped_);
      const Squeezed apart = squeezer_.squeeze(gapped_, reasons, norm_);
      if (apart.by_spaces) {
        done = apart;
        out.swap(norm_);
      }
    }
  }
  const bool squeezed = out != skeleton;
  const bool leet = (reasons & SqueezeReasons::kLeet) != 0 || exclaims;
  if (leet && read_leet_freely(out, done.leet, exclaims, freely_)) {
    out.push_back(kVariantSeparator);
    out += freely_;
  }
  if (squeezed) {
    // A code or a link may be what is left of a trick, or may look like one: rules see both.
    out.push_back(kVariantSeparator);
    out += skeleton;
  }
  const auto count = [](std::size_t n) {
    return static_cast<std::uint16_t>(std::min<std::size_t>(n, 0xFFFF));
  };
  ctx.obfuscation.spaced_letters = count(done.spaced_letters);
  ctx.obfuscation.separators = count(done.separators);
  ctx.obfuscation.leet = count(done.leet);
}

}  // namespace smsfw
