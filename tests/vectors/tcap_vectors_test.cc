// Octets and values of another stack's own tests of TCAP, and captures. They are read from a data
// directory (environment SMSFW_DATA, set by tests/run --data DIR) and are no part of the project.
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "smsc-proxy/ss7/codec/map_dialogue.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/foreign_vectors.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using nlohmann::json;
using smsfw::testing::data_directory;
using smsfw::testing::foreign_vectors;

namespace {

/// A vector's claims that are wrong, by what its source ends with and the claim's name.
struct WrongClaim {
  const char* test;
  const char* key;
  const char* reason;
};

constexpr WrongClaim kWrongClaims[] = {
    {"badSyntaxMessageTest", "client.pAbortCauseType",
     "a length reaches behind the message: badly formatted (Q.773 table 10), not incorrect"},
    {"testTCEndMessage_All", "", "values of another message were paired with an empty TC-END"},
};

bool is_wrong(const std::string& source, const std::string& key) {
  for (const WrongClaim& claim : kWrongClaims) {
    const std::string test = claim.test;
    if (source.size() >= test.size() &&
        source.compare(source.size() - test.size(), test.size(), test) == 0 &&
        (*claim.key == '\0' || key == claim.key)) {
      return true;
    }
  }
  return false;
}

/// What the codec read, under the names of the other stack's getters.
using Read = std::map<std::string, json>;

json id_of(TransactionId id) {
  if (!id.present()) return nullptr;
  Octets octets;
  for (unsigned i = id.size; i != 0; --i) {
    octets.push_back(static_cast<std::byte>(id.value >> (8U * (i - 1))));
  }
  return {{"hex", to_hex(octets)}};
}

void put_user_information(Read& out, const Dialogue& dialogue) {
  for (const std::string prefix : {"userInformation", "dr.userInformation", "dapd.userInformation"})
    out[prefix] = dialogue.user_information.empty() ? json(nullptr) : json("set");
  if (dialogue.user_information.empty()) return;
  BerContext context(dialogue.user_information);
  BerReader reader(context, dialogue.user_information);
  BerElement external;
  BerElement name;
  BerElement value;
  REQUIRE(reader.take(tag::kExternal, external));
  BerReader inside(context, external.content);
  const bool oid = inside.take(tag::kObjectId, name);
  REQUIRE(inside.next(value));
  for (const std::string prefix : {"userInformation.", ""}) {
    out[prefix + "oid"] = oid;
    out[prefix + "integer"] = !oid;
    out[prefix + "asn"] = value.tag == tag::context_constructed(0);
    out[prefix + "arbitrary"] = value.tag == tag::context(2);
    out[prefix + "encodeType"] = {{"hex", to_hex(value.content)}};
  }
  if (value.tag == tag::context(2)) {
    const auto bits = 8 * (value.content.size() - 1) - std::to_integer<unsigned>(value.content[0]);
    out["encodeBitStringType.strictLength"] = bits;
    for (unsigned i = 0; i < bits; ++i) {
      out["encodeBitStringType.get[" + std::to_string(i) + "]"] =
          (std::to_integer<unsigned>(value.content[1 + i / 8]) << i % 8 & 0x80U) != 0;
    }
    CHECK(decode_map_dialogue(dialogue.user_information)
              ->findings.only(BerFinding::kUnknownUserInfo));
  }
}

void put_dialogue(Read& out, const Dialogue& dialogue) {
  if (dialogue.kind == DialogueKind::kNone) {
    out["dialogPortion"] = nullptr;
    return;
  }
  const std::string kind = dialogue.kind == DialogueKind::kResponse ? "Response"
                           : dialogue.kind == DialogueKind::kAbort  ? "Abort"
                                                                    : "Request";
  const bool single = dialogue.kind == DialogueKind::kUnidirectional;
  for (const std::string prefix : {"dialogPortion.", ""}) {
    out[prefix + "dialogAPDU.type"] = kind;
    out[prefix + "dialogAPDU.uniDirectional"] = single;
    out[prefix + "unidirectional"] = single;
  }
  out["oid"] = out["asn"] = true;
  for (const char* other : {"arbitrary", "octet", "objDescriptor", "integer"})
    out[other] = false;
  const bool user = dialogue.source == DialogueSource::kUser;
  out["abortSource.abortSourceType"] = user ? "User" : "Provider";
  static const char* const users[] = {"Null", "NoReasonGiven", "AcnNotSupported"};
  static const char* const providers[] = {"Null", "NoReasonGiven", "NoCommonDialogPortion"};
  for (const std::string prefix : {"dapd.", ""}) {
    out[prefix + "result.resultType"] = dialogue.result == 0 ? "Accepted" : "RejectedPermanent";
    out[prefix + "resultSourceDiagnostic.dialogServiceUserType"] =
        user ? json(users[dialogue.diagnostic]) : json(nullptr);
    out[prefix + "resultSourceDiagnostic.dialogServiceProviderType"] =
        user ? json(nullptr) : json(providers[dialogue.diagnostic]);
  }
  put_user_information(out, dialogue);
}

std::string kind_name(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::kInvoke:
      return "Invoke";
    case ComponentKind::kReturnResultLast:
      return "ReturnResultLast";
    case ComponentKind::kReturnResultNotLast:
      return "ReturnResult";
    case ComponentKind::kReturnError:
      return "ReturnError";
    case ComponentKind::kReject:
      return "Reject";
    case ComponentKind::kUnknown:
      break;
  }
  return "unknown";
}

