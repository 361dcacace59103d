#include "filters/sms/plausible_coding.hh"

#include <algorithm>

#include "filters/sms/octet_census.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/utf8.hh"

namespace smsfw::sms {
namespace {

/// Less is not enough to tell one coding from another.
constexpr std::size_t kFewestOctets = 4;
constexpr std::size_t kFewestPackedOctets = 6;
constexpr std::size_t kFewestIdeographs = 4;
constexpr std::size_t kShortText = 8;  // in units of UTF-16

constexpr bool most(std::size_t part, std::size_t whole) noexcept {
  return part * 8 >= whole * 7;
}

bool is_utf8(std::span<const std::byte> octets) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(octets.data());
  const auto* const end = at + octets.size();
  std::size_t wide = 0;
  std::size_t invalid = 0;
  while (at != end) {
    const Utf8Step step = get_utf8({at, end});
    wide += step.valid && step.size > 1;
    invalid += !step.valid;
    at += step.size;
  }
  return wide != 0 && invalid * 8 <= wide;
}

/// Letters that people write messages in, by their place in Unicode.
enum class Script { kNone, kAlphabetic, kIdeographic, kHangul };

Script script_of(unsigned unit) noexcept {
  if (unit < 0x100) {
    const bool text =
        (unit >= 0x20 && unit <= 0x7E) || unit >= 0xA0 || unit == '\n' || unit == '\r';
    return text ? Script::kAlphabetic : Script::kNone;
  }
  if (unit < 0x1200 || (unit >= 0x1E00 && unit < 0x2070) || (unit >= 0x20A0 && unit < 0x20C0) ||
      (unit >= 0xD83C && unit <= 0xD83E))
    return Script::kAlphabetic;
  if (unit >= 0xAC00 && unit < 0xD7A4) return Script::kHangul;
  const bool ideographic = (unit >= 0x3000 && unit < 0xA000) || unit >= 0xFF00;
  return ideographic ? Script::kIdeographic : Script::kNone;
}

struct Units {
  std::size_t all = 0;
  std::size_t alphabetic = 0;
  std::size_t ideographic = 0;
  std::size_t hangul = 0;

  /// Of one alphabet: three of four, for the rest may be anything.
  bool letters() const noexcept { return alphabetic * 4 >= all * 3; }
  /// Ideographs or Hangul. They fill so much of Unicode that a few units tell nothing.
  bool text() const noexcept {
    return all >= kFewestIdeographs && most(alphabetic + std::max(ideographic, hangul), all);
  }
};

Units count_units(std::span<const std::byte> octets, bool little_endian) noexcept {
  Units units;
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2) {
    const auto first = std::to_integer<unsigned>(octets[i]);
    const auto second = std::to_integer<unsigned>(octets[i + 1]);
    const Script script = script_of(little_endian ? second << 8 | first : first << 8 | second);
    units.alphabetic += script == Script::kAlphabetic;
    units.ideographic += script == Script::kIdeographic;
    units.hangul += script == Script::kHangul;
    ++units.all;
  }
  return units;
}

/// Which order of octets, if any, makes UTF-16 of them. kBinary: neither.
Alphabet utf16_order(std::span<const std::byte> octets, const OctetCensus& census) noexcept {
  if (census.size < kFewestOctets) return Alphabet::kBinary;
  const Units big = count_units(octets, false);
  const Units little = count_units(octets, true);
  if (big.letters() && big.alphabetic >= little.alphabetic) return Alphabet::kUcs2;
  if (little.letters()) return Alphabet::kUcs2LittleEndian;
  // Pairs of ASCII letters are ideographs too; in a short text a few accents would do.
  const std::size_t most_printable = big.all < kShortText ? 5 : 6;
  if (census.printable * 8 >= census.size * most_printable) return Alphabet::kBinary;
  if (big.text()) return Alphabet::kUcs2;
  return little.text() ? Alphabet::kUcs2LittleEndian : Alphabet::kBinary;
}

bool is_texty(std::byte septet) noexcept {
  const auto c = std::to_integer<unsigned char>(septet);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= ':') || c == ' ' ||
         (c >= ',' && c <= '/') || c == '!' || c == '?' || c == '\n' || c == '\r';
}

bool is_packed_text(std::span<const std::byte> octets, const OctetCensus& census) noexcept {
  // About half of the octets of packed text have their highest bit set, and few are 0.
  if (census.size < kFewestPackedOctets || census.high * 4 < census.size ||
      census.zeros() * 8 > census.size)
    return false;
  SeptetBuffer septets;
  const std::size_t count = unpack_septets(octets, 0, septets_in(octets.size()), septets);
  const auto texty = std::count_if(septets.begin(),
                                   septets.begin() + static_cast<std::ptrdiff_t>(count), is_texty);
  return most(static_cast<std::size_t>(texty), count);
}

class Guess {
 public:
  Guess(Alphabet declared, std::span<const std::byte> octets)
      : declared_(declared), octets_(octets), census_(count_octets(octets)) {}

  const OctetCensus& census() const noexcept { return census_; }
  bool found() const noexcept { return !alternates.empty(); }

