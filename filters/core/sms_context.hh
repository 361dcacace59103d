#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "filters/core/address.hh"
#include "filters/core/concat.hh"
#include "filters/core/finding.hh"
#include "filters/core/moment.hh"
#include "filters/core/obfuscation.hh"
#include "filters/core/ss7_facts.hh"
#include "filters/core/text_buffers.hh"

namespace smsfw {

/// Where a message comes in.
enum class Ingress : std::uint8_t {
  kSmppSubmit,   ///< From an ESME towards the SMSC.
  kSmppDeliver,  ///< From the SMSC towards an ESME.
  kMapMo,        ///< From a handset towards its SMSC.
  kMapMt,        ///< From an SMSC towards a handset.
  /// An operation of MAP about a subscriber, without a text: sendRoutingInfoForSM and its like.
  /// Only the origin is judged: it is no message for lists, limits and quotas.
  kMapQuery,
};
inline constexpr std::size_t kIngressCount = 5;

constexpr std::string_view to_string(Ingress ingress) noexcept {
  switch (ingress) {
    case Ingress::kSmppSubmit:
      return "smpp-submit";
    case Ingress::kSmppDeliver:
      return "smpp-deliver";
    case Ingress::kMapMo:
      return "map-mo";
    case Ingress::kMapMt:
      return "map-mt";
    case Ingress::kMapQuery:
      return "map-query";
  }
  return "unknown";
}

/// The operation that carries the message.
enum class Operation : std::uint8_t {
  kSubmitSm,
  kSubmitMulti,
  kDataSm,
  kDeliverSm,
  kReplaceSm,
  kBroadcastSm,
  kMoForwardSm,  ///< Also forwardSM of versions 1 and 2, where it goes to an SMSC.
  kMtForwardSm,  ///< Also forwardSM of versions 1 and 2, where it goes to a handset.
  kSendRoutingInfoForSm,
  kReportSmDeliveryStatus,
  kInformServiceCentre,
  kAlertServiceCentre,
  kReadyForSm,
  kMapOther,  ///< An operation of MAP that is none of short messages.
};
inline constexpr std::size_t kOperationCount = 14;

constexpr std::string_view to_string(Operation operation) noexcept {
  switch (operation) {
    case Operation::kSubmitSm:
      return "submit_sm";
    case Operation::kSubmitMulti:
      return "submit_multi";
    case Operation::kDataSm:
      return "data_sm";
    case Operation::kDeliverSm:
      return "deliver_sm";
    case Operation::kReplaceSm:
      return "replace_sm";
    case Operation::kBroadcastSm:
      return "broadcast_sm";
    case Operation::kMoForwardSm:
      return "mo-forwardSM";
    case Operation::kMtForwardSm:
      return "mt-forwardSM";
    case Operation::kSendRoutingInfoForSm:
      return "sendRoutingInfoForSM";
    case Operation::kReportSmDeliveryStatus:
      return "reportSM-DeliveryStatus";
    case Operation::kInformServiceCentre:
      return "informServiceCentre";
    case Operation::kAlertServiceCentre:
      return "alertServiceCentre";
    case Operation::kReadyForSm:
      return "readyForSM";
    case Operation::kMapOther:
      return "map-other";
  }
  return "unknown";
}

/// How octets of data coding 0 (the SMSC's default alphabet) are to be read. A setting of the
/// ingress: SMPP v3.4 §5.2.19 leaves it to the SMSC.
enum class DefaultAlphabet : std::uint8_t { kGsm7Unpacked, kGsm7Packed, kLatin1, kAscii, kUtf8 };
inline constexpr std::size_t kDefaultAlphabetCount = 5;

/// One short message as an edge describes it. All views are borrowed from the PDU and end with it.
struct SmsFacts {
  Ingress ingress = Ingress::kSmppSubmit;
  Operation operation = Operation::kSubmitSm;
  DefaultAlphabet default_alphabet = DefaultAlphabet::kGsm7Unpacked;
  /// Index of the ingress' numbering plan in the Ruleset (see filters/access).
  std::uint16_t numbering_plan = 0;
  /// system_id of the ESME's bind, on both directions.
  std::string_view system_id;
  /// Name of the listener (SMPP) or peer (SS7) in the configuration.
  std::string_view listener;

  Address oa;  ///< source_addr, TP-OA
  Address da;  ///< destination_addr, TP-DA

  std::uint8_t data_coding = 0;  ///< SMPP data_coding or TP-DCS
  std::uint8_t protocol_id = 0;
  bool udhi = false;     ///< ud starts with a user data header.
  bool receipt = false;  ///< A delivery receipt of the SMSC leg: text filters leave it alone.
  std::span<const std::byte> ud;  ///< User data as sent.
  /// TP-UDL, where `ud` is a TP-UD: data_coding is a TP-DCS then, and GSM 7-bit text is packed,
  /// with fill bits behind a header. Nothing: `ud` is SMPP's.
  std::optional<std::uint8_t> tp_udl;
  std::span<const std::byte> second_ud;  ///< The other payload carrier, where both are set.
  /// Text that is known decoded already (`smsfw classify`); used instead of ud when not empty.
  std::string_view decoded_text;

  /// SMPP's sar_* parameters, where all stand there and fit.
  std::optional<Concat> sar;
  /// Parts wait for the others so long at most, and are judged then; 0: none waits.
  std::chrono::nanoseconds hold_parts{0};
  /// It has waited: tokens of what is kept of it. Empty: it has not.
  std::array<std::uint64_t, kMaxConcats> waited{};
  PartFacts part;

  /// What SS7 says around the message; nullptr: it did not come by SS7. Borrowed, as all views.
  const Ss7Facts* ss7 = nullptr;

  Moment received;
  Findings findings;
  /// Access lists that this message is on, one bit a list by its index (see
  /// filters/access/access_lists.hh). Set at stage 2; later filters only test bits.
  std::uint64_t lists = 0;
  /// What stage 5 measured of the text.
  Obfuscation obfuscation;
};

class UrlList;

/// One short message as the filters see it. Filled by an edge, read by the chain, living on one
/// worker. Reuse one object and reset() it: the text buffers keep their storage.
struct SmsContext : SmsFacts {
  TextBuffers text;
  /// Stage 5: all addresses in the text, weak ones and e-mail too (filters/text/url.hh); nullptr:
  /// nothing reads them. Lives until the next message.
  const UrlList* urls = nullptr;
  /// Stage 5: the text of all parts so far, in variants as in `text`; empty where there is but one.
  std::string joined;

  void reset() noexcept {
    static_cast<SmsFacts&>(*this) = SmsFacts{};
    text.clear();
    urls = nullptr;
    joined.clear();
  }
};

}  // namespace smsfw
