#include "filters/text/icu_converter.hh"

#include <unicode/ucnv.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "filters/sms/utf8.hh"

namespace smsfw {
namespace {

constexpr std::array<const char*, 4> kCharsetNames{"EUC-JP", "Shift_JIS", "ISO-2022-JP", "EUC-KR"};
/// What ICU writes for a single octet that has no character.
constexpr char32_t kSubstitute = 0x1A;
constexpr char kEscape = '\x1B';
/// In EUC-JP: the pair behind it is of JIS X 0212.
constexpr char kSingleShiftThree = '\x8F';

bool is_high(char octet) noexcept {
  return static_cast<unsigned char>(octet) >= 0x80;
}

/// U+FF61 to U+FF9F.
std::size_t count_narrow_katakana(std::string_view utf8) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 2 < utf8.size(); ++i) {
    if (utf8[i] != '\xEF') continue;
    count += (utf8[i + 1] == '\xBD' && utf8[i + 2] >= '\xA1') || utf8[i + 1] == '\xBE';
  }
  return count;
}

struct Close {
  void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};

}  // namespace

struct IcuConverter::Icu {
  std::array<std::unique_ptr<UConverter, Close>, static_cast<std::size_t>(Charset::kCount)>
      converters;
  std::vector<UChar> units;
  std::string pairs;
  std::string other;

  UConverter* get(Charset charset) noexcept {
    auto& converter = converters[static_cast<std::size_t>(charset)];
    if (converter == nullptr) {
      UErrorCode status = U_ZERO_ERROR;
      converter.reset(ucnv_open(kCharsetNames[static_cast<std::size_t>(charset)], &status));
      if (U_FAILURE(status) != 0) converter.reset();
    }
    return converter.get();
  }
};

IcuConverter::IcuConverter() : icu_(std::make_unique<Icu>()) {}
IcuConverter::~IcuConverter() = default;

std::optional<std::size_t> IcuConverter::append_as(Charset charset, std::string_view octets,
                                                   std::string& out) noexcept {
  UConverter* const converter = icu_->get(charset);
  if (converter == nullptr) return std::nullopt;
  // None of these writes more than one unit an octet.
  if (icu_->units.size() < octets.size() + 1) icu_->units.resize(octets.size() + 1);
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t size =
      ucnv_toUChars(converter, icu_->units.data(), static_cast<std::int32_t>(icu_->units.size()),
                    octets.data(), static_cast<std::int32_t>(octets.size()), &status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  const std::size_t before = out.size();
  out.resize(before + static_cast<std::size_t>(size) * 3);
  char* to = out.data() + before;
  std::size_t invalid = 0;
  for (std::int32_t i = 0; i < size;) {
    char32_t c = icu_->units[static_cast<std::size_t>(i++)];
    if ((c & 0xFC00) == 0xD800 && i < size) {
      c = 0x10000 + ((c & 0x3FF) << 10 | (icu_->units[static_cast<std::size_t>(i++)] & 0x3FFU));
    }
    if (c == kSubstitute) c = sms::kReplacement;
    invalid += c == sms::kReplacement;
    to = sms::put_utf8(to, c);
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return invalid;
}

std::optional<std::size_t> IcuConverter::append_japanese(sms::Alphabet alphabet,
                                                         std::string_view octets,
                                                         std::string& out) noexcept {
  if (octets.find(kEscape) != std::string_view::npos) {
    return append_as(Charset::kIso2022Jp, octets, out);
  }
  if (std::any_of(octets.begin(), octets.end(), is_high)) {
    const std::size_t before = out.size();
    const auto shift_jis = append_as(Charset::kShiftJis, octets, out);
    icu_->other.clear();
    const auto euc = append_as(Charset::kEucJp, octets, icu_->other);
    // Octets of EUC-JP are narrow katakana in Shift_JIS, one each.
    const std::size_t narrow = count_narrow_katakana(std::string_view(out).substr(before));
    if (!euc || (shift_jis && *shift_jis + narrow <= *euc)) return shift_jis;
    out.resize(before);
    out += icu_->other;
    return euc;
  }
  std::string& pairs = icu_->pairs;
  pairs.clear();
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const bool first = i + 1 < octets.size() && octets[i] > ' ' && octets[i + 1] > ' ';
    if (!first) {
      pairs += octets[i];
      continue;
    }
    if (alphabet == sms::Alphabet::kJisExtended) pairs += kSingleShiftThree;
    pairs += static_cast<char>(octets[i] | 0x80);
    pairs += static_cast<char>(octets[++i] | 0x80);
  }
  return append_as(Charset::kEucJp, pairs, out);
}

std::optional<std::size_t> IcuConverter::append(sms::Alphabet alphabet,
                                                std::span<const std::byte> octets,
                                                std::string& out) noexcept {
  const std::string_view text(reinterpret_cast<const char*>(octets.data()), octets.size());
  switch (alphabet) {
    case sms::Alphabet::kJis:
    case sms::Alphabet::kJisExtended:
      return append_japanese(alphabet, text, out);
    case sms::Alphabet::kIso2022Jp:
      return append_as(Charset::kIso2022Jp, text, out);
    case sms::Alphabet::kKsc5601:
      return append_as(Charset::kEucKr, text, out);
    default:
      return std::nullopt;
  }
}

}  // namespace smsfw
