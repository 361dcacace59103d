#include "filters/sms/hyperlink.hh"

namespace smsfw::sms {
namespace {

constexpr bool begins_character(char octet) noexcept {
  return (static_cast<unsigned char>(octet) & 0xC0) != 0x80;
}

/// Where the character `count` behind `from` begins; npos past the end.
std::size_t skip_characters(std::string_view text, std::size_t from, std::size_t count) noexcept {
  std::size_t at = from;
  for (; count != 0; --count) {
    if (at == text.size()) return std::string_view::npos;
    do
      ++at;
    while (at != text.size() && !begins_character(text[at]));
  }
  return at;
}

}  // namespace

std::string_view hyperlink_address(std::string_view text, const Hyperlink& link) noexcept {
  std::size_t begin = skip_characters(text, 0, std::size_t{link.position} + link.title);
  if (begin == std::string_view::npos) return {};
  while (begin != text.size() && (text[begin] == ' ' || text[begin] == '\n' || text[begin] == '\r'))
    ++begin;
  const std::size_t end = skip_characters(text, begin, link.address);
  return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin);
}

}  // namespace smsfw::sms
