#include "smsc-proxy/smpp/session/endpoint.hh"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace smsfw::smpp {
namespace {

using Octets = std::array<std::uint8_t, 16>;

// An address in its 16 octet form; `v4` tells where it came from.
std::optional<Octets> parse_address(std::string_view text, bool& v4) noexcept {
  std::array<char, INET6_ADDRSTRLEN + 1> copy{};
  if (text.empty() || text.size() >= copy.size()) return std::nullopt;
  std::memcpy(copy.data(), text.data(), text.size());
  Octets octets{};
  v4 = inet_pton(AF_INET, copy.data(), octets.data() + 12) == 1;
  if (v4) {
    octets[10] = octets[11] = 0xff;
    return octets;
  }
  if (inet_pton(AF_INET6, copy.data(), octets.data()) == 1) return octets;
  return std::nullopt;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most) noexcept {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) {
    return std::nullopt;
  }
  return value;
}

bool is_host_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > 253 || text.front() == '-' || text.front() == '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

bool same_prefix(const Octets& a, const Octets& b, unsigned bits) noexcept {
  const std::size_t whole = bits / 8;
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
  return ((a[whole] ^ b[whole]) & mask) == 0;
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text, PortZero zero) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_number(text.substr(colon + 1), 65'535);
  std::string_view host = text.substr(0, colon);
  if (!port || host.empty()) return std::nullopt;
  if (*port == 0 && zero == PortZero::kRefused) return std::nullopt;
  const bool brackets = host.front() == '[' && host.back() == ']' && host.size() > 2;
  if (brackets) host = host.substr(1, host.size() - 2);
  bool v4 = false;
  const bool literal = parse_address(host, v4).has_value();
  // IPv6 needs its brackets; brackets hold nothing else.
  if (literal ? brackets == v4 : (brackets || !is_host_name(host))) return std::nullopt;
  // 10.0.0.300 is a mistake, not a name.
  if (!literal && host.find_first_not_of("0123456789.") == std::string_view::npos) {
    return std::nullopt;
  }
  return Endpoint{std::string(host), static_cast<std::uint16_t>(*port), literal};
}

bool is_loopback(const Endpoint& endpoint) noexcept {
  if (!endpoint.literal) return endpoint.host == "localhost";
  return endpoint.host.starts_with("127.") || endpoint.host == "::1";
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  bool v4 = false;
  const auto octets = parse_address(text.substr(0, slash), v4);
  if (!octets) return std::nullopt;
  Network made;
  made.octets_ = *octets;
  if (slash != std::string_view::npos) {
    const auto prefix = parse_number(text.substr(slash + 1), v4 ? 32 : 128);
    if (!prefix) return std::nullopt;
    made.prefix_ = *prefix + (v4 ? 96 : 0);
  }
  for (unsigned bit = made.prefix_; bit < 128; ++bit) {
    if ((made.octets_[bit / 8] & (0x80U >> (bit % 8))) != 0) return std::nullopt;
  }
  return made;
}

bool Network::contains(std::string_view address) const noexcept {
  bool v4 = false;
  const auto octets = parse_address(address, v4);
  return octets && same_prefix(*octets, octets_, prefix_);
}

}  // namespace smsfw::smpp
