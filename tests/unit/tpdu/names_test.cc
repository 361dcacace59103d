#include <set>
#include <string>

#include "smsc-proxy/tpdu/failure_cause.hh"
#include "smsc-proxy/tpdu/protocol_id.hh"
#include "smsc-proxy/tpdu/tp_field.hh"
#include "smsc-proxy/tpdu/tpdu_finding.hh"
#include "smsc-proxy/tpdu/tpdu_table.hh"
#include "tests/catch.hh"

namespace smsfw::tpdu {
namespace {

template <std::size_t N>
void check_names(const std::array<std::string_view, N>& names) {
  std::set<std::string_view> seen;
  for (const std::string_view name : names) {
    CHECK_FALSE(name.empty());
    CHECK(seen.insert(name).second);
  }
}

TEST_CASE("tpdu names: every finding and field has one of its own") {
  check_names(kTpduFindingNames);
  check_names(kTpFieldNames);
  CHECK(to_string(TpduFinding::kTrailingOctets) == "tpdu_trailing_octets");
  CHECK(to_string(TpduFinding::kBadUserDataHeader) == "tpdu_bad_udh");
  CHECK(to_string(TpduFinding::kReservedMessageType) == "tpdu_reserved_type");
  CHECK(to_string(TpField::kCommandData) == "TP-CD");
  CHECK(to_string(TpField::kRecipientAddress) == "TP-RA");
}

TEST_CASE("tpdu table: rows in the order of their types, each way each TP-MTI once") {
  std::set<std::pair<Flow, int>> seen;
  for (std::size_t i = 0; i < kTpdus.size(); ++i) {
    CHECK(kTpdus[i].type == static_cast<TpduType>(i));
    CHECK(seen.emplace(kTpdus[i].flow, kTpdus[i].message_type).second);
    CHECK(find_spec(kTpdus[i].flow, kTpdus[i].message_type) == &kTpdus[i]);
    CHECK(to_string(kTpdus[i].type) != "unknown");
  }
  CHECK(find_spec(Flow::kToMobile, 3) == nullptr);
  CHECK(find_spec(Flow::kToCentre, 3) == nullptr);
}

TEST_CASE("failure causes: a bounded vocabulary") {
  CHECK(to_string(FailureCause::kDestinationBarred) == "destination_barred");
  CHECK(to_string(FailureCause{0xC5}) == "duplicate");
  CHECK(to_string(FailureCause{0xE0}) == "application");
  CHECK(to_string(FailureCause{0xFE}) == "application");
  CHECK(to_string(FailureCause{0xFF}) == "unspecified");
  CHECK(to_string(FailureCause{0x00}) == "reserved");
  CHECK(to_string(FailureCause{0xD6}) == "reserved");
}

TEST_CASE("protocol identifiers") {
  CHECK(protocol_kind(0x00) == ProtocolKind::kPlain);
  CHECK(protocol_kind(0x1F) == ProtocolKind::kOtherProtocol);
  CHECK(protocol_kind(0x32) == ProtocolKind::kTelematic);
  CHECK(protocol_kind(0x40) == ProtocolKind::kSilent);
  for (std::uint8_t pid = 0x41; pid <= 0x47; ++pid) {
    CHECK(protocol_kind(pid) == ProtocolKind::kReplace);
    CHECK(replace_type(pid) == static_cast<std::uint8_t>(pid - 0x40));
  }
  CHECK_FALSE(replace_type(0x40));
  CHECK_FALSE(replace_type(0x48));
  CHECK(protocol_kind(0x48) == ProtocolKind::kDeviceTriggering);
  CHECK(protocol_kind(0x5E) == ProtocolKind::kEnhancedMessage);
  CHECK(protocol_kind(0x5F) == ProtocolKind::kReturnCall);
  CHECK(protocol_kind(0x7C) == ProtocolKind::kAnsi136);
  CHECK(protocol_kind(0x7D) == ProtocolKind::kDataDownload);
  CHECK(protocol_kind(0x7E) == ProtocolKind::kDepersonalisation);
  CHECK(protocol_kind(0x7F) == ProtocolKind::kSimDataDownload);
  CHECK(protocol_kind(0x49) == ProtocolKind::kReserved);
  CHECK(protocol_kind(0x80) == ProtocolKind::kReserved);
  CHECK(protocol_kind(0xC0) == ProtocolKind::kCentreSpecific);
  std::set<std::string_view> names;
  for (unsigned pid = 0; pid < 256; ++pid)
    names.insert(to_string(protocol_kind(static_cast<std::uint8_t>(pid))));
  CHECK(names.size() == 14);
  CHECK(names.count("unknown") == 0);
}

}  // namespace
}  // namespace smsfw::tpdu
