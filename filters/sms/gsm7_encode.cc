#include "filters/sms/gsm7_encode.hh"

#include <cstdint>

#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/utf8.hh"

namespace smsfw::sms {
namespace {

struct Septets {
  std::uint8_t code = 0;
  bool escaped = false;
};

std::optional<Septets> septets_of(char32_t character) noexcept {
  for (std::size_t i = 0; i < kGsm7Default.size(); ++i) {
    const auto code = static_cast<std::uint8_t>(i);
    if (code == kGsm7Escape) continue;
    if (kGsm7Default[i] == character) return Septets{code, false};
    // Where the extension table has nothing, it shows the main table's character.
    if (gsm7_extended(code) == character && kGsm7Default[i] != character)
      return Septets{code, true};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> encode_gsm7(std::string_view text, std::span<std::byte> out) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  std::size_t size = 0;
  while (at != end) {
    const Utf8Step step = get_utf8({at, end});
    if (!step.valid) return std::nullopt;
    at += step.size;
    const auto septets = septets_of(step.character);
    if (!septets || out.size() - size < 1U + (septets->escaped ? 1U : 0U)) return std::nullopt;
    if (septets->escaped) out[size++] = std::byte{kGsm7Escape};
    out[size++] = std::byte{septets->code};
  }
  return size;
}

}  // namespace smsfw::sms
