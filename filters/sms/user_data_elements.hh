#pragma once

#include <cstdint>
#include <optional>

#include "filters/core/concat.hh"
#include "filters/core/finding.hh"
#include "filters/core/inline_vector.hh"
#include "filters/sms/national_languages.hh"
#include "filters/sms/user_data_header.hh"

namespace smsfw::sms {

/// Information element identifiers, 3GPP TS 23.040 §9.2.3.24, as far as anything here reads them.
/// All of them: filters/sms/element_table.hh.
enum class ElementId : std::uint8_t {
  kConcatenation8 = 0x00,
  kSpecialIndication = 0x01,
  kPorts8 = 0x04,
  kPorts16 = 0x05,
  kConcatenation16 = 0x08,
  kEmailHeader = 0x20,
  kHyperlink = 0x21,
  kReplyAddress = 0x22,
  kVoiceMail = 0x23,
  kSingleShift = 0x24,
  kLockingShift = 0x25,
  kToolkitFirst = 0x70,
  kToolkitLast = 0x7F,
};

/// §9.2.3.24.3 and .4: the applications that a message goes between. One octet each, or two.
struct Ports {
  std::uint16_t destination = 0;
  std::uint16_t source = 0;
  bool wide = false;

  friend bool operator==(const Ports&, const Ports&) = default;
};

/// §9.2.3.24.12: a place in the text that opens an address. The title stands there, the address
/// behind it; all three count characters.
struct Hyperlink {
  std::uint16_t position = 0;  ///< From the start of the whole message, all parts.
  std::uint8_t title = 0;
  std::uint8_t address = 0;

  friend bool operator==(const Hyperlink&, const Hyperlink&) = default;
};

/// Hyperlinks of one header that are looked up; of others the text tells.
inline constexpr std::size_t kMaxHyperlinks = 4;

/// What a header says that decides where its message goes, and what a handset shows of it.
struct UserDataElements {
  std::optional<Concat> concatenation;
  std::optional<Ports> ports;
  /// The first (U)SIM toolkit security element, 0x70 to 0x7F (§9.2.3.24.7): its id.
  std::optional<std::uint8_t> toolkit;
  /// National language identifiers (§9.2.3.24.15 and .16), as they stand.
  std::optional<std::uint8_t> single_shift;
  std::optional<std::uint8_t> locking_shift;
  InlineVector<Hyperlink, kMaxHyperlinks> hyperlinks;
  /// An element that may stand once stood twice, or one that excludes it stood too. The last holds.
  bool repeated = false;
  /// An element has a length or values that make a receiver ignore it.
  bool ignored = false;
  /// What is odd about the elements, and which of them do something besides the text.
  Findings findings;
};

/// Reads the elements. As §9.2.3.24 says, the last one of a kind holds, and so does the last one of
/// two that exclude each other (8 and 16 bits); one that a receiver has to ignore changes nothing.
/// A header that is not valid() would be ignored as a whole by a strict receiver: here the elements
/// before its flaw are read, because others show the message by them.
///
/// Findings: kRepeatedElement, kConflictingElements, kIgnoredElement, kReservedElement,
/// kConcatenationNumber, kConcatenationDisagrees, kReservedLanguage, kNationalLanguage, kHyperlink,
/// kReplyAddress, kWaitingElement, kEmailHeader.
UserDataElements read_elements(const UserDataHeader& header) noexcept;

/// The tables that the language elements name. Reserved languages, and Spanish as a locking one,
/// are ignored (3GPP TS 23.038 §6.2.1.2.4): the default alphabet holds.
Gsm7Tables gsm7_tables(const UserDataElements& elements) noexcept;

}  // namespace smsfw::sms
