// Octets and values of other stacks' own tests of SCCP. They are read from a data directory
// (environment SMSFW_DATA, set by tests/run --data DIR) and are no part of the project.
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/foreign_vectors.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using nlohmann::json;
using smsfw::testing::foreign_vectors;

namespace {

/// What the codec read, under the names of the other stack's getters.
using Read = std::map<std::string, json>;

/// The other stack's names of causes.
const std::map<ReturnCause, std::string> kCauses{
    {ReturnCause::kNoTranslationForNature, "NO_TRANSLATION_FOR_NATURE"},
    {ReturnCause::kNoTranslation, "NO_TRANSLATION_FOR_ADDRESS"},
    {ReturnCause::kMtpFailure, "MTP_FAILURE"},
};

void put_address(Read& out, const std::string& prefix, const SccpAddress& address) {
  out[prefix + "signalingPointCode"] = address.point_code ? address.point_code->value : 0;
  out[prefix + "subsystemNumber"] = address.subsystem.value_or(0);
  if (address.title == TitleKind::kNone) {
    out[prefix + "globalTitle"] = nullptr;
  } else {
    out[prefix + "globalTitle.digits"] = address.digits().view();
  }
  out[prefix + "addressIndicator.routingIndicator"] =
      address.route_on_subsystem ? "ROUTING_BASED_ON_DPC_AND_SSN" : "ROUTING_BASED_ON_GLOBAL_TITLE";
  out[prefix + "addressIndicator.PCPresent"] = address.point_code.has_value();
  out[prefix + "addressIndicator.SSNPresent"] = address.subsystem.has_value();
  out[prefix + "addressIndicator.reservedForNationalUseBit"] = address.national;
}

/// The parts of a Global Title, under the getters of its classes.
void put_title(Read& out, const SccpAddress& address) {
  out["digits"] = address.digits().view();
  out["translationType"] = address.translation_type;
  out["numberingPlan"] = address.plan == TitlePlan::kIsdn ? "ISDN_TELEPHONY" : "another";
  out["natureOfAddress"] = address.nature == TitleNature::kNational ? "NATIONAL" : "another";
}

Read read_message(const SccpMessage& message) {
  Read out;
  put_address(out, "calledPartyAddress.", message.called);
  put_address(out, "callingPartyAddress.", message.calling);
  out["protocolClass.protocolClass"] = message.protocol_class;
  out["protocolClass.returnMessageOnError"] = message.return_on_error();
  out["hopCounter.value"] = message.hop_counter;
  out["data"] = {{"hex", to_hex(message.data)}};
  if (!message.importance) out["importance"] = nullptr;
  if (!message.segmentation) out["segmentation"] = nullptr;
  if (message.importance) out["importance.value"] = *message.importance;
  if (message.segmentation) {
    out["segmentation.firstSegIndication"] = message.segmentation->first;
    out["segmentation.class1Selected"] = message.segmentation->in_sequence;
    out["segmentation.remainingSegments"] = message.segmentation->remaining;
    out["segmentation.segmentationLocalRef"] = message.segmentation->local_reference;
    // The parameter's own test names them without the message.
    for (const char* name :
         {"firstSegIndication", "class1Selected", "remainingSegments", "segmentationLocalRef"}) {
      out[name] = out[std::string("segmentation.") + name];
    }
  }
  const auto cause = kCauses.find(message.cause);
  if (cause != kCauses.end()) out["returnCause.value"] = cause->second;
  return out;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// The first octet of a Global Title's address, for vectors that are a title alone.
const char* title_indicator(const std::string& source) {
  for (const auto& [test, indicator] : {std::pair{"GT0001Test", "04"},
                                        {"GT0010Test", "08"},
                                        {"GT0011Test", "0c"},
                                        {"GT0100Test", "10"}}) {
    if (source.find(test) != std::string::npos) return indicator;
  }
  return nullptr;
}

/// Claims about a whole stack in a test of several messages, not about these octets.
bool about_the_stack(const std::string& key) {
  return key.find("messages") != std::string::npos || key.find("Stack") != std::string::npos ||
         key.find("cache") != std::string::npos;
}

struct Counts {
  int compared = 0;
  int decoded = 0;
  int written = 0;
  int unknown = 0;
};

void compare(const json& row, const Read& read, Counts& counts) {
  for (const auto& [key, wanted] : row["expect"].items()) {
    if (about_the_stack(key)) continue;
    const auto found = read.find(key);
    INFO(key << " = " << wanted);
    if (found == read.end()) continue;
    CHECK(found->second == wanted);
    ++counts.compared;
  }
}

void compare_message(const SccpMessage& message, std::span<const std::byte> octets, const json& row,
                     Counts& counts) {
  compare(row, read_message(message), counts);
  ++counts.decoded;
  for (const auto layout : {SccpFinding::kReorderedParameter, SccpFinding::kSharedOctets,
                            SccpFinding::kHiddenOctets, SccpFinding::kTrailingOctets}) {
    if (message.findings.has(layout)) return;
  }
  Octets again(octets.size());
  const auto size = encode_sccp(message, again);
  REQUIRE(size);
  CHECK(to_hex(again) == to_hex(octets));
  ++counts.written;
}

void compare_address(const std::string& hex, const json& row, Counts& counts) {
  const auto address = decode_sccp_address(keep(from_hex(hex)));
  REQUIRE(address);
  Read read;
  put_address(read, "", *address);
  put_title(read, *address);
  compare(row, read, counts);
  ++counts.decoded;
}

void compare_row(const json& row, Counts& counts) {
  const std::string source = row["source"];
  const std::string hex = row["hex"];
  INFO(source << " " << hex);
  // The address of ANSI T1.112: the subsystem number first, point codes of 24 bits.
  if (ends_with(source, "SccpAddressTest.java#testDecode4")) return;
  if (const char* const indicator = title_indicator(source)) {
    return compare_address(indicator + hex, row, counts);
  }
  if (source.find("SccpAddressTest") != std::string::npos) return compare_address(hex, row, counts);
  Octets octets = from_hex(hex);
  if (ends_with(source, "#testLocalRef")) {  // the parameter alone
    octets = from_hex("11 01 0f 04 06 08 09 02 4208 02 4206 01 62 10 04" + hex + "00");
  }
  const auto message = decode_sccp(octets);
  if (message) return compare_message(*message, octets, row, counts);
  // Of a connection, or no message at all.
  CHECK(message.error().code == DecodeCode::kUnknownId);
  CHECK(find_sccp_type(std::to_integer<std::uint8_t>(octets[0])) == nullptr);
  ++counts.unknown;
}

}  // namespace

TEST_CASE("messages of other stacks' tests of SCCP", "[ss7][sccp][vectors]") {
  for (const char* name : {"jss7_sccp", "osmo_sccp"}) {
    Counts counts;
    const auto rows = foreign_vectors(name);
    if (rows.empty()) return;
    for (const json& row : rows)
      compare_row(row, counts);
    INFO(name << ": " << counts.decoded << " decoded, " << counts.compared << " values compared, "
              << counts.written << " written again, " << counts.unknown << " of connections");
    const bool osmo = name == std::string("osmo_sccp");
    CHECK(counts.decoded >= (osmo ? 7 : 29));
    CHECK(counts.compared >= (osmo ? 0 : 120));
    CHECK(counts.written >= (osmo ? 6 : 18));
    CHECK(counts.unknown >= (osmo ? 6 : 20));
  }
}
