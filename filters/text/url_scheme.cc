#include "filters/text/url_scheme.hh"

namespace smsfw {
namespace {

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
}

bool is_letter(char c) noexcept {
  c = lower(c);
  return c >= 'a' && c <= 'z';
}

bool same(std::string_view word, std::string_view name) noexcept {
  if (word.size() != name.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lower(word[i]) != name[i]) return false;
  return true;
}

/// h, then up to four of t, x, i and '*', then p and perhaps s: at the end of `word`. "htt" too.
UrlScheme read_web(std::string_view word) noexcept {
  std::size_t at = word.size();
  const bool secure = at != 0 && lower(word[at - 1]) == 's';
  if (secure) --at;
  const bool whole = at != 0 && lower(word[at - 1]) == 'p';
  if (whole) --at;
  const std::size_t middle = at;
  std::size_t telling = 0;
  while (at != 0 && middle - at < 4) {
    const char c = lower(word[at - 1]);
    if (c != 't' && c != 'x' && c != '*' && c != 'i') break;
    if (c != 'i') ++telling;
    --at;
  }
  if (telling < (whole ? 1U : 2U) || at == 0 || lower(word[at - 1]) != 'h') return {};
  --at;
  UrlScheme scheme;
  scheme.kind = UrlSchemeKind::kWeb;
  scheme.name = secure ? "https" : "http";
  scheme.size = word.size() - at;
  scheme.broken = !same(word.substr(at), scheme.name);
  return scheme;
}

}  // namespace

bool is_scheme_octet(char c) noexcept {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '*';
}

UrlScheme read_scheme(std::string_view word) noexcept {
  if (UrlScheme web = read_web(word); web.kind != UrlSchemeKind::kNone) return web;
  UrlScheme scheme;
  scheme.size = word.size();
  for (const std::string_view name : {"ftp", "ftps", "ws", "wss"}) {
    if (!same(word, name)) continue;
    scheme.kind = UrlSchemeKind::kWeb;
    scheme.name = name;
    return scheme;
  }
  scheme.name = word;
  // Only in small letters: "Tel:" and "SMS:" stand before numbers in ordinary texts.
  for (const std::string_view name : {"tel", "sms", "smsto"}) {
    if (word == name) scheme.kind = UrlSchemeKind::kDial;
  }
  if (scheme.kind != UrlSchemeKind::kNone) return scheme;
  if (word.size() < 2 || word.size() > 24 || !is_letter(word[0])) return {};
  for (const char c : word)
    if (c == '*') return {};
  scheme.kind = UrlSchemeKind::kApp;
  return scheme;
}

}  // namespace smsfw
