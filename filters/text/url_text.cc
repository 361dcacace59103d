#include "filters/text/url_text.hh"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "filters/sms/octet_block.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/normaliser.hh"

namespace smsfw {
namespace {

using sms::OctetBlock;

struct Imitation {
  char32_t character;
  char ascii;
};

// What NFKC leaves alone, but a reader takes for the ASCII character. Dots: confusables of the full
// stop (UTS 39); slashes and colons likewise.
constexpr std::array kImitations{
    Imitation{0x0701, '.'},  Imitation{0x0702, '.'},  Imitation{0xA4F8, '.'},
    Imitation{0xA60E, '.'},  Imitation{0x2044, '/'},  Imitation{0x2215, '/'},
    Imitation{0x2571, '/'},  Imitation{0x29F8, '/'},  Imitation{0x27CB, '/'},
    Imitation{0x2216, '\\'}, Imitation{0x29F5, '\\'}, Imitation{0x29F9, '\\'},
    Imitation{0x27CD, '\\'}, Imitation{0x2236, ':'},  Imitation{0xA789, ':'},
    Imitation{0x02D0, ':'},  Imitation{0x0589, ':'},  Imitation{0x05C3, ':'},
    Imitation{0x2010, '-'},  Imitation{0x2011, '-'},  Imitation{0x2012, '-'},
    Imitation{0x2212, '-'},  Imitation{0x3010, '['},  Imitation{0x3011, ']'},
    Imitation{0x3014, '['},  Imitation{0x3015, ']'},
};

constexpr bool is_bullet(char32_t c) noexcept {
  return c == 0x00B7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB ||
         c == 0xFF65;
}

constexpr bool is_ascii_alnum(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_spaceless(UChar32 c) noexcept {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

const icu::Normalizer2& casefold() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status) != 0 || instance == nullptr)
    throw std::runtime_error(std::string("ICU has no normalisation data: ") + u_errorName(status));
  return *instance;
}

/// The single printable ASCII character that NFKC_Casefold makes of `c`, or 0.
char compatible(UChar32 c, const icu::Normalizer2& fold) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString mapped = fold.normalize(icu::UnicodeString(c), status);
  if (U_FAILURE(status) != 0 || mapped.length() != 1) return 0;
  const char16_t unit = mapped[0];
  return unit > 0x20 && unit < 0x7F ? static_cast<char>(unit) : '\0';
}

UrlCharacter judge(UChar32 c, char& ascii, const icu::Normalizer2& fold) {
  const auto character = static_cast<char32_t>(c);
  if (is_invisible(character)) return UrlCharacter::kInvisible;
  if (u_isUWhiteSpace(c) != 0 || c == 0x2800) return UrlCharacter::kSpace;
  for (const Imitation& imitation : kImitations) {
    if (imitation.character == character) {
      ascii = imitation.ascii;
      return UrlCharacter::kAscii;
    }
  }
  if (c == 0x3002 || c == 0xFF61) return UrlCharacter::kStop;
  if (is_bullet(character)) return UrlCharacter::kBullet;
  ascii = c < 0x80 ? static_cast<char>(c) : compatible(c, fold);
  if (ascii != 0) return UrlCharacter::kAscii;
  if (is_spaceless(c)) return UrlCharacter::kWide;
  const auto digit = u_charDigitValue(c);
  if (digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
    ascii = static_cast<char>('0' + digit);
    return UrlCharacter::kLetter;
  }
  if (u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) return UrlCharacter::kLetter;
  return UrlCharacter::kBreak;
}

}  // namespace

/// Judgements of the planes where ICU would be asked too often: all that an SMS usually holds.
struct UrlText::Table {
  static constexpr std::size_t kRows = 0x10000;

  std::array<UrlCharacter, kRows> kinds{};
  std::array<char, kRows> ascii{};
  std::array<char, 0x400> mathematical{};  // U+1D400-U+1D7FF
  std::array<char, 0x100> enclosed{};      // U+1F100-U+1F1FF

  Table() {
    const icu::Normalizer2& fold = casefold();
    for (std::size_t c = 0; c < kRows; ++c) {
      if (c >= 0xD800 && c < 0xE000) continue;
      kinds[c] = judge(static_cast<UChar32>(c), ascii[c], fold);
    }
    for (std::size_t i = 0; i < mathematical.size(); ++i)
      mathematical[i] = compatible(static_cast<UChar32>(0x1D400 + i), fold);
    for (std::size_t i = 0; i < enclosed.size(); ++i)
      enclosed[i] = compatible(static_cast<UChar32>(0x1F100 + i), fold);
    // Negative squared and circled letters: no mapping in Unicode, read as letters all the same.
    for (std::size_t i = 0; i < 26; ++i)
      enclosed[0x50 + i] = enclosed[0x70 + i] = static_cast<char>('a' + i);
  }
};

UrlText::UrlText() {
  static const std::unique_ptr<const Table> table = std::make_unique<const Table>();
  table_ = table.get();
}

