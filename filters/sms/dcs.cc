#include "filters/sms/dcs.hh"

namespace smsfw::sms {
namespace {

TpCoding general_coding(std::uint8_t dcs) noexcept {
  TpCoding coding;
  coding.automatic_deletion = (dcs & 0x40) != 0;
  coding.compressed = (dcs & 0x20) != 0;
  if ((dcs & 0x10) != 0) coding.message_class = static_cast<std::uint8_t>(dcs & 3);
  switch (dcs >> 2 & 3) {
    case 0:
      break;
    case 1:
      coding.alphabet = Alphabet::kBinary;
      break;
    case 2:
      coding.alphabet = Alphabet::kUcs2;
      break;
    default:
      coding.known = false;
      break;
  }
  if (coding.compressed) coding.alphabet = Alphabet::kCompressed;
  return coding;
}

TpCoding waiting_coding(std::uint8_t dcs) noexcept {
  TpCoding coding;
  if ((dcs & 0xF0) == 0xE0) coding.alphabet = Alphabet::kUcs2;
  coding.known = (dcs & 0x04) == 0;
  coding.waiting = WaitingIndication{static_cast<WaitingIndication::Kind>(dcs & 3),
                                     (dcs & 0x08) != 0, (dcs & 0xF0) != 0xC0};
  return coding;
}

TpCoding class_coding(std::uint8_t dcs) noexcept {
  TpCoding coding;
  if ((dcs & 0x04) != 0) coding.alphabet = Alphabet::kBinary;
  coding.known = (dcs & 0x08) == 0;
  coding.message_class = static_cast<std::uint8_t>(dcs & 3);
  return coding;
}

}  // namespace

TpCoding coding_of_tpdu(std::uint8_t dcs) noexcept {
  if (dcs < 0x80) return general_coding(dcs);
  if (dcs >= 0xF0) return class_coding(dcs);
  if (dcs >= 0xC0) return waiting_coding(dcs);
  TpCoding reserved;
  reserved.known = false;
  return reserved;
}

Coding coding_of_smpp(std::uint8_t data_coding, DefaultAlphabet default_alphabet) noexcept {
  const Alphabet standard = alphabet_of(default_alphabet);
  switch (data_coding) {
    case 0x00:
      return {standard, true};
    case 0x01:
      return {Alphabet::kAscii, true};
    case 0x02:
    case 0x04:
      return {Alphabet::kBinary, true};
    case 0x03:
      return {Alphabet::kLatin1, true};
    case 0x05:
      return {Alphabet::kJis, true};
    case 0x06:
      return {Alphabet::kCyrillic, true};
    case 0x07:
      return {Alphabet::kHebrew, true};
    case 0x09:  // pictograms: no table says which
      return {Alphabet::kUnsupported, true};
    case 0x0A:
      return {Alphabet::kIso2022Jp, true};
    case 0x0D:
      return {Alphabet::kJisExtended, true};
    case 0x0E:
      return {Alphabet::kKsc5601, true};
    case 0x08:
      return {Alphabet::kUcs2, true};
    default:
      break;
  }
  switch (data_coding >> 4) {
    case 0x1:
    case 0x2:
    case 0x3:
    case 0x4:
    case 0x5:
    case 0x6:
    case 0x7:  // 3GPP TS 23.038 §4: 00xx general, 01xx marked for automatic deletion
      if ((data_coding & 0x20) != 0) return {Alphabet::kCompressed, true};
      switch (data_coding >> 2 & 3) {
        case 0:
          return {standard, true};
        case 1:
          return {Alphabet::kBinary, true};
        case 2:
          return {Alphabet::kUcs2, true};
        default:
          return {standard, false};
      }
    case 0xC:
    case 0xD:
      return {standard, true};
    case 0xE:
      return {Alphabet::kUcs2, true};
    case 0xF:
      return {(data_coding & 0x04) != 0 ? Alphabet::kBinary : standard, true};
    default:
      return {standard, false};
  }
}

}  // namespace smsfw::sms
