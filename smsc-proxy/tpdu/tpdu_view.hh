#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/tpdu/address.hh"
#include "smsc-proxy/tpdu/failure_cause.hh"
#include "smsc-proxy/tpdu/time_stamp.hh"
#include "smsc-proxy/tpdu/tp_field.hh"
#include "smsc-proxy/tpdu/tpdu_finding.hh"
#include "smsc-proxy/tpdu/tpdu_type.hh"
#include "smsc-proxy/tpdu/user_data.hh"
#include "smsc-proxy/tpdu/validity_period.hh"

namespace smsfw::tpdu {

namespace detail {
class Decoder;
}

/// A decoded TPDU: where its fields lie in the caller's octets, which must outlive it and stay
/// unchanged. Owns nothing but the text of its address. Accessors of a field that this TPDU does
/// not hold return 0, empty or nothing; has() tells the difference.
class TpduView {
 public:
  TpduType type() const noexcept { return type_; }
  /// Flags: see tpdu_type.hh, namespace bits.
  std::uint8_t first_octet() const noexcept { return std::to_integer<std::uint8_t>(octets_[0]); }
  bool has_flag(std::uint8_t bit) const noexcept { return (first_octet() & bit) != 0; }
  /// TP-MMS, which says "no more" when set: true when the centre has more for this subscriber.
  bool more_messages() const noexcept {
    return (type_ == TpduType::kDeliver || type_ == TpduType::kStatusReport) &&
           !has_flag(bits::kNoMoreMessages);
  }
  /// All octets, trailing ones included.
  std::span<const std::byte> octets() const noexcept { return octets_; }

  bool has(TpField field) const noexcept { return (present_ >> index(field) & 1U) != 0; }
  std::span<const std::byte> octets(TpField field) const noexcept {
    if (!has(field)) return {};
    return octets_.subspan(fields_[index(field)].offset, fields_[index(field)].length);
  }
  /// A field of one octet; the first one of TP-PI.
  std::uint8_t u8(TpField field) const noexcept {
    const auto value = octets(field);
    return value.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(value[0]);
  }
  /// Octets from the TPDU's start to the field; 0 where the TPDU does not hold it.
  std::size_t offset(TpField field) const noexcept {
    return has(field) ? fields_[index(field)].offset : 0;
  }

  /// TP-OA, TP-DA or TP-RA, of which a type has at most one. Empty in reports.
  const TpAddress& address() const noexcept { return address_; }
  /// TP-UD, or TP-CD of a COMMAND.
  const UserData& user_data() const noexcept { return user_data_; }
  /// TP-FCS: only in an RP-ERROR's report.
  std::optional<FailureCause> failure_cause() const noexcept {
    if (!has(TpField::kFailureCause)) return std::nullopt;
    return static_cast<FailureCause>(u8(TpField::kFailureCause));
  }
  /// TP-SCTS or TP-DT. Look at `valid`.
  std::optional<TimeStamp> time(TpField field) const noexcept {
    const auto value = octets(field);
    if (value.size() != kTimeStampSize) return std::nullopt;
    return read_time_stamp(value.first<kTimeStampSize>());
  }
  /// TP-VP; of format kNone in types other than SUBMIT.
  ValidityPeriod validity() const noexcept {
    if (type_ != TpduType::kSubmit) return {};
    return read_validity_period(validity_format(first_octet()), octets(TpField::kValidityPeriod));
  }

  /// What is behind the last field. A handset that takes UCS-2 text up to the end of the octets
  /// shows it.
  std::span<const std::byte> trailing() const noexcept { return octets_.subspan(end_); }
  const TpduFindings& findings() const noexcept { return findings_; }

 private:
  friend class detail::Decoder;

  struct Field {
    std::uint16_t offset = 0;
    std::uint16_t length = 0;
  };

  static constexpr std::size_t index(TpField field) noexcept {
    return static_cast<std::size_t>(field);
  }

  std::span<const std::byte> octets_;
  TpduType type_ = TpduType::kDeliver;
  std::uint16_t end_ = 0;
  std::uint32_t present_ = 0;
  std::array<Field, kTpFieldCount> fields_{};
  TpAddress address_;
  UserData user_data_;
  TpduFindings findings_;
};

}  // namespace smsfw::tpdu