UrlCharacter UrlText::classify(char32_t c, char& ascii) const noexcept {
  ascii = 0;
  if (c < Table::kRows) {
    ascii = table_->ascii[c];
    return table_->kinds[c];
  }
  if (c >= 0x1D400 && c < 0x1D800) ascii = table_->mathematical[c - 0x1D400];
  if (c >= 0x1F100 && c < 0x1F200) ascii = table_->enclosed[c - 0x1F100];
  if (ascii != 0) return UrlCharacter::kAscii;
  if (is_invisible(c)) return UrlCharacter::kInvisible;
  const auto character = static_cast<UChar32>(c);
  if (is_spaceless(character)) return UrlCharacter::kWide;
  return u_isalnum(character) != 0 ? UrlCharacter::kLetter : UrlCharacter::kBreak;
}

namespace {

/// Octets that end the direct reading, given the octet that follows each.
OctetBlock special(OctetBlock block, OctetBlock next) noexcept {
  const OctetBlock control = sms::in_range(block, 0x00, 0x08) | sms::in_range(block, 0x0E, 0x1F) |
                             sms::in_range(block, 0x7F, 0x7F);
  const OctetBlock lead = sms::in_range(block, 0xC0, 0xFF);
  const OctetBlock letters = sms::in_range(block, 0xC3, 0xC9) | sms::in_range(block, 0xCC, 0xCC) |
                             sms::in_range(block, 0xCE, 0xD3);
  // U+1E80-U+1EFF: Vietnamese.
  const OctetBlock additional = sms::in_range(block, 0xE1, 0xE1) & sms::in_range(next, 0xBA, 0xBB);
  return control | (lead & ~(letters | additional));
}

}  // namespace

bool UrlText::is_itself(std::string_view utf8) noexcept {
  if (utf8.empty()) return true;
  const char* at = utf8.data();
  const char* const end = at + utf8.size();
  OctetBlock found{};
  while (static_cast<std::size_t>(end - at) > sms::kOctetBlock) {
    found |= special(sms::load_block(at), sms::load_block(at + 1));
    at += sms::kOctetBlock;
  }
  char last[sms::kOctetBlock + 1] = {};
  std::memset(last, ' ', sizeof last);
  std::memcpy(last, at, static_cast<std::size_t>(end - at));
  found |= special(sms::load_block(last), sms::load_block(last + 1));
  return !sms::any_bit(found);
}

std::string_view UrlText::project(std::string_view utf8, bool native_digits) {
  // A seam takes one octet more than its character, which has at least two.
  const std::size_t room = utf8.size() * 2 + 1;
  if (text_.size() < room) {
    text_.resize(room);
    offsets_.resize(room + 1);
  }
  char* out = text_.data();
  std::uint32_t* offset = offsets_.data();
  const auto put = [&](char octet, std::size_t from) {
    *out++ = octet;
    *offset++ = static_cast<std::uint32_t>(from);
  };
  const auto* const begin = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = begin + utf8.size();
  char* stop = nullptr;  // an ideographic stop behind an ASCII letter or digit, not yet decided
  bool wide = false;     // of the character before
  for (const auto* at = begin; at != end;) {
    const sms::Utf8Step step = sms::get_utf8({at, end});
    const auto from = static_cast<std::size_t>(at - begin);
    at += step.size;
    char ascii = 0;
    UrlCharacter kind = classify(step.character, ascii);
    if (native_digits && kind == UrlCharacter::kLetter && ascii != 0) kind = UrlCharacter::kAscii;
    if (kind == UrlCharacter::kInvisible) continue;
    const bool alnum = kind == UrlCharacter::kAscii && is_ascii_alnum(ascii);
    if (stop != nullptr) {
      if (alnum) *stop = '.';
      stop = nullptr;
    }
    const bool after_alnum = out != text_.data() && is_ascii_alnum(out[-1]);
    if ((wide && alnum) || (kind == UrlCharacter::kWide && after_alnum)) put(kSeamMark, from);
    wide = kind == UrlCharacter::kWide;
    switch (kind) {
      case UrlCharacter::kAscii:
        put(ascii, from);
        break;
      case UrlCharacter::kLetter:
      case UrlCharacter::kWide:
        for (std::size_t i = 0; i < step.size; ++i)
          put(utf8[from + i], from);
        break;
      case UrlCharacter::kStop:
        if (after_alnum) stop = out;
        put(kBreakMark, from);
        break;
      case UrlCharacter::kBullet:
        put(kBulletMark, from);
        break;
      case UrlCharacter::kSpace:
        put(step.character == '\n' || step.character == '\r' ? '\n' : ' ', from);
        break;
      case UrlCharacter::kBreak:
        put(kBreakMark, from);
        break;
      case UrlCharacter::kInvisible:
        break;
    }
  }
  *offset = static_cast<std::uint32_t>(utf8.size());
  return {text_.data(), static_cast<std::size_t>(out - text_.data())};
}

}  // namespace smsfw
