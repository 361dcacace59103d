#include "filters/text/normaliser.hh"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "filters/sms/octet_block.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/character_table.hh"

namespace smsfw {
namespace {

using sms::OctetBlock;

constexpr char32_t kBrailleBlank = 0x2800;
constexpr char16_t kDStroke = 0x0111;
constexpr UChar32 kFirstMark = 0x0300;

TextTraits traits_of(CharacterFacts facts) noexcept {
  TextTraits traits;
  if (facts.has(CharacterFacts::kInvisible)) traits.bits |= TextTraits::kInvisible;
  if (facts.has(CharacterFacts::kLookAlike)) traits.bits |= TextTraits::kLookAlike;
  if (facts.has(CharacterFacts::kMark)) traits.bits |= TextTraits::kMark;
  const bool latin = facts.script == USCRIPT_LATIN && facts.has(CharacterFacts::kListed);
  if (facts.has(CharacterFacts::kLookAlike) && !latin) traits.bits |= TextTraits::kForeign;
  return traits;
}

const icu::Normalizer2& need(const icu::Normalizer2* instance, UErrorCode status) {
  if (U_FAILURE(status) != 0 || instance == nullptr) {
    throw std::runtime_error(std::string("ICU has no normalisation data: ") + u_errorName(status));
  }
  return *instance;
}

const icu::Normalizer2& nfkc_casefold() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
  return need(instance, status);
}

const icu::Normalizer2& nfd() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFDInstance(status);
  return need(instance, status);
}

const icu::Normalizer2& nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFCInstance(status);
  return need(instance, status);
}

