#include "filters/text/url_host.hh"

#include <arpa/inet.h>
#include <unicode/uidna.h>
#include <unicode/uscript.h>

#include <array>
#include <cstring>
#include <stdexcept>

#include "filters/sms/utf8.hh"

namespace smsfw {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) noexcept {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// A number as in C, at most 2^32 - 1.
std::optional<std::uint32_t> read_number(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  std::uint32_t base = 10;
  if (text.size() > 1 && text[0] == '0') {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(text[1] == 'x' ? 2 : 1);
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<std::uint32_t>(digit) >= base) return std::nullopt;
    value = value * base + static_cast<std::uint32_t>(digit);
    if (value > 0xFFFFFFFF) return std::nullopt;
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace

bool ends_in_number(std::string_view host) noexcept {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.empty()) return false;
  if (last.size() > 1 && last[0] == '0' && last[1] == 'x') {
    for (const char c : last.substr(2))
      if (hex_value(c) < 0) return false;
    return true;
  }
  for (const char c : last)
    if (!is_digit(c)) return false;
  return true;
}

std::optional<std::uint32_t> read_ipv4(std::string_view host) noexcept {
  std::uint64_t value = 0;
  for (unsigned part = 0; part < 4; ++part) {
    const std::size_t dot = host.find('.');
    const auto number = read_number(host.substr(0, dot));
    if (!number) return std::nullopt;
    if (dot == std::string_view::npos) {
      const unsigned bits = 8 * (4 - part);  // what the last number fills
      if (bits < 32 && *number >> bits != 0) return std::nullopt;
      return static_cast<std::uint32_t>(value << bits | *number);
    }
    if (*number > 255) return std::nullopt;
    value = value << 8 | *number;
    host.remove_prefix(dot + 1);
  }
  return std::nullopt;
}

void write_ipv4(std::uint32_t address, std::string& out) {
  out.clear();
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!out.empty()) out.push_back('.');
    const std::uint32_t octet = address >> shift & 0xFF;
    if (octet >= 100) out.push_back(static_cast<char>('0' + octet / 100));
    if (octet >= 10) out.push_back(static_cast<char>('0' + octet / 10 % 10));
    out.push_back(static_cast<char>('0' + octet % 10));
  }
}

bool canonical_ipv6(std::string_view text, std::string& out) {
  char terminated[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof terminated) return false;
  std::memcpy(terminated, text.data(), text.size());
  terminated[text.size()] = 0;
  in6_addr address{};
  if (inet_pton(AF_INET6, terminated, &address) != 1) return false;
  const unsigned char* const octets = address.s6_addr;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::memcmp(octets, kMapped.data(), kMapped.size()) == 0) {
    const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(octets[i]); };
    write_ipv4(at(12) << 24 | at(13) << 16 | at(14) << 8 | at(15), out);
    return true;
  }
  // Groups by hand: inet_ntop writes the last two of some addresses as IPv4.
  std::array<std::uint32_t, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i] = static_cast<std::uint32_t>(octets[2 * i] << 8 | octets[2 * i + 1]);
  std::size_t best = groups.size();
  std::size_t best_size = 1;  // one group of zeros is not shortened, RFC 5952 §4.2.2
  for (std::size_t i = 0; i < groups.size();) {
    std::size_t j = i;
    while (j < groups.size() && groups[j] == 0)
      ++j;
    if (j - i > best_size) {
      best = i;
      best_size = j - i;
    }
    i = j + 1;
  }
  out.clear();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == best) {
      out += "::";
      i += best_size - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out.push_back(':');
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const std::uint32_t digit = groups[i] >> shift & 0xF;
      started = started || digit != 0 || shift == 0;
      if (started) out.push_back("0123456789abcdef"[digit]);
    }
  }
  return true;
}

bool mixes_scripts(std::string_view utf8) noexcept {
  UScriptCode label = USCRIPT_COMMON;
  const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = at + utf8.size();
  while (at != end) {
    const sms::Utf8Step step = sms::get_utf8({at, end});
    at += step.size;
    if (step.character == '.') {
      label = USCRIPT_COMMON;
      continue;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(step.character), &status);
    switch (script) {
      case USCRIPT_COMMON:
      case USCRIPT_INHERITED:
      case USCRIPT_HAN:
      case USCRIPT_HIRAGANA:
      case USCRIPT_KATAKANA:
      case USCRIPT_HANGUL:
      case USCRIPT_BOPOMOFO:
        continue;
      default:
        break;
    }
    if (label != USCRIPT_COMMON && label != script) return true;
    label = script;
  }
  return false;
}

UrlHosts::UrlHosts() {
  UErrorCode status = U_ZERO_ERROR;
  idna_ = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE |
                              UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
                          &status);
  if (U_FAILURE(status) != 0)
    throw std::runtime_error(std::string("ICU has no IDNA data: ") + u_errorName(status));
}

UrlHosts::~UrlHosts() {
  uidna_close(idna_);
}

bool UrlHosts::name(std::string_view text, Url& url) const {
  const bool ascii = is_ascii(text);
  const bool punycode = text.substr(0, 4) == "xn--" || text.find(".xn--") != text.npos;
  if (punycode) url.add(UrlTrait::kPunycode);
  if (ascii) {
    url.host.assign(text);
    if (!punycode) return true;
  }
  // A name of kMaxHost octets has no longer Unicode form than this.
  char form[kMaxHost * 4];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const auto size = static_cast<std::int32_t>(text.size());
  if (!ascii) {
    const std::int32_t length =
        uidna_nameToASCII_UTF8(idna_, text.data(), size, form, sizeof form, &info, &status);
    // Resolvers take names with odd hyphens.
    constexpr std::uint32_t kForgiven =
        UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN;
    if (U_FAILURE(status) != 0 || length <= 0 || (info.errors & ~kForgiven) != 0) return false;
    url.host.assign(form, static_cast<std::size_t>(length));
    if (url.host.size() > kMaxHost || !is_ascii(url.host)) return false;
    info = UIDNA_INFO_INITIALIZER;
  }
  const std::int32_t length =
      uidna_nameToUnicodeUTF8(idna_, url.host.data(), static_cast<std::int32_t>(url.host.size()),
                              form, sizeof form, &info, &status);
  if (U_FAILURE(status) != 0 || length <= 0 || info.errors != 0) return true;
  const std::string_view unicode(form, static_cast<std::size_t>(length));
  if (unicode == url.host) return true;
  url.unicode.assign(unicode);
  url.add(UrlTrait::kNonAscii);
  if (mixes_scripts(unicode)) url.add(UrlTrait::kMixedScript);
  return true;
}

}  // namespace smsfw
