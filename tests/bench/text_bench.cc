// What stages 5's parts cost: decoding, and the normal and folded forms.
#include <benchmark/benchmark.h>

#include <span>

#include "filters/sms/alphabet.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/text_filter.hh"
#include "tests/bench/bench_texts.hh"

namespace {

using namespace smsfw;

constexpr std::string_view kAscii160 =
    "Your one-time passcode is 551902. It expires in 5 minutes. We will never ask you for this "
    "code. Do not share it with anyone, not even with our own staff. Thanks";
constexpr std::string_view kVietnamese70 =
    "Tài khoản của quý khách đã bị khóa, vui lòng truy cập để xác minh ngay.";
static_assert(kAscii160.size() == 160);
/// Cyrillic, Greek and small capitals for every letter that has one.
constexpr std::string_view kLookAlikes70 =
    "Υоυr ассоυnt іѕ lосkеd, сlісk оn thе lіnk аnd соnfіrm уоυr ɪᴅᴇɴᴛɪᴛʏ nоw";
constexpr std::string_view kSpaced160 =
    "c.a.s.i.n.o t.r.u.c t.u.y.e.n  n a p t i e n  n-h-a-n t-h-u-0-n-g, d@ng ky t@i kh0an m0i v4y "
    "v0n nh4nh, h0 tr0 t0an qu0c. C.l.i.c.k v.a.o d.a.y d.e n.h.a.n q.ua";
static_assert(kSpaced160.size() == 160);

std::string ucs2(std::string_view utf8) {
  std::string out;
  const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = at + utf8.size();
  while (at != end) {
    const auto step = sms::get_utf8({at, end});
    at += step.size;
    out.push_back(static_cast<char>(step.character >> 8));
    out.push_back(static_cast<char>(step.character));
  }
  return out;
}

void decode(benchmark::State& state, sms::Alphabet alphabet, std::string octets) {
  std::string out;
  for (auto _ : state) {
    out.clear();
    benchmark::DoNotOptimize(sms::append_text(alphabet, std::as_bytes(std::span(octets)), out));
    benchmark::DoNotOptimize(out.data());
  }
}

void normalise(benchmark::State& state, const std::string& text, bool by_icu) {
  Normaliser normaliser;
  std::string norm;
  std::string folded;
  for (auto _ : state) {
    benchmark::DoNotOptimize(by_icu ? normaliser.normalise_by_icu(text, norm, folded)
                                    : normaliser.normalise(text, norm, folded));
    benchmark::DoNotOptimize(folded.data());
  }
}

/// Stands for rules that read every buffer.
class ReadsAll final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kSignature;

  BufferSet reads() const noexcept override {
    BufferSet all;
    for (std::size_t i = 0; i < kBufferCount; ++i)
      all.add(static_cast<Buffer>(i));
    return all;
  }
};

void filter(benchmark::State& state, std::uint8_t data_coding, std::string octets,
            bool read_all = false) {
  TextFilter text_filter;
  SmsContext ctx;
  Ruleset ruleset;
  if (read_all) ruleset.set(std::make_unique<const ReadsAll>());
  Verdict verdict;
  Need need;
  for (auto _ : state) {
    ctx.reset();
    ctx.oa.text = "BANKALPHA";
    ctx.data_coding = data_coding;
    ctx.ud = std::as_bytes(std::span(octets));
    text_filter.judge(ctx, ruleset, verdict, need, 0);
    benchmark::DoNotOptimize(ctx.text.ready);
  }
}

void filter_corpus(benchmark::State& state, const std::vector<std::string>& languages,
                   bool read_all = false) {
  const auto texts = bench::corpus_texts(languages);
  TextFilter text_filter;
  SmsContext ctx;
  Ruleset ruleset;
  if (read_all) ruleset.set(std::make_unique<const ReadsAll>());
  Verdict verdict;
  Need need;
  std::size_t i = 0;
  for (auto _ : state) {
    ctx.reset();
    ctx.oa.text = "BANKALPHA";
    ctx.decoded_text = texts[i++ % texts.size()];
    text_filter.judge(ctx, ruleset, verdict, need, 0);
    benchmark::DoNotOptimize(ctx.text.ready);
  }
}

}  // namespace

BENCHMARK_CAPTURE(decode, gsm7_160, sms::Alphabet::kGsm7Unpacked, std::string(kAscii160));
BENCHMARK_CAPTURE(decode, latin1_160, sms::Alphabet::kLatin1, std::string(kAscii160));
BENCHMARK_CAPTURE(decode, ucs2_vietnamese_70, sms::Alphabet::kUcs2, ucs2(kVietnamese70));
BENCHMARK_CAPTURE(normalise, ascii_160, std::string(kAscii160), false);
BENCHMARK_CAPTURE(normalise, vietnamese_70, std::string(kVietnamese70), false);
BENCHMARK_CAPTURE(normalise, ascii_160_icu, std::string(kAscii160), true);
BENCHMARK_CAPTURE(normalise, vietnamese_70_icu, std::string(kVietnamese70), true);
BENCHMARK_CAPTURE(filter, ascii_160, 0, std::string(kAscii160));
BENCHMARK_CAPTURE(filter, ascii_160_all_buffers, 0, std::string(kAscii160), true);
BENCHMARK_CAPTURE(filter, vietnamese_70, 8, ucs2(kVietnamese70));
BENCHMARK_CAPTURE(filter, vietnamese_70_all_buffers, 8, ucs2(kVietnamese70), true);
BENCHMARK_CAPTURE(filter, look_alikes_70, 8, ucs2(kLookAlikes70));
BENCHMARK_CAPTURE(filter, look_alikes_70_all_buffers, 8, ucs2(kLookAlikes70), true);
BENCHMARK_CAPTURE(filter, spaced_160_all_buffers, 0, std::string(kSpaced160), true);
BENCHMARK_CAPTURE(filter_corpus, all, {});
BENCHMARK_CAPTURE(filter_corpus, all_buffers, {}, true);
BENCHMARK_CAPTURE(filter_corpus, thai_by_icu, {"th"});
