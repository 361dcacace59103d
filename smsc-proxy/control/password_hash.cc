#include "smsc-proxy/control/password_hash.hh"

#include <array>
#include <charconv>

namespace smsfw::control {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

template <class Number>
bool parse_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string base64(std::string_view octets) {
  std::string text;
  text.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      const bool has = i + j < octets.size();
      group = group << 8 | (has ? static_cast<unsigned char>(octets[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j > octets.size() ? '=' : kAlphabet[group >> (18 - 6 * j) & 63U];
    }
  }
  return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string octets;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t padding = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const char c = text[i + j];
      if (c == '=' && j >= 2 && i + 4 == text.size()) {
        ++padding;
        group <<= 6;
        continue;
      }
      const auto value = kAlphabet.find(c);
      if (value == std::string_view::npos || padding != 0) return std::nullopt;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    for (std::size_t j = 0; j + padding < 3; ++j)
      octets += static_cast<char>(group >> (16 - 8 * j) & 0xffU);
  }
  return octets;
}

std::optional<PasswordHash> parse_password_hash(std::string_view text) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto dollar = text.find('$');
    if ((dollar == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = text.substr(0, dollar);
    text.remove_prefix(i + 1 == parts.size() ? 0 : dollar + 1);
  }
  PasswordHash made;
  const auto salt = parse_base64(parts[4]);
  const auto hash = parse_base64(parts[5]);
  if (parts[0] != "scrypt" || !parse_number(parts[1], made.n) || !parse_number(parts[2], made.r) ||
      !parse_number(parts[3], made.p) || !salt || !hash) {
    return std::nullopt;
  }
  constexpr std::uint64_t kMostMemory = 64U << 20;
  if (made.n < 4'096 || made.n > (1U << 24) || (made.n & (made.n - 1)) != 0 || made.r < 1 ||
      made.r > 64 || made.p < 1 || made.p > 16 || 128 * made.n * made.r > kMostMemory ||
      salt->size() < 8 || salt->size() > 64 || hash->size() < 16 || hash->size() > 64) {
    return std::nullopt;
  }
  made.salt = *salt;
  made.hash = *hash;
  return made;
}

std::string to_string(const PasswordHash& hash) {
  return "scrypt$" + std::to_string(hash.n) + '$' + std::to_string(hash.r) + '$' +
         std::to_string(hash.p) + '$' + base64(hash.salt) + '$' + base64(hash.hash);
}

}  // namespace smsfw::control