  void add(Alphabet alphabet) noexcept {
    if (alphabet != declared_) alternates.push_back(alphabet);
  }
  void utf8() noexcept {
    const bool possible = census_.high != 0 && census_.controls() * 8 <= census_.size;
    if (possible && is_utf8(octets_)) add(Alphabet::kUtf8);
  }
  void utf16() noexcept {
    const Alphabet order = utf16_order(octets_, census_);
    if (order != Alphabet::kBinary) add(order);
  }
  void packed() noexcept {
    if (is_packed_text(octets_, census_)) add(Alphabet::kGsm7Packed);
  }
  /// One octet a character, ASCII for the most part. Codes below the space are letters in GSM 7-bit
  /// text alone, those above 0x7F in Latin-1.
  void single_octets() noexcept {
    if (census_.high == 0 && most(census_.printable, census_.size)) {
      add(census_.controls() != 0 ? Alphabet::kGsm7Unpacked : Alphabet::kLatin1);
    } else if (census_.controls() == 0 && census_.printable * 4 >= census_.size * 3) {
      add(Alphabet::kLatin1);
    }
  }

  Alternates alternates;

 private:
  Alphabet declared_;
  std::span<const std::byte> octets_;
  OctetCensus census_;
};

/// Declared as one octet a character.
Alternates of_single_octets(Alphabet declared, std::span<const std::byte> octets) noexcept {
  if (is_plain(octets)) return {};
  Guess guess(declared, octets);
  const OctetCensus& census = guess.census();
  if (census.high == 0 && census.controls() * 4 < census.size) {
    if (declared != Alphabet::kGsm7Unpacked && census.controls() != 0) {
      guess.add(Alphabet::kGsm7Unpacked);
    }
    return guess.alternates;
  }
  if (declared == Alphabet::kUtf8 && is_utf8(octets)) return {};
  guess.utf8();
  if (!guess.found()) guess.utf16();
  if (!guess.found()) guess.packed();
  if (!guess.found() && declared != Alphabet::kCyrillic && declared != Alphabet::kHebrew) {
    guess.single_octets();
  }
  return guess.alternates;
}

/// Declared as UTF-16 in network order.
Alternates of_utf16(std::span<const std::byte> octets) noexcept {
  constexpr std::byte kLittleMark[] = {std::byte{0xFF}, std::byte{0xFE}};
  if (octets.size() < kFewestOctets) return {};
  // A mark that swaps: many handsets do not obey it.
  if (octets[0] == kLittleMark[0] && octets[1] == kLittleMark[1]) {
    Guess guess(Alphabet::kUcs2LittleEndian, octets);
    if (count_units(octets.subspan(2), false).letters()) guess.add(Alphabet::kUcs2);
    return guess.alternates;
  }
  Guess guess(Alphabet::kUcs2, octets);
  const OctetCensus& census = guess.census();
  // Letters of one alphabet have their high octet in common, and it is low.
  if (census.even_zeros * 4 >= census.size && census.odd_zeros <= census.even_zeros) return {};
  if (census.odd_zeros > census.even_zeros || census.zeros() == 0) guess.utf16();
  if (census.zeros() * 8 <= census.size) {
    guess.utf8();
    if (!guess.found()) guess.single_octets();
    if (!guess.found()) guess.packed();
  }
  return guess.alternates;
}

/// Declared as anything else: data, or a coding of many octets a character.
Alternates of_octets(Alphabet declared, std::span<const std::byte> octets) noexcept {
  Guess guess(declared, octets);
  guess.utf8();
  if (!guess.found()) guess.single_octets();
  // A coding of pairs of octets looks like UTF-16, but has no zeros.
  const bool pairs = needs_converter(declared) && guess.census().zeros() * 8 < guess.census().size;
  if (!guess.found() && !pairs) guess.utf16();
  if (!guess.found() && !pairs) guess.packed();
  return guess.alternates;
}

}  // namespace

Alternates plausible_alternates(Alphabet declared, std::span<const std::byte> octets) noexcept {
  switch (declared) {
    case Alphabet::kGsm7Unpacked:
    case Alphabet::kLatin1:
    case Alphabet::kAscii:
    case Alphabet::kUtf8:
    case Alphabet::kCyrillic:
    case Alphabet::kHebrew:
      return of_single_octets(declared, octets);
    case Alphabet::kUcs2:
      return of_utf16(octets);
    default:
      return of_octets(declared, octets);
  }
}

Finding finding_of(Alphabet alternate) noexcept {
  switch (alternate) {
    case Alphabet::kUtf8:
      return Finding::kLooksLikeUtf8;
    case Alphabet::kUcs2:
    case Alphabet::kUcs2LittleEndian:
      return Finding::kLooksLikeUcs2;
    case Alphabet::kGsm7Packed:
      return Finding::kLooksLikePackedGsm7;
    case Alphabet::kGsm7Unpacked:
      return Finding::kLooksLikeGsm7;
    default:
      return Finding::kLooksLikeLatin1;
  }
}

bool reads_as_ascii(std::span<const std::byte> octets) noexcept {
  return most(count_octets(octets).printable, octets.size());
}

}  // namespace smsfw::sms
