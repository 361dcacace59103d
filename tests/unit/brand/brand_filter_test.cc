#include "filters/brand/brand_filter.hh"

#include <string>

#include "filters/text/url_extractor.hh"
#include "tests/catch.hh"

namespace smsfw::brand {
namespace {

std::unique_ptr<const Brands> brands() {
  BrandTableSpec table;
  table.entries = {{"Vietbank", {"vietbank"}, {}, {"vietbank.example", "vb.example"}},
                   {"Royal Mail", {"royalmail"}, {}, {"royalmail.example"}},
                   {"Apple", {}, {"apple"}, {"apple.example"}},
                   {"State", {"dichvucong"}, {}, {"gov.vn"}}};
  table.allow = {"news.example"};
  return std::move(*Brands::build({table}));
}

/// Names of the findings, in the order of the table, with blanks between.
std::string found_in(std::string_view text) {
  static UrlExtractor extractor;
  UrlList urls;
  extractor.extract(text, urls);
  SmsContext ctx;
  ctx.urls = &urls;
  ctx.text.ready = true;
  Ruleset ruleset;
  ruleset.set(brands());
  BrandFilter filter;
  Verdict verdict;
  Need need;
  CHECK(filter.judge(ctx, ruleset, verdict, need, 0) == FilterStatus::kContinue);
  CHECK(verdict.hits.empty());
  std::string names;
  for (std::size_t i = 0; i < kFindingCount; ++i) {
    if (!ctx.findings.has(static_cast<Finding>(i))) continue;
    if (!names.empty()) names.push_back(' ');
    names += kFindingNames[i];
  }
  return names;
}

TEST_CASE("brand filter: hosts that pose, and those that do not") {
  struct Row {
    std::string_view text;
    std::string_view findings;
  };
  const Row rows[] = {
      {"pay at royalmaiI-fee.example", "host_brand_lookalike"},
      {"https://v1etbank.example/x", "host_brand_lookalike"},
      {"https://login.vietbnak.com.vn", "host_brand_lookalike"},
      {"http://v\u0456\u0435tbank.com", "host_brand_lookalike"},  // Cyrillic і, е
      {"http://xn--vtbank-3of7x.com", "host_brand_lookalike"},    // the same, as sent
      {"http://vi\u1EC7tbank.xyz", "host_brand_lookalike"},       // a mark
      {"hxxp://vietbank[.]secure.example", "host_brand_token"},
      {"https://vietbank.com", "host_brand_token"},
      {"https://vietbank-online.top", "host_brand_token"},
      {"https://a.b.vietbank24h.xyz/", "host_brand_token"},
      {"https://vietbank.com.vn.evil.example", "host_brand_token"},
      {"https://apple.evil.example", "host_brand_token"},
      {"http://1.2.3.4/VietBank/login", "path_brand_token"},
      {"https://short.example/dichvucong-2026", "path_brand_token"},
      {"https://v1etbank.example/vietbank", "host_brand_lookalike path_brand_token"},
      {"https://vietbank.example https://apple-id.example", "host_brand_token"},
      // its own, and what lies below
      {"https://vietbank.example/vietbank", ""},
      {"https://www.login.vb.example", ""},
      {"dichvucong.gov.vn", ""},
      {"https://vietbank.news.example/royalmail", ""},
      // no link, no host, the suffix, words
      {"vietbank, v1etbank", ""},
      {"ai@v1etbank.example", ""},
      {"https://shop.example/apple", ""},
      {"https://apply-now.example/pineapple", ""},
      {"https://shop.example/v1etbank", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(found_in(row.text) == row.findings);
  }
}

TEST_CASE("brand filter: tables that cannot work are refused") {
  const auto refusal = [](const BrandSpec& brand, const std::string& allow = "a.example") {
    const auto built = Brands::build({BrandTableSpec{{brand}, {allow}}});
    return built ? std::string() : built.error();
  };
  CHECK(refusal({"A", {"abcde"}, {"abc"}, {"b.example"}}).empty());
  CHECK(refusal({"A", {"abcd"}, {}, {}}) ==
        "'A': 'abcd' is no name; write 5 to 63 small letters and digits without a space, or list "
        "it under words");
  CHECK(refusal({"A", {"Abcde"}, {}, {}}).find("'Abcde' is no name") != std::string::npos);
  CHECK(refusal({"A", {"ab-cde"}, {}, {}}).find("'ab-cde' is no name") != std::string::npos);
  CHECK(refusal({"A", {}, {"ab"}, {}}).find("'ab' is no name; write 3") != std::string::npos);
  CHECK(refusal({"A", {std::string(64, 'a')}, {}, {}}).find("is no name") != std::string::npos);
  for (const char* const domain : {"", "example", ".example", "a..example", "a.example.",
                                   "A.example", "https://a.example", "a b.example"}) {
    CAPTURE(domain);
    CHECK(refusal({"A", {}, {}, {domain}}) ==
          "'A': '" + std::string(domain) +
              "' is no domain; write it in small letters, as bank.example");
    CHECK(refusal({"A", {}, {}, {}}, domain).substr(0, 7) == "allow: ");
  }
}

TEST_CASE("brand filter: nothing to look for, nothing is read") {
  const auto none = std::move(*Brands::build({}));
  CHECK(none->reads() == BufferSet{});
  CHECK(brands()->reads().has(Buffer::kUrlHost));
}

}  // namespace
}  // namespace smsfw::brand
