// Any octets as the user data of a message: data coding, settings and carriers from the first three
// octets, user data from the rest. Holds: the text is valid UTF-8 and not longer than three times
// the octets; alphabets of one octet a character give the same by blocks and one by one.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;
using smsfw::fuzz::require_utf8;

void require_same_one_by_one(sms::Alphabet alphabet, std::span<const std::byte> octets) {
  std::string whole;
  std::string single;
  const std::size_t invalid = sms::append_text(alphabet, octets, whole);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i)
    sum += sms::append_text(alphabet, octets.subspan(i, 1), single);
  require(whole == single && invalid == sum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto octets = std::as_bytes(std::span(data, size)).subspan(3);
  SmsContext ctx;
  ctx.data_coding = data[0];
  ctx.default_alphabet = static_cast<DefaultAlphabet>(data[1] & 3);
  ctx.udhi = (data[1] & 4) != 0;
  const std::size_t first = data[2] < octets.size() ? octets.size() - data[2] : octets.size();
  ctx.ud = octets.first(first);
  ctx.second_ud = octets.subspan(first);
  std::string text;
  sms::append_message_text(ctx, ctx.findings, text);
  require_utf8(text);
  require(text.size() <= octets.size() * 3 + 1);
  require(ctx.findings.has(Finding::kUserDataHeader) == (ctx.udhi && !octets.empty()));

  require_same_one_by_one(sms::Alphabet::kLatin1, octets);
  require_same_one_by_one(sms::Alphabet::kAscii, octets);
  return 0;
}