void put_code(Read& out, const std::string& prefix, const char* name, const ComponentCode& code) {
  const std::string type =
      prefix + name + (std::string(name) == "operationCode" ? ".operationType" : ".errorType");
  if (!code.present()) {
    out[prefix + name] = nullptr;
  } else if (code.local) {
    out[type] = "Local";
    out[prefix + name + ".localErrorCode"] = *code.local;
  } else {
    out[type] = "Global";
  }
}

void put_parameter(Read& out, const std::string& prefix, std::span<const std::byte> parameter) {
  if (parameter.empty()) {
    out[prefix + "parameter"] = nullptr;
    return;
  }
  BerContext context(parameter);
  BerReader reader(context, parameter);
  BerElement element;
  REQUIRE(reader.next(element));
  const unsigned number = element.tag & 0x1FU;
  out[prefix + "parameter.tagClass"] =
      element.tag >= 0x80 ? "CLASS_CONTEXT_SPECIFIC" : "CLASS_UNIVERSAL";
  out[prefix + "parameter.primitive"] = !element.constructed();
  out[prefix + "parameter.tag"] = element.tag >= 0x80                ? json(number)
                                  : element.tag == tag::kOctetString ? json("STRING_OCTET")
                                                                     : json("SEQUENCE");
  out[prefix + "parameter.data"] = {{"hex", to_hex(element.content)}};
  if (!element.constructed()) return;
  BerReader inside(context, element.content);
  std::size_t parts = 0;
  for (BerElement each; inside.next(each);)
    ++parts;
  out[prefix + "parameter.parameters.length"] = parts;
}

void put_component(Read& out, const Component& component, const std::string& prefix) {
  put_code(out, prefix, "operationCode", component.code);
  put_code(out, prefix, "errorCode", component.code);
  put_parameter(out, prefix, component.parameter);
  const auto id = [](std::optional<std::int8_t> value) {
    return value ? json(int{*value}) : json(nullptr);
  };
  out[prefix + "invokeId"] = id(component.invoke_id);
  out[prefix + "linkedId"] = id(component.linked_id);
  if (component.kind != ComponentKind::kReject) return;
  const bool invoke = component.problem_kind == ProblemKind::kInvoke;
  out[prefix + "problem.type"] = invoke ? "Invoke" : "General";
  if (invoke && component.problem == 2) {
    out[prefix + "problem.invokeProblemType"] = "MistypedParameter";
  }
  if (!invoke && component.problem == 0) {
    out[prefix + "problem.generalProblemType"] = "UnrecognizedComponent";
  }
}

