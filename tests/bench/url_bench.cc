// What looking for addresses and numbers costs: texts of traffic, and what is made to be dear.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "filters/text/phone_extractor.hh"
#include "filters/text/url_extractor.hh"
#include "tests/bench/allocations.hh"
#include "tests/bench/bench_texts.hh"

namespace {

using namespace smsfw;

constexpr std::size_t kLongest = 40'000;

std::string repeated(std::string_view piece) {
  std::string text;
  while (text.size() + piece.size() <= kLongest)
    text += piece;
  return text;
}

void urls(benchmark::State& state, const std::string& text) {
  UrlExtractor extractor;
  UrlList list;
  extractor.extract(text, list);
  const bench::NoAllocations guard(state);
  for (auto _ : state) {
    extractor.extract(text, list);
    benchmark::DoNotOptimize(list.size());
  }
}

void phones(benchmark::State& state, const std::string& text) {
  const auto plan = *access::NumberingPlan::build(access::vietnam());
  PhoneExtractor extractor;
  PhoneList list;
  extractor.extract(text, plan, list);
  const bench::NoAllocations guard(state);
  for (auto _ : state) {
    extractor.extract(text, plan, list);
    benchmark::DoNotOptimize(list.size());
  }
}

void urls_corpus(benchmark::State& state, const std::vector<std::string>& languages) {
  const auto texts = bench::corpus_texts(languages);
  UrlExtractor extractor;
  UrlList list;
  std::size_t found = 0;
  for (const auto& text : texts) {
    extractor.extract(text, list);
    found += list.empty() ? 0 : 1;
  }
  std::size_t i = 0;
  for (auto _ : state) {
    extractor.extract(texts[i++ % texts.size()], list);
    benchmark::DoNotOptimize(list.size());
  }
  state.counters["with"] = static_cast<double>(found) / static_cast<double>(texts.size());
}

void phones_corpus(benchmark::State& state, const std::vector<std::string>& languages) {
  const auto texts = bench::corpus_texts(languages);
  const auto plan = *access::NumberingPlan::build(access::vietnam());
  PhoneExtractor extractor;
  PhoneList list;
  std::size_t i = 0;
  for (auto _ : state) {
    extractor.extract(texts[i++ % texts.size()], plan, list);
    benchmark::DoNotOptimize(list.size());
  }
}

void digits_corpus(benchmark::State& state) {
  const auto texts = bench::corpus_texts();
  PhoneExtractor extractor;
  std::string out;
  std::size_t i = 0;
  for (auto _ : state) {
    extractor.digits(texts[i++ % texts.size()], out);
    benchmark::DoNotOptimize(out.data());
  }
}

}  // namespace

BENCHMARK_CAPTURE(urls, no_sign_160,
                  std::string("see you at the usual place tonight, bring the cards and some of the "
                              "cake if there is any left, and tell your sister that I am sorry I "
                              "missed her birthday"));
BENCHMARK_CAPTURE(urls, sentences_160,
                  std::string("Your one-time passcode is 551902. It expires in 5 minutes. We will "
                              "never ask you for this code. Do not share it with anyone, not even "
                              "with our own staff. Thanks"));
BENCHMARK_CAPTURE(urls, vietnamese_70,
                  std::string("Tài khoản của quý khách đã bị khóa, vui lòng truy cập để xác minh "
                              "ngay."));
BENCHMARK_CAPTURE(
    urls, chinese_70,
    std::string("您的账户已被冻结，请尽快登录验证身份，以免影响您的正常使用。如有疑问，请"
                "拨打客服电话，我们将竭诚为您服务。感谢您的支持与理解，祝您生活愉快！"));
BENCHMARK_CAPTURE(urls, one_link,
                  std::string("Vui long truy cap https://bank.example/xac-minh de "
                              "cap nhat thong tin, neu khong TK se bi khoa"));
BENCHMARK_CAPTURE(urls, one_disguised,
                  std::string("Vui long truy cap hxxps://ｂａｎｋ[.]exam\u200Bple "
                              "de cap nhat thong tin"));
BENCHMARK_CAPTURE(urls, one_idn, std::string("Vui long truy cap https://p\u0430ypal.example/"));
BENCHMARK_CAPTURE(urls_corpus, all, {});
BENCHMARK_CAPTURE(urls_corpus, vietnamese, {"vi"});
BENCHMARK_CAPTURE(urls_corpus, english, {"en"});
BENCHMARK_CAPTURE(phones, no_digit_160,
                  std::string("see you at the usual place tonight, bring the cards and some of the "
                              "cake if there is any left, and tell your sister that I am sorry I "
                              "missed her birthday"));
BENCHMARK_CAPTURE(phones, one_number, std::string("Lien he 0900.000.001 de duoc tu van vay von"));
BENCHMARK_CAPTURE(phones_corpus, all, {});
BENCHMARK(digits_corpus);

// Hostile: 40,000 octets each.
BENCHMARK_CAPTURE(urls, hostile_dots, repeated("."));
BENCHMARK_CAPTURE(urls, hostile_labels, repeated("a."));
BENCHMARK_CAPTURE(urls, hostile_weak, repeated("ok.so "));
BENCHMARK_CAPTURE(urls, hostile_spaced, repeated("a . "));
BENCHMARK_CAPTURE(urls, hostile_schemes, repeated("http://"));
BENCHMARK_CAPTURE(urls, hostile_colons, repeated("http:"));
BENCHMARK_CAPTURE(urls, hostile_at, repeated("@"));
BENCHMARK_CAPTURE(urls, hostile_userinfo, repeated("http:@"));
BENCHMARK_CAPTURE(urls, hostile_userinfo_long, "http://" + repeated("a@"));
BENCHMARK_CAPTURE(urls, hostile_brackets, repeated("a[.]"));
BENCHMARK_CAPTURE(urls, hostile_words, repeated("dot "));
BENCHMARK_CAPTURE(urls, hostile_www, repeated("www "));
BENCHMARK_CAPTURE(urls, hostile_unknown, repeated("ab.qqqqqqqqq "));
BENCHMARK_CAPTURE(urls, hostile_weak_spaced, repeated("a.so . "));
BENCHMARK_CAPTURE(urls, hostile_suffixes, repeated("com.vn."));
BENCHMARK_CAPTURE(urls, hostile_wide, repeated("ａ．"));
BENCHMARK_CAPTURE(urls, hostile_names, repeated("é\u0661.com "));
BENCHMARK_CAPTURE(urls, hostile_label, repeated("a"));
BENCHMARK_CAPTURE(urls, hostile_paths, repeated("http://a.example/"));
BENCHMARK_CAPTURE(urls, hostile_percent, "http://" + repeated("%61"));
BENCHMARK_CAPTURE(phones, hostile_digits, repeated("1"));
BENCHMARK_CAPTURE(phones, hostile_groups, repeated("1 "));
BENCHMARK_CAPTURE(phones, hostile_letters, repeated("1lO"));
BENCHMARK_CAPTURE(phones, hostile_plus, repeated("+1-"));
