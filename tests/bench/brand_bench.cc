// What holding hosts against protected brands costs: 500 invented names beside the kinds of host
// that traffic has, and what is made to be dear.
#include <benchmark/benchmark.h>

#include <random>
#include <string>

#include "filters/brand/brand_filter.hh"
#include "filters/text/url_extractor.hh"
#include "tests/bench/allocations.hh"

namespace {

using namespace smsfw;

/// Names as banks and shops have them: syllables, every third with `bank` behind.
std::unique_ptr<const brand::Brands> brands() {
  constexpr std::string_view kSyllables[] = {"vi", "et", "com", "sa", "te",  "ch", "no",   "pay",
                                             "mo", "bi", "la",  "za", "gri", "ha", "dong", "tin"};
  std::mt19937 random(1);
  brand::BrandTableSpec table;
  for (int i = 0; i < 500; ++i) {
    std::string token;
    for (auto n = 2 + random() % 3; n > 0; --n)
      token += kSyllables[random() % std::size(kSyllables)];
    token += i % 3 == 0 ? "bank" : "x";
    if (token.size() < brand::BrandIndex::kMinToken) token += "shop";
    table.entries.push_back({token, {token}, {}, {token + ".example"}});
  }
  table.entries.push_back({"Vietcombank", {"vietcombank"}, {}, {"vietcombank.example"}});
  return std::move(*brand::Brands::build({table}));
}

void host(benchmark::State& state, const std::string& text) {
  const auto part = brands();
  UrlExtractor extractor;
  UrlList urls;
  extractor.extract(text, urls);
  brand::BrandCheck check;
  Findings findings;
  for (const Url& url : urls)
    check.look(url, *part, findings);
  state.counters["links"] = static_cast<double>(urls.size());
  state.counters["findings"] = static_cast<double>(findings.count());
  const bench::NoAllocations guard(state);
  for (auto _ : state) {
    findings.clear();
    for (const Url& url : urls)
      check.look(url, *part, findings);
    benchmark::DoNotOptimize(findings);
  }
}

/// The whole filter for a text without links.
void no_links(benchmark::State& state) {
  Ruleset ruleset;
  ruleset.set(brands());
  UrlList urls;
  SmsContext ctx;
  ctx.urls = &urls;
  ctx.text.ready = true;
  brand::BrandFilter filter;
  Verdict verdict;
  Need need;
  const bench::NoAllocations guard(state);
  for (auto _ : state) {
    filter.judge(ctx, ruleset, verdict, need, 0);
    benchmark::DoNotOptimize(ctx.findings);
  }
}

std::string many_parts() {
  std::string text;
  for (int i = 0; i < 32; ++i) {
    text += "https://";
    for (int label = 0; label < 3; ++label)
      text += "vietc-vietm-sacob-tecch-lazaz-viecb-vitbk-saban-techb-vienc.";
    text += "example/vietc/vietm/sacob ";
  }
  return text;
}

BENCHMARK(no_links);
BENCHMARK_CAPTURE(host, two_labels, std::string("https://shop.example"));
BENCHMARK_CAPTURE(host, three_labels, std::string("https://tintuc.baomoi24.example/doc"));
BENCHMARK_CAPTURE(host, three_labels_vi, std::string("https://vitinh.saigontech.example/sanpham"));
BENCHMARK_CAPTURE(host, own, std::string("https://www.vietcombank.example/vi/the"));
BENCHMARK_CAPTURE(host, look_alike, std::string("https://login.v1etcombank.example/"));
BENCHMARK_CAPTURE(host, wrong_letter, std::string("https://login.vietconbank.example/"));
BENCHMARK_CAPTURE(host, other_script, std::string("https://v\u0456\u0435tcombank.example/"));
BENCHMARK_CAPTURE(host, hostile_32_links, many_parts());

}  // namespace
