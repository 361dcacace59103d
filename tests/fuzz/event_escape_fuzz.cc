// Any octets as text of an event. Holds: the output is printable ASCII and well-formed UTF-8 inside
// its bound, no quote stands without its backslash, reading it back gives the input (with U+FFFD
// for what was no UTF-8); masking keeps the size and leaves no long run of digits.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "smsc-proxy/events/event_privacy.hh"
#include "smsc-proxy/events/json_escape.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw::events;
using smsfw::fuzz::require;

std::uint32_t hex4(std::string_view digits) {
  require(digits.size() >= 4);
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 4)) {
    require((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    value = value * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xe0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

// A reader of JSON strings that takes nothing on trust.
std::string read_back(std::string_view json) {
  std::string out;
  for (std::size_t i = 0; i < json.size();) {
    const auto octet = static_cast<unsigned char>(json[i]);
    require(octet >= 0x20 && octet != 0x7f && octet != '"');
    if (octet == '\\') {
      require(i + 1 < json.size());
      switch (json[i + 1]) {
        case 'u':
          append_utf8(out, hex4(json.substr(i + 2)));
          i += 6;
          continue;
        case 'n':
          out += '\n';
          break;
        case 'r':
          out += '\r';
          break;
        case 't':
          out += '\t';
          break;
        default:
          require(json[i + 1] == '"' || json[i + 1] == '\\');
          out += json[i + 1];
      }
      i += 2;
      continue;
    }
    const std::size_t n = utf8_sequence(json.substr(i));
    require(n != 0);
    out += json.substr(i, n);
    i += n;
  }
  return out;
}

std::string with_replacements(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = utf8_sequence(text.substr(i));
    if (n == 0) {
      out += "\xef\xbf\xbd";
      ++i;
    } else {
      out += text.substr(i, n);
      i += n;
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  std::string json(text.size() * kEscapeGrowth + 1, '\x01');
  char* end = escape_json(text, json.data());
  const auto n = static_cast<std::size_t>(end - json.data());
  require(n < json.size());
  require(json[n] == '\x01');
  require(read_back(std::string_view(json).substr(0, n)) == with_replacements(text));

  for (const std::size_t cut : {std::size_t{0}, size / 2, size}) {
    const auto part = cut_utf8(text, cut);
    require(part.size() <= cut && part.size() + 4 > cut);
  }

  std::string masked(text.size() + 1, '\x01');
  require(mask_runs(text, masked.data()) == masked.data() + text.size());
  require(masked[text.size()] == '\x01');
  std::size_t digits = 0;
  for (const char c : std::string_view(masked).substr(0, text.size())) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    require(digits < kNumberDigits);
  }
  require(mask_number(text, true, masked.data()) == masked.data() + text.size());
  require(masked[text.size()] == '\x01');
  return 0;
}
