#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smsfw::control {

/// `scrypt$N$r$p$SALT$HASH` taken apart: cost numbers, and octets from base64.
struct PasswordHash {
  std::uint64_t n = 0;  ///< A power of two.
  std::uint32_t r = 0;
  std::uint32_t p = 0;
  std::string salt;
  std::string hash;
};

/// Empty when `text` is not of that form, is weaker than N 4096, or would take more than 64 MiB.
std::optional<PasswordHash> parse_password_hash(std::string_view text);
std::string to_string(const PasswordHash& hash);

/// RFC 4648 §4 with padding.
std::string base64(std::string_view octets);
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace smsfw::control
