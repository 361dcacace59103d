#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smsfw::smpp {

/// `127.0.0.1:2775`, `[::1]:2775` or `smsc.example:2775`, taken apart. Nothing is looked up.
struct Endpoint {
  std::string host;  ///< Without brackets.
  std::uint16_t port = 0;
  bool literal = false;  ///< host is an IPv4 or IPv6 address.
};
/// Port 0 names no peer; to listen on it asks the system for any free port.
enum class PortZero : bool { kRefused, kAllowed };

/// Empty when `text` is not of that form, or the port is not 1 to 65535 (0 where allowed).
std::optional<Endpoint> parse_endpoint(std::string_view text, PortZero zero = PortZero::kRefused);

/// True for 127.0.0.0/8, ::1 and `localhost`.
bool is_loopback(const Endpoint& endpoint) noexcept;

/// A network in CIDR notation; an address alone is a network of one. IPv4 stands in its mapped
/// IPv6 form, so that both compare the same way.
class Network {
 public:
  /// Empty when `text` is no network, or has bits set behind its prefix.
  static std::optional<Network> parse(std::string_view text);

  /// `address` is an IPv4 or IPv6 literal (also IPv4 mapped). False for anything else.
  bool contains(std::string_view address) const noexcept;

 private:
  std::array<std::uint8_t, 16> octets_{};
  unsigned prefix_ = 128;
};

}  // namespace smsfw::smpp
