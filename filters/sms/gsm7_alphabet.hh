#pragma once

#include <array>
#include <cstdint>

namespace smsfw::sms {

/// GSM 7-bit default alphabet, 3GPP TS 23.038 §6.2.1, by septet. All are in the Basic Multilingual
/// Plane. 0x1B is the escape to the extension table; the space stands there for terminals that do
/// not know it.
inline constexpr std::array<char16_t, 128> kGsm7Default{
    u'@',      u'\u00A3', u'$',      u'\u00A5', u'\u00E8', u'\u00E9', u'\u00F9', u'\u00EC',  // 00
    u'\u00F2', u'\u00C7', u'\n',     u'\u00D8', u'\u00F8', u'\r',     u'\u00C5', u'\u00E5',  // 08
    u'\u0394', u'_',      u'\u03A6', u'\u0393', u'\u039B', u'\u03A9', u'\u03A0', u'\u03A8',  // 10
    u'\u03A3', u'\u0398', u'\u039E', u' ',      u'\u00C6', u'\u00E6', u'\u00DF', u'\u00C9',  // 18
    u' ',      u'!',      u'"',      u'#',      u'\u00A4', u'%',      u'&',      u'\'',      // 20
    u'(',      u')',      u'*',      u'+',      u',',      u'-',      u'.',      u'/',       // 28
    u'0',      u'1',      u'2',      u'3',      u'4',      u'5',      u'6',      u'7',       // 30
    u'8',      u'9',      u':',      u';',      u'<',      u'=',      u'>',      u'?',       // 38
    u'\u00A1', u'A',      u'B',      u'C',      u'D',      u'E',      u'F',      u'G',       // 40
    u'H',      u'I',      u'J',      u'K',      u'L',      u'M',      u'N',      u'O',       // 48
    u'P',      u'Q',      u'R',      u'S',      u'T',      u'U',      u'V',      u'W',       // 50
    u'X',      u'Y',      u'Z',      u'\u00C4', u'\u00D6', u'\u00D1', u'\u00DC', u'\u00A7',  // 58
    u'\u00BF', u'a',      u'b',      u'c',      u'd',      u'e',      u'f',      u'g',       // 60
    u'h',      u'i',      u'j',      u'k',      u'l',      u'm',      u'n',      u'o',       // 68
    u'p',      u'q',      u'r',      u's',      u't',      u'u',      u'v',      u'w',       // 70
    u'x',      u'y',      u'z',      u'\u00E4', u'\u00F6', u'\u00F1', u'\u00FC', u'\u00E0',  // 78
};

inline constexpr std::uint8_t kGsm7Escape = 0x1B;

/// What a septet means behind the escape, 3GPP TS 23.038 §6.2.1.1. Septets that the extension table
/// does not have show the main table's character; the second escape is a space.
constexpr char16_t gsm7_extended(std::uint8_t septet) noexcept {
  switch (septet) {
    case 0x0A:
      return u'\f';
    case 0x14:
      return u'^';
    case 0x28:
      return u'{';
    case 0x29:
      return u'}';
    case 0x2F:
      return u'\\';
    case 0x3C:
      return u'[';
    case 0x3D:
      return u'~';
    case 0x3E:
      return u']';
    case 0x40:
      return u'|';
    case 0x65:
      return u'\u20AC';
    default:
      return kGsm7Default[septet & 0x7F];
  }
}

}  // namespace smsfw::sms
