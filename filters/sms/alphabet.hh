#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "filters/sms/national_languages.hh"

namespace smsfw::sms {

/// How the octets of a short message stand for characters.
enum class Alphabet : std::uint8_t {
  kGsm7Unpacked,  ///< 3GPP TS 23.038 §6.2.1, one septet an octet, as SMPP carries it.
  kGsm7Packed,    ///< The same, eight septets in seven octets, as a TPDU carries it.
  kLatin1,        ///< ISO 8859-1.
  kAscii,         ///< IA5, 7 bits.
  kUtf8,
  kUcs2,              ///< UTF-16 in network order; UCS-2 that is really UTF-16 is usual.
  kUcs2LittleEndian,  ///< UTF-16, least significant octet first.
  kCyrillic,          ///< ISO 8859-5.
  kHebrew,            ///< ISO 8859-8.
  kJis,               ///< JIS X 0208: as Shift_JIS, EUC-JP, ISO 2022-JP or bare pairs of 7 bits.
  kJisExtended,       ///< JIS X 0212, the same way.
  kIso2022Jp,
  kKsc5601,      ///< KS C 5601 with ASCII, as EUC-KR.
  kBinary,       ///< 8-bit data: no text.
  kCompressed,   ///< 3GPP TS 23.042; no handset is known to read it, and it is not read here.
  kUnsupported,  ///< A coding that is known by name but not decoded here.
};

constexpr std::string_view to_string(Alphabet alphabet) noexcept {
  switch (alphabet) {
    case Alphabet::kGsm7Unpacked:
      return "gsm7";
    case Alphabet::kGsm7Packed:
      return "gsm7-packed";
    case Alphabet::kLatin1:
      return "latin1";
    case Alphabet::kAscii:
      return "ascii";
    case Alphabet::kUtf8:
      return "utf8";
    case Alphabet::kUcs2:
      return "ucs2";
    case Alphabet::kUcs2LittleEndian:
      return "ucs2-little-endian";
    case Alphabet::kCyrillic:
      return "iso-8859-5";
    case Alphabet::kHebrew:
      return "iso-8859-8";
    case Alphabet::kJis:
      return "jis-x-0208";
    case Alphabet::kJisExtended:
      return "jis-x-0212";
    case Alphabet::kIso2022Jp:
      return "iso-2022-jp";
    case Alphabet::kKsc5601:
      return "ks-c-5601";
    case Alphabet::kBinary:
      return "binary";
    case Alphabet::kCompressed:
      return "compressed";
    case Alphabet::kUnsupported:
      return "unsupported";
  }
  return "unknown";
}

/// True for alphabets of many octets a character, which a TextConverter reads.
constexpr bool needs_converter(Alphabet alphabet) noexcept {
  return alphabet >= Alphabet::kJis && alphabet <= Alphabet::kKsc5601;
}

/// True for alphabets that append_text() can read.
constexpr bool is_text(Alphabet alphabet) noexcept {
  return alphabet < Alphabet::kJis;
}

/// Appends `octets`, read in `alphabet`, to `out` as valid UTF-8. Each character that cannot be
/// read becomes U+FFFD. Returns how many those were. For an alphabet that is not text nothing is
/// appended and 0 returned. Keeps the capacity of `out`; grows it by at most 3 octets an octet.
///
/// GSM 7-bit: an escape before a code that the extension table does not have shows the character
/// of the main table, and a second escape a space (3GPP TS 23.038 §6.2.1.1); octets above 0x7F and
/// an escape at the very end cannot be read. UTF-16: a byte order mark at the start is obeyed and
/// left out; lone surrogates and an odd last octet cannot be read. UTF-8: one U+FFFD for each
/// longest run that begins like a character (Unicode, "maximal subpart"). Packed septets: as many
/// as the octets hold, less a CR that only fills the last octet up. Little-endian UTF-16 obeys no
/// mark.
std::size_t append_text(Alphabet alphabet, std::span<const std::byte> octets,
                        std::string& out) noexcept;

/// The same for GSM 7-bit text, one septet an octet, by national language tables (3GPP TS 23.038
/// §6.2.1.2). A septet that the single shift table does not have shows the character of the locking
/// shift table, or of the default alphabet where there is none. What the locking shift table leaves
/// free shows as a space.
std::size_t append_gsm7(std::span<const std::byte> septets, const Gsm7Tables& tables,
                        std::string& out) noexcept;

}  // namespace smsfw::sms
