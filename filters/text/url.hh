#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"

namespace smsfw {

/// What an address found in a text is.
enum class UrlKind : std::uint8_t {
  kWeb,   ///< A host that a browser would open.
  kMail,  ///< An e-mail address: `host` is its domain. No link; sender and domain lists read it.
  kApp,   ///< A link that opens an app (upi://, tel:, market:). `host` may be empty.
};

/// How an address departs from plain writing. Bits of Url::traits.
enum class UrlTrait : std::uint32_t {
  // Obfuscation: what no honest sender writes.
  kSpacedDot = 1U << 0,     ///< White space at a dot, or a line break inside a label.
  kBracketedDot = 1U << 1,  ///< [.] (.) {.} (dot) [dot].
  kWordDot = 1U << 2,       ///< A word for the dot: dot, chấm.
  kOddDot = 1U << 3,        ///< Another character for the dot, or more than one of it.
  kInvisible = 1U << 4,     ///< Invisible characters inside (see Normaliser).
  kWideForms = 1U << 5,     ///< Full-width, mathematical, circled and other compatibility letters.
  kBrokenScheme = 1U << 6,  ///< hxxp, h**p, a missing colon, backslashes, spaces.
  kPercentHost = 1U << 7,   ///< The host is percent-encoded.
  kNumericHost = 1U << 8,   ///< An IPv4 address in decimal, hexadecimal, octal or short form.
  // What the address is.
  kIpLiteral = 1U << 9,
  kUserinfo = 1U << 10,  ///< user@ before the host.
  kPort = 1U << 11,
  kPunycode = 1U << 12,     ///< The text holds an xn-- label.
  kNonAscii = 1U << 13,     ///< The Unicode form has characters outside ASCII.
  kMixedScript = 1U << 14,  ///< A label mixes scripts that no language mixes (UTS 39 §5.2).
  kShortLink = 1U << 15,    ///< Looks like a shortener's link: short host, one short path segment.
  kNested = 1U << 16,       ///< Stands in the path or query of another address.
  kRunOn = 1U << 17,        ///< Text follows without a space; the host was cut at its suffix.
  kWeak = 1U << 18,         ///< May be two words without a space between ("ok.so"), or a version
                            ///< number. For look-ups of listed hosts; no evidence of a link.
  kPathCut = 1U << 19,      ///< The path is longer than kMaxUrlPath.
};

inline constexpr std::uint32_t kUrlObfuscation = (1U << 9) - 1;

/// Octets of Url::path; what is behind is left out, and kPathCut set.
inline constexpr std::size_t kMaxUrlPath = 512;
/// Octets of a host name, RFC 1035 §2.3.4.
inline constexpr std::size_t kMaxHost = 253;

/// One address of a text. Strings keep their storage from text to text.
struct Url {
  UrlKind kind = UrlKind::kWeb;
  std::uint16_t port = 0;
  std::uint32_t traits = 0;
  /// Canonical: lower case, IDNA ASCII form (UTS 46, non-transitional), no trailing dot, no
  /// userinfo, no port. IP addresses in dotted form or as RFC 5952 writes them (without brackets);
  /// an IPv4-mapped IPv6 address is its IPv4 address.
  std::string host;
  /// The Unicode form, when it differs from `host`. Confusables are left as they are: a comparison
  /// by skeleton reads this.
  std::string unicode;
  /// Path, query and fragment, percent-decoded once where that gives printable UTF-8. Empty, or
  /// starts with '/', '?' or '#' ("/" for a backslash); kApp: what follows scheme and host.
  std::string path;
  /// Lower case, repaired (hxxp is http); "http" where none was written. Empty for kMail.
  InlineString<24> scheme;
  /// True when the text names the scheme.
  bool scheme_given = false;
  /// Where the registrable domain starts in `host`.
  std::uint16_t registrable_at = 0;
  /// Octets in the text that was read: from the scheme or host to the end of the path.
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  bool has(UrlTrait trait) const noexcept {
    return (traits & static_cast<std::uint32_t>(trait)) != 0;
  }
  void add(UrlTrait trait) noexcept { traits |= static_cast<std::uint32_t>(trait); }
  bool obfuscated() const noexcept { return (traits & kUrlObfuscation) != 0; }
  /// Public suffix and one label more, by the Public Suffix List with its private part; an IP
  /// address whole.
  std::string_view registrable() const noexcept {
    return std::string_view(host).substr(registrable_at);
  }
  std::string_view unicode_host() const noexcept {
    return unicode.empty() ? std::string_view(host) : std::string_view(unicode);
  }
  void clear() noexcept;
};

/// The addresses of one text, in the order in which they stand. Bounded; copies are independent.
class UrlList {
 public:
  /// More than this in one text are not looked at: overflow() says so. Weak ones (kWeak) take at
  /// most half of the places, so that they cannot crowd out links.
  static constexpr std::size_t kMax = 32;
  static constexpr std::size_t kMaxWeak = kMax / 2;

  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  const Url& operator[](std::size_t i) const noexcept { return items_[i]; }
  const Url* begin() const noexcept { return items_.data(); }
  const Url* end() const noexcept { return items_.data() + size_; }
  /// True when the text held more addresses than are listed. A finding: no honest text does.
  bool overflow() const noexcept { return overflow_; }
  void clear() noexcept;

  /// Room for one more, cleared; nullptr, and overflow() from now on, when there is none.
  Url* add(bool weak);
  /// Takes the last one back.
  void drop_last() noexcept;
  void set_overflow() noexcept { overflow_ = true; }

 private:
  std::vector<Url> items_;
  std::size_t size_ = 0;
  std::size_t weak_ = 0;
  bool overflow_ = false;
};

}  // namespace smsfw
