#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::ss7 {

/// The connectionless messages of ITU-T Q.713 table 1.
enum class SccpType : std::uint8_t {
  kUdt = 0x09,
  kUdts = 0x0A,
  kXudt = 0x11,
  kXudts = 0x12,
  kLudt = 0x13,
  kLudts = 0x14,
};

/// What a message of a type consists of, in the order in which it stands: type, class or cause, hop
/// counter, pointers, called address, calling address, data, optional part.
struct SccpTypeSpec {
  SccpType type;
  std::string_view name;
  bool service;  ///< Has a return cause where the others have class and handling.
  bool hop_counter;
  bool optional;    ///< Has a pointer to an optional part.
  bool wide;        ///< Pointers and the data's length have two octets, the lower one first.
  SccpType answer;  ///< The type in which a message of this one is returned.
};

/// The one description of Q.713 tables 11, 12 and 19 to 22.
inline constexpr std::array kSccpTypes{
    SccpTypeSpec{SccpType::kUdt, "UDT", false, false, false, false, SccpType::kUdts},
    SccpTypeSpec{SccpType::kUdts, "UDTS", true, false, false, false, SccpType::kUdts},
    SccpTypeSpec{SccpType::kXudt, "XUDT", false, true, true, false, SccpType::kXudts},
    SccpTypeSpec{SccpType::kXudts, "XUDTS", true, true, true, false, SccpType::kXudts},
    SccpTypeSpec{SccpType::kLudt, "LUDT", false, true, true, true, SccpType::kLudts},
    SccpTypeSpec{SccpType::kLudts, "LUDTS", true, true, true, true, SccpType::kLudts},
};

/// Null for the types of connections and for what is no type.
constexpr const SccpTypeSpec* find_sccp_type(std::uint8_t type) noexcept {
  for (const SccpTypeSpec& spec : kSccpTypes) {
    if (static_cast<std::uint8_t>(spec.type) == type) return &spec;
  }
  return nullptr;
}

/// Name of any message type of Q.713 table 1, those of connections too, as events print it;
/// "unknown" for other octets.
std::string_view sccp_type_name(std::uint8_t type) noexcept;

/// Why a message came back, Q.713 3.12.
enum class ReturnCause : std::uint8_t {
  kNoTranslationForNature = 0,  ///< No translation for an address of such nature.
  kNoTranslation = 1,           ///< No translation for this specific address.
  kSubsystemCongestion = 2,
  kSubsystemFailure = 3,
  kUnequippedUser = 4,
  kMtpFailure = 5,
  kNetworkCongestion = 6,
  kUnqualified = 7,
  kErrorInTransport = 8,
  kErrorInLocalProcessing = 9,
  kCannotReassemble = 10,
  kSccpFailure = 11,
  kHopCounterViolation = 12,
  kSegmentationNotSupported = 13,
  kSegmentationFailure = 14,
};

inline constexpr std::array<std::string_view, 15> kReturnCauseNames{
    "no_translation_for_nature", "no_translation",
    "subsystem_congestion",      "subsystem_failure",
    "unequipped_user",           "mtp_failure",
    "network_congestion",        "unqualified",
    "error_in_transport",        "error_in_local_processing",
    "cannot_reassemble",         "sccp_failure",
    "hop_counter_violation",     "segmentation_not_supported",
    "segmentation_failure",
};

/// Name of a cause as events print it; "reserved" for what Q.713 does not name.
constexpr std::string_view to_string(ReturnCause cause) noexcept {
  const auto value = static_cast<std::size_t>(cause);
  return value < kReturnCauseNames.size() ? kReturnCauseNames[value] : "reserved";
}

}  // namespace smsfw::ss7
