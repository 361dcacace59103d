#include "smsc-proxy/tools/load/user_data.hh"

#include <span>
#include <string>
#include <unordered_map>

#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/utf8.hh"

namespace smsfw::load {
namespace {

/// Character to septet; behind the escape: kEscaped is set.
constexpr std::uint16_t kEscaped = 0x100;

const std::unordered_map<char16_t, std::uint16_t>& septets() {
  static const auto table = [] {
    std::unordered_map<char16_t, std::uint16_t> out;
    for (std::uint8_t septet = 0; septet < 128; ++septet) {
      if (septet != sms::kGsm7Escape) out.emplace(sms::kGsm7Default[septet], septet);
    }
    for (std::uint8_t septet = 0; septet < 128; ++septet) {
      // Septets without an extension repeat the main table, which has been taken in already.
      out.emplace(sms::gsm7_extended(septet), static_cast<std::uint16_t>(kEscaped | septet));
    }
    return out;
  }();
  return table;
}

void append_ucs2(std::u16string_view text, std::vector<std::byte>& out) {
  for (const char16_t character : text) {
    out.push_back(static_cast<std::byte>(character >> 8U));
    out.push_back(static_cast<std::byte>(character & 0xFFU));
  }
}

std::u16string to_utf16(std::string_view in) {
  std::span<const unsigned char> rest(reinterpret_cast<const unsigned char*>(in.data()), in.size());
  std::u16string out;
  while (!rest.empty()) {
    const auto step = sms::get_utf8(rest);
    rest = rest.subspan(step.size);
    if (step.character < 0x10000) {
      out += static_cast<char16_t>(step.character);
    } else {
      const char32_t offset = step.character - 0x10000;
      out += static_cast<char16_t>(0xD800U + (offset >> 10U));
      out += static_cast<char16_t>(0xDC00U + (offset & 0x3FFU));
    }
  }
  return out;
}

}  // namespace

UserData encode_text(std::string_view utf8) {
  const std::u16string text = to_utf16(utf8);
  UserData out;
  out.octets.reserve(text.size() * 2);
  bool fits = true;
  for (const char16_t character : text) {
    const auto found = septets().find(character);
    if (found == septets().end()) {
      fits = false;
      break;
    }
    if ((found->second & kEscaped) != 0) out.octets.push_back(std::byte{sms::kGsm7Escape});
    out.octets.push_back(static_cast<std::byte>(found->second & 0x7FU));
  }
  if (fits) return out;
  out.data_coding = 8;
  out.octets.clear();
  append_ucs2(text, out.octets);
  return out;
}

std::vector<std::byte> encode_ucs2(std::string_view utf8) {
  std::vector<std::byte> out;
  append_ucs2(to_utf16(utf8), out);
  return out;
}

}  // namespace smsfw::load
