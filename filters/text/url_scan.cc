#include "filters/text/url_scan.hh"

#include "filters/sms/octet_block.hh"
#include "filters/text/url_text.hh"

namespace smsfw {
namespace {

using sms::OctetBlock;

OctetBlock is(OctetBlock block, char c) noexcept {
  return reinterpret_cast<OctetBlock>(block == sms::splat(static_cast<unsigned char>(c)));
}

bool is_sign(char c, char second, char third) noexcept {
  const auto small = [](char letter) { return static_cast<char>(letter | 0x20); };
  switch (c) {
    case '.':
    case ':':
    case '\\':
    case '[':
    case '(':
    case '{':
    case '<':
    case UrlText::kBulletMark:
      return true;
    case '/':
      return second == '/' || second == '\\';
    case 'd':
    case 'D':
      return (small(second) == 'o' || second == '0') && small(third) == 't';
    case 'w':
    case 'W':
      return small(second) == 'w' && small(third) == 'w';
    case 'c':
    case 'C':
      return small(second) == 'h' && (small(third) == 'a' || third == '\xE1');
    default:
      return false;
  }
}

bool has_sign(const char* at) noexcept {
  const OctetBlock one = sms::load_block(at);
  const OctetBlock two = sms::load_block(at + 1);
  const OctetBlock three = sms::load_block(at + 2);
  const OctetBlock small = sms::splat(0x20);
  const OctetBlock first = one | small;
  const OctetBlock second = two | small;
  const OctetBlock third = three | small;
  const OctetBlock marks = is(one, '.') | is(one, ':') | is(one, '\\') | is(one, '[') |
                           is(one, '(') | is(one, '{') | is(one, '<') |
                           is(one, UrlText::kBulletMark);
  const OctetBlock slashes = is(one, '/') & (is(two, '/') | is(two, '\\'));
  const OctetBlock dot = is(first, 'd') & (is(second, 'o') | is(two, '0')) & is(third, 't');
  const OctetBlock www = is(first, 'w') & is(second, 'w') & is(third, 'w');
  const OctetBlock cham = is(first, 'c') & is(second, 'h') & (is(third, 'a') | is(three, '\xE1'));
  return sms::any_bit(marks | slashes | dot | www | cham);
}

}  // namespace

std::size_t find_url_sign(std::string_view text, std::size_t from) noexcept {
  const std::size_t size = text.size();
  const auto at = [&](std::size_t i) { return i < size ? text[i] : ' '; };
  std::size_t i = from;
  while (i < size) {
    std::size_t stop = size;
    if (size - i >= sms::kOctetBlock + 2) {
      stop = i + sms::kOctetBlock;
      if (!has_sign(text.data() + i)) {
        i = stop;
        continue;
      }
    }
    for (; i < stop; ++i)
      if (is_sign(text[i], at(i + 1), at(i + 2))) return i;
  }
  return size;
}

}  // namespace smsfw
