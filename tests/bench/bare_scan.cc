#include "tests/bench/bare_scan.hh"

#include <hs.h>

#include "filters/signature/scratch.hh"
#include "filters/text/text_filter.hh"

namespace smsfw::bench {
namespace {

int ignore(unsigned, unsigned long long, unsigned long long, unsigned, void*) {
  return 0;
}

}  // namespace

std::vector<SmsContext> contexts_of(const std::vector<std::string>& texts) {
  std::vector<SmsContext> out(texts.size());
  TextFilter text_filter;
  Verdict verdict;
  Need need;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out[i].decoded_text = texts[i];
    text_filter.judge(out[i], Ruleset(), verdict, need, 0);
  }
  return out;
}

void bare_scan(benchmark::State& state, const SignatureSet& set,
               const std::vector<SmsContext>& contexts) {
  Scratch scratch;
  if (!scratch.grow(set)) state.SkipWithError("no scratch");
  std::size_t i = 0;
  for (auto _ : state) {
    const SmsContext& ctx = contexts[i++ % contexts.size()];
    for (const auto& database : set.databases()) {
      const std::string_view text = ctx.text[database.compiled.buffer()];
      benchmark::DoNotOptimize(hs_scan(database.compiled.handle(), text.data(),
                                       static_cast<unsigned>(text.size()), 0, scratch.handle(),
                                       ignore, nullptr));
    }
  }
  state.counters["database_octets"] = static_cast<double>(set.memory());
  state.counters["scratch_octets"] = static_cast<double>(scratch.size());
}

}  // namespace smsfw::bench
