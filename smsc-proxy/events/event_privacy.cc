#include "smsc-proxy/events/event_privacy.hh"

#include <algorithm>
#include <cstring>

namespace smsfw::events {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool joins_digits(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '(' || c == ')' || c == '/';
}

}  // namespace

std::size_t country_code_length(std::string_view digits) noexcept {
  if (digits.size() < 2) return digits.size();
  const char a = digits[0];
  const char b = digits[1];
  const auto one_of = [b](std::string_view set) { return set.find(b) != std::string_view::npos; };
  bool two = false;
  switch (a) {
    case '1':
    case '7':
      return 1;
    case '2':
      two = one_of("07");
      break;
    case '3':
      two = one_of("0123469");
      break;
    case '4':
      two = one_of("013456789");
      break;
    case '5':
      two = one_of("12345678");
      break;
    case '6':
      two = one_of("0123456");
      break;
    case '8':
      two = one_of("1246");
      break;
    case '9':
      two = one_of("0123458");
      break;
    default:
      return 0;
  }
  return two ? 2 : std::min<std::size_t>(3, digits.size());
}

char* mask_number(std::string_view digits, bool country_code, char* out) noexcept {
  const std::size_t n = digits.size();
  // Too short to show both ends: what is masked must be more than what is shown.
  const std::size_t tail = n >= 6 ? 2 : 0;
  const std::size_t head = country_code && n >= kNumberDigits ? country_code_length(digits) : 0;
  std::memset(out, '*', n);
  std::memcpy(out, digits.data(), head);
  for (std::size_t i = n - tail; i < n; ++i) {
    if (is_digit(digits[i])) out[i] = digits[i];
  }
  return out + n;
}

char* mask_runs(std::string_view text, char* out) noexcept {
  if (text.empty()) return out;
  std::memcpy(out, text.data(), text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;  // behind the run's last digit
    std::size_t digits = 0;
    for (std::size_t k = i; k < text.size() && (is_digit(text[k]) || joins_digits(text[k])); ++k) {
      if (is_digit(text[k])) {
        ++digits;
        end = k + 1;
      }
    }
    if (digits >= kNumberDigits) {
      std::size_t left = digits;
      for (std::size_t k = i; k < end; ++k) {
        if (!is_digit(text[k])) continue;
        if (left > 2) out[k] = '*';
        --left;
      }
    }
    i = end;
  }
  return out + text.size();
}

}  // namespace smsfw::events
