#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/tpdu/failure_cause.hh"
#include "smsc-proxy/tpdu/time_stamp.hh"
#include "smsc-proxy/tpdu/tpdu_type.hh"
#include "smsc-proxy/tpdu/validity_period.hh"

namespace smsfw::tpdu {

enum class EncodeCode : std::uint8_t {
  kNoRoom,  ///< The output span is smaller than the TPDU.
  /// Longer than 20 semi-octets, a character that its type of number excludes, or a name of 8
  /// characters that ends in the CR of a padding.
  kBadAddress,
  kBadValidity,  ///< TP-VP has not the size of its format.
  kTooLong,      ///< Header and text are more than 140 octets.
};

constexpr std::string_view to_string(EncodeCode code) noexcept {
  switch (code) {
    case EncodeCode::kNoRoom:
      return "no_room";
    case EncodeCode::kBadAddress:
      return "bad_address";
    case EncodeCode::kBadValidity:
      return "bad_validity";
    case EncodeCode::kTooLong:
      return "too_long";
  }
  return "unknown";
}

/// `text`: digits (0-9, '*', '#', 'a' to 'c'), or a name in UTF-8 when `ton` is alphanumeric (5).
struct AddressFields {
  std::uint8_t ton = 1;
  std::uint8_t npi = 1;
  std::string_view text;
};

/// TP-DCS and what goes by it. Borrowed.
struct TextFields {
  std::uint8_t data_coding = 0;
  /// Information elements, without the length octet; TP-UDHI is set when there are any.
  std::span<const std::byte> elements;
  /// Where TP-DCS says GSM 7-bit: septets, one an octet (filters/sms/gsm7_encode.hh). Else octets.
  std::span<const std::byte> text;
};

struct DeliverFields {
  /// bits:: of the first octet. TP-MTI and TP-UDHI are set by themselves.
  std::uint8_t flags = bits::kNoMoreMessages;
  AddressFields originator;
  std::uint8_t protocol_id = 0;
  TimeStamp time;
  TextFields data;
};

struct SubmitFields {
  /// bits:: of the first octet. TP-MTI, TP-VPF and TP-UDHI are set by themselves.
  std::uint8_t flags = 0;
  std::uint8_t message_reference = 0;
  AddressFields destination;
  std::uint8_t protocol_id = 0;
  ValidityFormat validity_format = ValidityFormat::kNone;
  std::span<const std::byte> validity;  ///< validity_size(validity_format) octets.
  TextFields data;
};

/// Write a TPDU to the start of `out` and return its octets. Nothing is promised about `out` after
/// an error. No allocation.
Expected<std::size_t, EncodeCode> encode(const DeliverFields& fields,
                                         std::span<std::byte> out) noexcept;
Expected<std::size_t, EncodeCode> encode(const SubmitFields& fields,
                                         std::span<std::byte> out) noexcept;

/// Octets of the reports below.
inline constexpr std::size_t kDeliverErrorReportSize = 3;
inline constexpr std::size_t kSubmitErrorReportSize = 3 + kTimeStampSize;

/// The SMS-DELIVER-REPORT of an RP-ERROR (§9.2.2.1a (i)), without optional fields: what the answer
/// to a refused mt-forwardSM carries in sm-DeliveryFailure.
std::array<std::byte, kDeliverErrorReportSize> deliver_error_report(FailureCause cause) noexcept;

/// The SMS-SUBMIT-REPORT of an RP-ERROR (§9.2.2.2a (i)): what the answer to a refused mo-forwardSM
/// carries. `received` is TP-SCTS, when the centre would have taken the message.
std::array<std::byte, kSubmitErrorReportSize> submit_error_report(
    FailureCause cause, const TimeStamp& received) noexcept;

}  // namespace smsfw::tpdu
