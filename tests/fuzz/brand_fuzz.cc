// Any octets as a label, and as a text whose links are held against brands. Holds: a name beside
// the label is found; a brand's own host shows nothing, a foreign one with its name in front does;
// the same text shows the same.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "filters/brand/brand_filter.hh"
#include "filters/sms/alphabet.hh"
#include "filters/text/url_extractor.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;

std::unique_ptr<const brand::Brands> table() {
  brand::BrandTableSpec table;
  table.entries = {{"A", {"vietbank", "royalmail", "vpbank", "clvvrn"}, {}, {"vietbank.example"}},
                   {"B", {"fecredit", "lazada"}, {"apple", "dhl", "b1dv"}, {"vb.example"}}};
  return std::move(*brand::Brands::build({table}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto brands = table();
  static brand::BrandCheck check;
  static UrlExtractor extractor;
  static UrlList urls;

  const std::string label(reinterpret_cast<const char*>(data), size);
  const brand::BrandIndex& names = brands->names();
  const brand::ConfusableForm form = brand::confusable_form(label);
  require(form.size <= brand::kMaxName && form.size <= label.size());
  (void)names.find_in_label(label);
  require(has(names.find_in_label(label + "-vietbank"), brand::Likeness::kNamed));
  require(has(names.find_in_label("dhl-" + label), brand::Likeness::kNamed));
  require(has(names.find_in_label(label + "-r0yalmaii"), brand::Likeness::kLookAlike));
  const std::string_view one = form.view();
  const std::string_view rest = one.substr(one.size() / 2);
  require(brand::within_distance(one, one, 1));
  require(brand::within_distance(one, rest, 2) == brand::within_distance(rest, one, 2));

  std::string text;
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(data, size)), text);
  extractor.extract(text, urls);
  for (const Url& url : urls) {
    Findings first, second;
    check.look(url, *brands, first);
    check.look(url, *brands, second);
    require(first == second);
    require(!first.any() || !brands->own(url.host));
    // The same path and letters below a domain of the brand's own.
    Url own = url;
    own.host = "vietbank.example";
    own.unicode.clear();
    own.registrable_at = 0;
    Findings none;
    check.look(own, *brands, none);
    require(!none.any());
  }
  return 0;
}
