// Any octets as a text in which addresses and numbers are looked for. Holds: lists are bounded;
// places lie inside the text; hosts are canonical ASCII, and read again as themselves; paths and
// digits are what they say.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/sms/alphabet.hh"
#include "filters/text/phone_extractor.hh"
#include "filters/text/url_extractor.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;

void check(const Url& url, const std::string& text) {
  require(url.offset + url.length <= text.size());
  require(url.host.size() <= kMaxHost);
  require(url.host.empty() || url.registrable_at < url.host.size());
  for (const char c : url.host)
    require(static_cast<unsigned char>(c) < 0x80 && !(c >= 'A' && c <= 'Z') && c != '@' &&
            c != '/');
  require(url.host.empty() || url.host.back() != '.');
  require(!url.host.empty() || url.kind == UrlKind::kApp);
  require(url.path.size() <= kMaxUrlPath + 4);
  fuzz::require_utf8(url.path);
  fuzz::require_utf8(url.unicode);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static UrlExtractor extractor;
  static PhoneExtractor phones;
  static const access::NumberingPlan plan = *access::NumberingPlan::build(access::vietnam());
  std::string text;
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(data, size)), text);

  UrlList list;
  extractor.extract(text, list);
  require(list.size() <= UrlList::kMax);
  UrlList again;
  for (const Url& url : list) {
    check(url, text);
    if (url.kind != UrlKind::kWeb || url.host.find(':') != std::string::npos) continue;
    extractor.extract("http://" + url.host + "/", again);
    require(again.size() == 1 && again[0].host == url.host);
    require(again[0].registrable() == url.registrable());
  }

  PhoneList numbers;
  phones.extract(text, plan, numbers);
  for (const Phone& phone : numbers) {
    require(phone.offset + phone.length <= text.size() && phone.length != 0);
    require(!phone.key().empty());
    for (const char c : phone.key())
      require(c >= '0' && c <= '9');
  }
  std::string digits;
  phones.digits(text, digits);
  require(digits.find_first_not_of("0123456789 ") == std::string::npos);
  require(digits.find("  ") == std::string::npos);
  return 0;
}
