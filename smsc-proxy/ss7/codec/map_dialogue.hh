#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/tcap_dialogue.hh"

// The MAP dialogue PDU inside the user information of a dialogue portion (3GPP TS 29.002 17.4).

namespace smsfw::ss7 {

/// MAP-DialoguePDU by its tags.
enum class MapDialogueKind : std::uint8_t {
  kNone = 0,
  kOpen = 0xA0,
  kAccept = 0xA1,
  kClose = 0xA2,
  kRefuse = 0xA3,
  kUserAbort = 0xA4,
  kProviderAbort = 0xA5,
};

constexpr std::string_view to_string(MapDialogueKind kind) noexcept {
  switch (kind) {
    case MapDialogueKind::kNone:
      return "none";
    case MapDialogueKind::kOpen:
      return "open";
    case MapDialogueKind::kAccept:
      return "accept";
    case MapDialogueKind::kClose:
      return "close";
    case MapDialogueKind::kRefuse:
      return "refuse";
    case MapDialogueKind::kUserAbort:
      return "user_abort";
    case MapDialogueKind::kProviderAbort:
      return "provider_abort";
  }
  return "unknown";
}

/// Choices of MAP-UserAbortInfo by their tags.
enum class MapUserAbort : std::uint8_t {
  kUserSpecificReason = 0,
  kUserResourceLimitation = 1,
  kResourceUnavailable = 2,
  kProcedureCancellation = 3,
};

/// Borrows.
struct MapDialogue {
  MapDialogueKind kind = MapDialogueKind::kNone;
  MapAddress destination_reference;  ///< Of an open: an IMSI or MSISDN in an AddressString.
  MapAddress origination_reference;
  /// Of a refuse: 0 none given, 1 invalid destination, 2 invalid origination. Of a provider abort:
  /// 0 abnormal dialogue, 1 invalid PDU. Of a user abort: the reason of its choices 2 and 3.
  std::uint8_t reason = 0;
  MapUserAbort user_abort = MapUserAbort::kUserSpecificReason;
  BerFindings findings;
};

/// Reads a dialogue portion's user_information; kNone where that is empty. Another abstract syntax
/// is a kUnknownUserInfo finding, not an error.
Expected<MapDialogue, DecodeError> decode_map_dialogue(
    std::span<const std::byte> user_information) noexcept;

/// Writes the EXTERNAL of a MAP dialogue PDU, as tcap_builder.hh takes it: an open with its
/// references, an accept or close (empty), a refuse, a user abort (choices 0 and 1 only) or a
/// provider abort with their reason. kBadValue for others.
BerEncoded encode_map_dialogue(const MapDialogue& dialogue, std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
