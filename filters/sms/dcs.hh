#pragma once

#include <cstdint>
#include <optional>

#include "filters/core/sms_context.hh"
#include "filters/sms/alphabet.hh"

namespace smsfw::sms {

/// What a data coding says.
struct Coding {
  Alphabet alphabet = Alphabet::kGsm7Unpacked;
  /// False: a reserved value. Receivers read it as the default alphabet (3GPP TS 23.038 §4); so is
  /// it here, but nobody can be sure, and the message has to be marked.
  bool known = true;
};

/// Reads an SMPP data_coding (SMPP v3.4 §5.2.19). What SMPP leaves to GSM, or reserves and ESMEs
/// use with the meaning of 3GPP TS 23.038 §4, is read by the latter:
///   0x10-0x7F  general data coding (class, compression, alphabet): 0x18 is a flash UCS-2 message
///   0xC0-0xEF  message waiting: discard and store in the default alphabet, store in UCS-2
///   0xF0-0xFF  data coding and message class
/// Where they say "default alphabet", it is the ingress' one.
Coding coding_of_smpp(std::uint8_t data_coding, DefaultAlphabet default_alphabet) noexcept;

/// What a message waiting group says about mails (3GPP TS 23.038 §4, bits 3, 1 and 0).
struct WaitingIndication {
  enum class Kind : std::uint8_t { kVoicemail, kFax, kEmail, kOther };
  Kind kind = Kind::kVoicemail;
  bool active = false;  ///< Mails wait; false: the indication is switched off.
  bool store = false;   ///< The handset keeps the text; else it may discard it.

  friend bool operator==(const WaitingIndication&, const WaitingIndication&) = default;
};

/// What a TP-DCS says.
struct TpCoding {
  /// kGsm7Unpacked here means GSM 7-bit; in a TPDU it is packed (see septets.hh). kCompressed for
  /// compressed text (TS 23.042), whatever its alphabet: handsets cannot read it either.
  Alphabet alphabet = Alphabet::kGsm7Unpacked;
  bool known = true;  ///< False: a reserved value, read as the default alphabet.
  bool compressed = false;
  bool automatic_deletion = false;  ///< Group 01xx.
  /// 0 shown at once and not stored ("flash"), 1 for the ME, 2 for the (U)SIM, 3 for the TE.
  std::optional<std::uint8_t> message_class;
  std::optional<WaitingIndication> waiting;

  /// True where TP-UDL counts septets; else it counts octets (TS 23.040 §9.2.3.16).
  bool counts_septets() const noexcept { return alphabet == Alphabet::kGsm7Unpacked; }

  friend bool operator==(const TpCoding&, const TpCoding&) = default;
};

/// Reads a TP-DCS, 3GPP TS 23.038 §4:
///   0x00-0x3F  general data coding     0x40-0x7F  the same, marked for automatic deletion
///   0x80-0xBF  reserved: the default alphabet
///   0xC0-0xCF  message waiting, discard   0xD0-0xDF  store   0xE0-0xEF  store, UCS-2
///   0xF0-0xFF  data coding and message class
/// In the groups that are defined, a reserved bit that is set makes the value one that is not
/// known; it is read as it would be without that bit.
TpCoding coding_of_tpdu(std::uint8_t dcs) noexcept;

/// The alphabet of a setting.
constexpr Alphabet alphabet_of(DefaultAlphabet setting) noexcept {
  switch (setting) {
    case DefaultAlphabet::kGsm7Unpacked:
      return Alphabet::kGsm7Unpacked;
    case DefaultAlphabet::kGsm7Packed:
      return Alphabet::kGsm7Packed;
    case DefaultAlphabet::kLatin1:
      return Alphabet::kLatin1;
    case DefaultAlphabet::kAscii:
      return Alphabet::kAscii;
    case DefaultAlphabet::kUtf8:
      return Alphabet::kUtf8;
  }
  return Alphabet::kGsm7Unpacked;
}

}  // namespace smsfw::sms