void put_components(Read& out, const ComponentRange& components) {
  if (components.empty()) {
    out["component"] = nullptr;
    return;
  }
  out["component.length"] = components.size();
  bool first = true;
  for (const Component& component : components) {
    const std::string kind = kind_name(component.kind);
    if (first) {
      out["type"] = out["c.type"] = kind;
      put_component(out, component, "i.");
    }
    first = false;
    for (const auto& [name, prefix] :
         std::map<std::string, std::string>{{"Invoke", "invokeComp."},
                                            {"Reject", "rej."},
                                            {"ReturnError", "re."},
                                            {"ReturnResultLast", "rrl."},
                                            {"ReturnResult", "rr."}}) {
      if (kind == name) put_component(out, component, prefix);
    }
  }
}

/// A part of a message in the smallest message that has it.
Octets whole_message(const Octets& in) {
  const auto dialogue = [](unsigned last, const Octets& pdu) {
    auto name = from_hex("06 07 00118605010001");
    name[7] = static_cast<std::byte>(last);
    name[8] = std::byte{1};
    return wrap(0x6B, wrap(0x28, join({name, wrap(0xA0, pdu)})));
  };
  const auto id = from_hex("48 01 01");
  const auto destination = from_hex("49 01 01");
  switch (std::to_integer<unsigned>(in.at(0))) {
    case 0x6B:
      return wrap(in.size() < 30 ? 0x67 : 0x62, join({in.size() < 30 ? destination : id, in}));
    case 0x60:
      return wrap(0x62, join({id, dialogue(1, in)}));
    case 0x61:
      return wrap(0x64, join({destination, dialogue(1, in)}));
    case 0x64:
      // An ABRT or a TC-END: the one begins with its source, the other with an id.
      if (in.at(2) == std::byte{0x80}) return wrap(0x67, join({destination, dialogue(1, in)}));
      return in;
    case 0xA1:
    case 0xA2:
    case 0xA3:
    case 0xA4:
    case 0xA7:
      return wrap(0x62, join({id, wrap(0x6C, in)}));
    case 0xBE: {
      const auto name = from_hex("a1 09 06 07 04000001001302");
      return wrap(0x62, join({id, dialogue(1, wrap(0x60, join({name, in})))}));
    }
    default:
      return in;
  }
}

/// Claims about the other stack's own streams, which say nothing about octets.
bool is_foreign(const std::string& key) {
  return key.find("readTag") != std::string::npos || key.find("toByteArray") != std::string::npos ||
         key == "2";
}

void check_abort(const Octets& in, const json& wanted) {
  const auto message = decode_tcap(in);
  if (wanted == "NoCommonDialoguePortion") {
    REQUIRE(message);
    CHECK(message->findings.has(BerFinding::kDialogueVersion));
    return;
  }
  REQUIRE_FALSE(message);
  CHECK(wanted == "UnrecognizedMessageType");
  CHECK(p_abort_cause_for(message.error()) == PAbortCause::kUnrecognizedMessageType);
}

}  // namespace

