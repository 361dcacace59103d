#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw {

enum class UrlSchemeKind : std::uint8_t {
  kNone,
  kWeb,   ///< http, https, ftp, and what stands for them: hxxp, h**p, htp.
  kDial,  ///< tel, sms, smsto: a number follows, no slashes.
  kApp,   ///< Opens an app.
};

/// What the word before a colon or two slashes is.
struct UrlScheme {
  UrlSchemeKind kind = UrlSchemeKind::kNone;
  /// Canonical name; of kApp and kDial the word as it stands.
  std::string_view name;
  /// Octets of the word that belong to it, counted from its end: "linkhttp" has 4.
  std::size_t size = 0;
  /// True when a web scheme is written as no browser takes it.
  bool broken = false;
};

/// `word`: letters, digits, '+', '-', '*' in any case, as they stand before the colon or slashes.
UrlScheme read_scheme(std::string_view word) noexcept;

/// True for octets that such a word may hold.
bool is_scheme_octet(char c) noexcept;

}  // namespace smsfw
