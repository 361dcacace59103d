#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "filters/text/url.hh"

struct UIDNA;

namespace smsfw {

/// An IPv4 address written as browsers take it (WHATWG URL §3.5): one to four numbers, each
/// decimal, octal (0…) or hexadecimal (0x…), the last one filling what is left. `host` in lower
/// case.
std::optional<std::uint32_t> read_ipv4(std::string_view host) noexcept;

/// True when the last label is a number: then `host` is an IPv4 address or nothing.
bool ends_in_number(std::string_view host) noexcept;

/// Dotted form. Replaces `out`.
void write_ipv4(std::uint32_t address, std::string& out);

/// Reads an IPv6 address without brackets and replaces `out` by its RFC 5952 form, or the dotted
/// form of an IPv4-mapped one. False, and `out` unchanged, when it is none.
bool canonical_ipv6(std::string_view text, std::string& out);

/// Turns host names into their IDNA forms. One object a worker.
class UrlHosts {
 public:
  /// Throws std::runtime_error when ICU has no IDNA data.
  UrlHosts();
  ~UrlHosts();
  UrlHosts(const UrlHosts&) = delete;
  UrlHosts& operator=(const UrlHosts&) = delete;

  /// Sets host, unicode and the traits of names of `url` from a name of lower-case ASCII and other
  /// UTF-8, labels separated by single dots. False when IDNA allows no such name; a wrong xn--
  /// label stays as written.
  bool name(std::string_view text, Url& url) const;

 private:
  UIDNA* idna_;
};

/// True when a label of `utf8` mixes scripts that no language mixes: Latin, Greek, Cyrillic and the
/// like among each other. Han, kana, Hangul and Bopomofo mix with each other and with Latin (UTS 39
/// §5.2, highly restrictive).
bool mixes_scripts(std::string_view utf8) noexcept;

}  // namespace smsfw