// ICU's properties cost more than the rest of the loop; most characters need not ask.
bool is_white(char32_t c) noexcept {
  if (c > ' ' && c < 0x80) return false;
  return c == kBrailleBlank || u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool is_mark(UChar32 c) noexcept {
  if (c < kFirstMark) return false;
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

/// A UnicodeString's storage, open for writing; closed by the destructor. Never reallocates, so
/// `capacity` has to hold all that is put.
class Writer {
 public:
  Writer(icu::UnicodeString& string, std::size_t capacity)
      : string_(string), begin_(string.getBuffer(static_cast<std::int32_t>(capacity))) {
    end_ = begin_;
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    if (begin_ != nullptr) string_.releaseBuffer(static_cast<std::int32_t>(end_ - begin_));
  }

  bool ok() const noexcept { return begin_ != nullptr; }
  void put(char32_t c) noexcept {
    if (c < 0x10000) {
      *end_++ = static_cast<char16_t>(c);
    } else {
      *end_++ = static_cast<char16_t>(0xD7C0 + (c >> 10));
      *end_++ = static_cast<char16_t>(0xDC00 | (c & 0x3FF));
    }
  }
  /// A space, unless one stands there already or nothing does.
  void put_space() noexcept {
    if (end_ != begin_ && end_[-1] != u' ') *end_++ = u' ';
  }
  void drop_last_space() noexcept {
    if (end_ != begin_ && end_[-1] == u' ') --end_;
  }

 private:
  icu::UnicodeString& string_;
  char16_t* begin_;
  char16_t* end_;
};

/// Calls `use` with each character.
template <class Use>
void for_each_character(const icu::UnicodeString& string, Use use) {
  const char16_t* at = string.getBuffer();
  const char16_t* const end = at + string.length();
  while (at != end) {
    char32_t c = *at++;
    if ((c & 0xFC00) == 0xD800 && at != end)
      c = (c << 10) + *at++ - ((0xD800 << 10) + 0xDC00 - 0x10000);
    use(c);
  }
}

void to_utf8(const icu::UnicodeString& string, std::string& out) {
  out.resize(static_cast<std::size_t>(string.length()) * 3);
  char* to = out.data();
  for_each_character(string, [&](char32_t c) { to = sms::put_utf8(to, c); });
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace

struct Normaliser::Icu {
  const icu::Normalizer2& casefold = nfkc_casefold();
  const icu::Normalizer2& decompose = nfd();
  const icu::Normalizer2& compose = nfc();
  icu::UnicodeString visible;
  icu::UnicodeString mapped;
  icu::UnicodeString collapsed;
  icu::UnicodeString stripped;
};

/// What becomes of one character when only characters of the table stand around it.
struct Normaliser::Table {
  enum class Kind : std::uint8_t {
    kText,       ///< Replaced by norm and folded.
    kSpace,      ///< White space.
    kInvisible,  ///< Left out.
    kAskIcu,     ///< Not of this table.
  };
  struct Row {
    std::array<char, 7> norm{};
    std::uint8_t norm_size = 0;
    std::array<char, 7> folded{};
    std::uint8_t folded_size = 0;
  };
  /// Octets that a row may write; more would not fit `kGrowth`.
  static constexpr std::size_t kWidest = sizeof(Row::norm);
  /// At most this many octets for each octet read, and kWidest more for the last store.
  static constexpr std::size_t kGrowth = 4;

  static constexpr std::size_t kLatin = 0x250;       // U+0000-U+024F
  static constexpr std::size_t kAdditional = 0x100;  // U+1E00-U+1EFF
  static constexpr std::size_t kPunctuation = 0x70;  // U+2000-U+206F
  static constexpr std::size_t kRows = kLatin + kAdditional + kPunctuation;

  std::array<Row, kRows> rows;
  /// Side by side: each character needs both.
  struct About {
    Kind kind = Kind::kText;
    TextTraits traits;
  };
  std::array<About, kRows> about{};

  static char32_t character(std::size_t row) noexcept {
    if (row < kLatin) return static_cast<char32_t>(row);
    if (row < kLatin + kAdditional) return static_cast<char32_t>(0x1E00 + row - kLatin);
    return static_cast<char32_t>(0x2000 + row - kLatin - kAdditional);
  }
  /// kRows for a character outside.
  static std::size_t row_of(char32_t c) noexcept {
    if (c < kLatin) return c;
    if (c - 0x1E00 < kAdditional) return kLatin + (c - 0x1E00);
    if (c - 0x2000 < kPunctuation) return kLatin + kAdditional + (c - 0x2000);
    return kRows;
  }

  /// Asks ICU about every character, between two letters that nothing combines with.
  explicit Table(Normaliser& by_icu) {
    std::string text;
    std::string norm;
    std::string folded;
    for (std::size_t i = 0; i < kRows; ++i) {
      char octets[4];
      char* const end = sms::put_utf8(octets, character(i));
      text.assign("x").append(octets, end).append("x");
      about[i].traits = by_icu.normalise_by_icu(text, norm, folded);
      const bool invisible = about[i].traits.has(TextTraits::kInvisible);
      about[i].kind = classify(character(i), invisible, norm, folded);
      if (about[i].kind != Kind::kText) continue;
      rows[i].norm_size = static_cast<std::uint8_t>(norm.size() - 2);
      rows[i].folded_size = static_cast<std::uint8_t>(folded.size() - 2);
      norm.copy(rows[i].norm.data(), norm.size() - 2, 1);
      folded.copy(rows[i].folded.data(), folded.size() - 2, 1);
    }
  }

  static Kind classify(char32_t c, bool invisible, std::string_view norm, std::string_view folded) {
    if (invisible) return norm == "xx" ? Kind::kInvisible : Kind::kAskIcu;
    if (norm == "x x" && folded == "x x") return Kind::kSpace;
    const bool fits = norm.size() > 2 && norm.size() - 2 <= kWidest && folded.size() > 2 &&
                      folded.size() - 2 <= kWidest;
    const bool alone = nfkc_casefold().hasBoundaryBefore(static_cast<UChar32>(c)) != 0;
    const bool spaced = folded.find(' ') != folded.npos || norm.find(' ') != norm.npos;
    // Growth: a character of 2 octets or more has at least kGrowth * 2 octets of room.
    return fits && alone && !spaced ? Kind::kText : Kind::kAskIcu;
  }
};

Normaliser::Normaliser() : icu_(std::make_unique<Icu>()), table_(nullptr) {
  static const Table table(*this);
  table_ = &table;
}

Normaliser::~Normaliser() = default;

TextTraits Normaliser::normalise(std::string_view utf8, std::string& norm,
                                 std::string& folded) noexcept {
  TextTraits traits;
  if (normalise_by_table(utf8, norm, folded, traits)) return traits;
  return normalise_by_icu(utf8, norm, folded);
}

TextTraits Normaliser::normalise_by_icu(std::string_view utf8, std::string& norm,
                                        std::string& folded) noexcept {
  norm.clear();
  folded.clear();
  Icu& icu = *icu_;
  const CharacterTable& characters = CharacterTable::instance();
  TextTraits traits;
  {
    Writer visible(icu.visible, utf8.size());
    if (!visible.ok()) return traits;
    const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
    const auto* const end = at + utf8.size();
    while (at != end) {
      const sms::Utf8Step step = sms::get_utf8({at, end});
      at += step.size;
      const CharacterFacts facts = characters[step.character];
      traits |= traits_of(facts);
      if (!facts.has(CharacterFacts::kInvisible)) visible.put(step.character);
    }
  }
  UErrorCode status = U_ZERO_ERROR;
  icu.casefold.normalize(icu.visible, icu.mapped, status);
  {
    Writer collapsed(icu.collapsed, static_cast<std::size_t>(icu.mapped.length()));
    if (!collapsed.ok()) return traits;
    for_each_character(icu.mapped, [&](char32_t c) {
      if (is_white(c)) {
        collapsed.put_space();
      } else {
        collapsed.put(c);
      }
    });
    collapsed.drop_last_space();
  }
  to_utf8(icu.collapsed, norm);

  icu.decompose.normalize(icu.collapsed, icu.mapped, status);
  {
    Writer stripped(icu.stripped, static_cast<std::size_t>(icu.mapped.length()));
    if (!stripped.ok()) return traits;
    for_each_character(icu.mapped, [&](char32_t c) {
      if (is_mark(static_cast<UChar32>(c))) return;
      if (c == u' ') {
        stripped.put_space();  // a mark may have stood between two
      } else {
        stripped.put(c == kDStroke ? U'd' : c);
      }
    });
    stripped.drop_last_space();
  }
  icu.compose.normalize(icu.stripped, icu.mapped, status);
  to_utf8(icu.mapped, folded);
  return traits;
}

namespace {

/// ASCII letters in lower case, white space as ' ', invisible controls as 0.
constexpr auto kAsciiNorm = [] {
  std::array<char, 128> map{};
  for (std::size_t c = 0x21; c < 0x7F; ++c)
    map[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
  for (const char white : {' ', '\t', '\n', '\v', '\f', '\r'})
    map[static_cast<unsigned char>(white)] = ' ';
  return map;
}();

/// True when the 16 octets at `from` are printable ASCII in which no space follows another; looks
/// at one octet more.
bool is_plain(const unsigned char* from, OctetBlock block) noexcept {
  const auto space = reinterpret_cast<OctetBlock>(block == sms::splat(' '));
  const auto next = reinterpret_cast<OctetBlock>(sms::load_block(from + 1) == sms::splat(' '));
  return !sms::any_bit((space & next) | ~sms::in_range(block, 0x20, 0x7E));
}

OctetBlock lower(OctetBlock block) noexcept {
  return block | (sms::in_range(block, 'A', 'Z') & sms::splat(0x20));
}

}  // namespace

bool Normaliser::normalise_by_table(std::string_view utf8, std::string& norm, std::string& folded,
                                    TextTraits& traits) noexcept {
  const std::size_t room = utf8.size() * Table::kGrowth + sms::kOctetBlock;
  if (norm_scratch_.size() < room) {
    norm_scratch_.resize(room);
    folded_scratch_.resize(room);
  }
  char* const norm_begin = norm_scratch_.data();
  char* const folded_begin = folded_scratch_.data();
  char* n = norm_begin;
  char* f = folded_begin;
  TextTraits seen;
  bool space = true;  // of the octet before; true at the start, where none may stand
  const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = at + utf8.size();

  while (at != end) {
    while (static_cast<std::size_t>(end - at) > sms::kOctetBlock) {
      const OctetBlock block = sms::load_block(at);
      if (!is_plain(at, block) || (space && *at == ' ')) break;
      const OctetBlock lowered = lower(block);
      sms::store_block(n, lowered);
      sms::store_block(f, lowered);
      n += sms::kOctetBlock;
      f += sms::kOctetBlock;
      at += sms::kOctetBlock;
      space = at[-1] == ' ';
    }
    const auto left = static_cast<std::size_t>(end - at);
    const unsigned char* const stop = at + (left < sms::kOctetBlock ? left : sms::kOctetBlock);
    while (at < stop) {
      if (*at < 0x80) {
        const char c = kAsciiNorm[*at++];
        if (c == ' ') {
          *n = *f = ' ';
          n += !space;
          f += !space;
          space = true;
        } else if (c == 0) {
          seen.bits |= TextTraits::kInvisible;
        } else {
          *n++ = *f++ = c;
          space = false;
        }
        continue;
      }
      const sms::Utf8Step step = sms::get_utf8({at, end});
      const std::size_t row = Table::row_of(step.character);
      if (row == Table::kRows) return false;
      at += step.size;
      const Table::About about = table_->about[row];
      seen |= about.traits;
      switch (about.kind) {
        case Table::Kind::kText: {
          const Table::Row& text = table_->rows[row];
          std::memcpy(n, text.norm.data(), text.norm.size());
          std::memcpy(f, text.folded.data(), text.folded.size());
          n += text.norm_size;
          f += text.folded_size;
          space = false;
          break;
        }
        case Table::Kind::kSpace:
          *n = *f = ' ';
          n += !space;
          f += !space;
          space = true;
          break;
        case Table::Kind::kInvisible:
          break;
        case Table::Kind::kAskIcu:
          return false;
      }
    }
  }
  if (space && n != norm_begin) {
    --n;
    --f;
  }
  norm.assign(norm_begin, n);
  folded.assign(folded_begin, f);
  traits = seen;
  return true;
}

}  // namespace smsfw
