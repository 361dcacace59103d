// Any octets as the user data of a message: data coding, settings and carriers from the first three
// octets, user data from the rest. Holds: the text is valid UTF-8, its variants are bounded and
// parted by borders alone; alphabets of one octet a character give the same by blocks and one by
// one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"
#include "filters/sms/plausible_coding.hh"
#include "filters/sms/user_data_elements.hh"
#include "filters/text/icu_converter.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;
using smsfw::fuzz::require_utf8;

/// Of one carrier: declared, without national tables, all octets or a bare header, the alternates,
/// hyperlinks.
constexpr std::size_t kMostVariants = 3 + sms::kMaxAlternates + sms::kMaxHyperlinks;

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
  ctx.default_alphabet = static_cast<DefaultAlphabet>((data[1] >> 5) % kDefaultAlphabetCount);
  ctx.udhi = (data[1] & 4) != 0;
  if ((data[1] & 8) != 0) ctx.tp_udl = static_cast<std::uint8_t>(octets.size());
  const std::size_t first = data[2] < octets.size() ? octets.size() - data[2] : octets.size();
  ctx.ud = octets.first(first);
  ctx.second_ud = octets.subspan(first);
  static IcuConverter converter;
  std::string text;
  const std::size_t variants = sms::append_message_text(ctx, ctx.findings, text, &converter);
  require_utf8(text);
  // Not more than each carrier's readings, and borders between them alone.
  require(variants <= 2 * kMostVariants);
  require(text.size() <= (octets.size() * 4 + 1) * 2 * kMostVariants);
  const auto borders = std::count(text.begin(), text.end(), kVariantSeparator);
  require(variants == 0 ? text.empty() : static_cast<std::size_t>(borders) == variants - 1);
  require(ctx.findings.has(Finding::kUserDataHeader) == (ctx.udhi && !octets.empty()));

  require_same_one_by_one(sms::Alphabet::kLatin1, octets);
  require_same_one_by_one(sms::Alphabet::kAscii, octets);
  return 0;
}