TEST_CASE("foreign vectors: TCAP of jSS7's tests", "[vectors]") {
  const auto rows = foreign_vectors("jss7_tcap");
  if (rows.empty()) return;
  std::size_t vectors = 0;
  std::size_t values = 0;
  for (const json& row : rows) {
    const auto source = row.at("source").get<std::string>();
    const auto hex = row.at("hex").get<std::string>();
    INFO(source << " " << hex);
    ++vectors;
    const Octets in = keep(whole_message(from_hex(hex)));
    if (source.find("TCAPAbnormalTest") != std::string::npos) {
      for (const auto& [key, wanted] : row.at("expect").items()) {
        if (is_wrong(source, key)) {
          CHECK_FALSE(decode_tcap(in));
        } else {
          check_abort(in, wanted);
        }
        ++values;
      }
      continue;
    }
    const auto message = decode_tcap(in);
    REQUIRE(message);
    Read read;
    read["originatingTransactionId"] = id_of(message->originating);
    read["destinationTransactionId"] = id_of(message->destination);
    // The stack's own name for cause 126, which Q.773 leaves open.
    if (message->p_abort_cause == 126) read["PAbortCause"] = "AbnormalDialogue";
    put_dialogue(read, message->dialogue);
    put_components(read, message->components);
    for (const auto& [key, wanted] : row.at("expect").items()) {
      if (is_foreign(key) || is_wrong(source, key)) continue;
      INFO(key);
      const auto found = read.find(key);
      REQUIRE(found != read.end());
      if (wanted != "set") CHECK(found->second == wanted);
      ++values;
    }
  }
  CHECK(vectors == 49);
  CHECK(values > 150);
}

namespace {

unsigned big_endian(std::span<const std::byte> in, std::size_t at) {
  return std::to_integer<unsigned>(in[at]) << 8U | std::to_integer<unsigned>(in[at + 1]);
}

/// The SCCP user data of one captured frame: Ethernet, IPv4, SCTP with one DATA chunk, M2UA, MTP3,
/// UDT. Empty for any other.
std::span<const std::byte> user_data_of(std::span<const std::byte> frame) {
  constexpr std::size_t kUntilM2ua = 14 + 20 + 12 + 16;
  if (frame.size() < kUntilM2ua + 8) return {};
  auto rest = frame.subspan(kUntilM2ua + 8);
  while (rest.size() > 4) {
    const unsigned length = big_endian(rest, 2);
    if (length < 4 || length > rest.size()) return {};
    if (big_endian(rest, 0) == 0x0300 && length > 4 + 5 + 5) {
      const auto sccp = rest.subspan(4 + 5, length - 4 - 5);
      if (sccp[0] != std::byte{0x09}) return {};
      const std::size_t data = 4 + std::to_integer<std::size_t>(sccp[4]);
      return sccp.subspan(data + 1, std::to_integer<std::size_t>(sccp[data]));
    }
    rest = rest.subspan((length + 3U) & ~3U);
  }
  return {};
}

}  // namespace

TEST_CASE("captures of other people's SS7 are read without an error", "[vectors]") {
  const std::string directory = data_directory("ss7 captures");
  if (directory.empty()) return;
  const std::map<std::string, std::size_t> captures = {{"camel2.pcap", 4},
                                                       {"gsm_map_with_ussd_string.pcap", 1}};
  for (const auto& [name, frames] : captures) {
    std::ifstream file(directory + "/captures/" + name, std::ios::binary);
    REQUIRE(file.good());
    const std::vector<char> all{std::istreambuf_iterator<char>(file), {}};
    const auto octets = std::as_bytes(std::span(all));
    std::size_t seen = 0;
    for (std::size_t at = 24; at + 16 <= octets.size();) {
      // Little-endian record header; all frames are below 64 KiB.
      const std::size_t length = std::to_integer<std::size_t>(octets[at + 8]) |
                                 std::to_integer<std::size_t>(octets[at + 9]) << 8U;
      const auto tcap = user_data_of(octets.subspan(at + 16, length));
      INFO(name << " at " << at << ": " << to_hex(tcap));
      const auto message = decode_tcap(tcap);
      REQUIRE(message);
      CHECK_FALSE(message->findings.has(BerFinding::kTrailingOctets));
      CHECK(message->components.size() > 0);
      for (const Component& component : message->components) {
        CHECK(component.code.local);
        CHECK_FALSE(ber_check(component.parameter).has(BerFinding::kNestedTooDeep));
      }
      CHECK(decode_map_dialogue(message->dialogue.user_information));
      ++seen;
      at += 16 + length;
    }
    CHECK(seen == frames);
  }
}
