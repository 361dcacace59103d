// Octets and values of other stacks' own tests, and vectors written for this project. The foreign
// ones are read from a data directory (environment SMSFW_DATA, set by tests/run --data DIR) and
// are no part of the project.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/sms/message_text.hh"
#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"
#include "tests/catch.hh"
#include "tests/support/foreign_vectors.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;
using nlohmann::json;
using smsfw::testing::data_directory;

namespace {

/// What a stream of octets held: the last PDU that could be read, the first error, what was left.
struct StreamResult {
  std::optional<PduView> view;
  std::optional<DecodeError> error;
  std::size_t left = 0;
  std::size_t pdus = 0;
};

StreamResult read_stream(std::span<const std::byte> in) {
  StreamResult result;
  while (!in.empty()) {
    const auto framed = frame(in, kDefaultMaxPduLength);
    if (!framed) {
      if (!result.error) result.error = framed.error();
      break;
    }
    if (!framed->complete) break;
    const auto view = decode(in.first(framed->length));
    if (view) {
      result.view = *view;
      ++result.pdus;
      std::vector<std::byte> again;
      REQUIRE(PduBuilder(*view).append_to(again));
      CHECK(std::equal(again.begin(), again.end(), in.begin(), in.begin() + framed->length));
    } else if (!result.error) {
      result.error = view.error();
    }
    in = in.subspan(framed->length);
  }
  result.left = in.size();
  return result;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string chars(std::span<const std::byte> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::string utf16_be(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
    REQUIRE(first < 0xF0);
    unsigned code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      code = code << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    out += static_cast<char>(code >> 8U);
    out += static_cast<char>(code & 0xFFU);
    i += length;
  }
  return out;
}

/// Names that the stacks have for the table's fields.
const std::map<std::string, FieldId>& field_names() {
  static const std::map<std::string, FieldId> names = [] {
    std::map<std::string, FieldId> all;
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      all.emplace(kFieldNames[i], static_cast<FieldId>(i));
    }
    const std::pair<const char*, FieldId> others[] = {
        {"serviceType", FieldId::kServiceType},
        {"sourceAddress.ton", FieldId::kSourceAddrTon},
        {"sourceAddress.npi", FieldId::kSourceAddrNpi},
        {"sourceAddress.address", FieldId::kSourceAddr},
        {"destAddress.ton", FieldId::kDestAddrTon},
        {"destAddress.npi", FieldId::kDestAddrNpi},
        {"destAddress.address", FieldId::kDestinationAddr},
        {"esmeAddress.address", FieldId::kEsmeAddr},
        {"esmClass", FieldId::kEsmClass},
        {"protocolId", FieldId::kProtocolId},
        {"priority", FieldId::kPriorityFlag},
        {"scheduleDeliveryTime", FieldId::kScheduleDeliveryTime},
        {"validityPeriod", FieldId::kValidityPeriod},
        {"registeredDelivery", FieldId::kRegisteredDelivery},
        {"replaceIfPresent", FieldId::kReplaceIfPresentFlag},
        {"dataCoding", FieldId::kDataCoding},
        {"defaultMsgId", FieldId::kSmDefaultMsgId},
        {"messageId", FieldId::kMessageId},
        {"finalDate", FieldId::kFinalDate},
        {"messageState", FieldId::kMessageState},
        {"errorCode", FieldId::kErrorCode},
        {"systemId", FieldId::kSystemId},
        {"systemType", FieldId::kSystemType},
        {"interfaceVersion", FieldId::kInterfaceVersion},
        {"addressRange.ton", FieldId::kAddrTon},
        {"addressRange.npi", FieldId::kAddrNpi},
        {"addressRange.address", FieldId::kAddressRange},
        {"ServiceType", FieldId::kServiceType},
        {"MessageID", FieldId::kMessageId},
        {"SystemID", FieldId::kSystemId},
        {"Password", FieldId::kPassword},
        {"SourceAddr.Ton", FieldId::kSourceAddrTon},
        {"SourceAddr.Npi", FieldId::kSourceAddrNpi},
        {"SourceAddr.Address", FieldId::kSourceAddr},
        {"DestAddr.Ton", FieldId::kDestAddrTon},
        {"DestAddr.Npi", FieldId::kDestAddrNpi},
        {"DestAddr.Address", FieldId::kDestinationAddr},
        {"EsmClass", FieldId::kEsmClass},
        {"ProtocolID", FieldId::kProtocolId},
        {"PriorityFlag", FieldId::kPriorityFlag},
        {"RegisteredDelivery", FieldId::kRegisteredDelivery},
        {"DataCoding", FieldId::kDataCoding},
    };
    for (const auto& [name, id] : others)
      all.emplace(name, id);
    return all;
  }();
  return names;
}

void check_field(const PduView& view, FieldId id, const json& wanted) {
  if (wanted.is_null()) {
    CHECK_FALSE(view.has(id));
  } else if (wanted.is_string()) {
    const auto text = wanted.get<std::string>();
    if (text == "77 ^ data.SM_UDH_GSM") {
      CHECK(view.u8(id) == (77 ^ 0x40));
    } else {
      CHECK(view.text(id) == text);
      // What cloudhopper reads from a PDU without the field is an empty default too.
      if (!text.empty()) CHECK(view.has(id));
    }
  } else {
    CHECK(view.u8(id) == wanted.get<unsigned>());
  }
}

/// cloudhopper writes TAG_ and its own short forms; the value is the table's name.
TlvTag cloudhopper_tag(std::string_view expression) {
  for (const auto& [name, tag] : {std::pair{"TAG_SOURCE_NETWORK_TYPE", TlvTag::kSourceNetworkType},
                                  {"TAG_DEST_NETWORK_TYPE", TlvTag::kDestNetworkType},
                                  {"TAG_RECEIPTED_MSG_ID", TlvTag::kReceiptedMessageId},
                                  {"TAG_MSG_STATE", TlvTag::kMessageState},
                                  {"TAG_SC_INTERFACE_VERSION", TlvTag::kScInterfaceVersion}}) {
    if (expression.find(name) != std::string_view::npos) return tag;
  }
  FAIL("unknown TLV name in " << expression);
  return {};
}

void check_tlv(const PduView& view, const std::string& key, const json& wanted) {
  const bool first = key.find("get[0]") != std::string::npos;
  const std::string& named = first || key.find("TAG_") == std::string::npos
                                 ? (wanted.is_string() ? wanted.get<std::string>() : key)
                                 : key;
  if (first && key.find(".length") != std::string::npos) {
    CHECK((*view.tlvs().begin()).value().size() == wanted.get<std::size_t>());
    return;
  }
  const auto tlv =
      first ? std::optional<Tlv>(*view.tlvs().begin()) : view.tlv(cloudhopper_tag(named));
  REQUIRE(tlv);
  if (key.find("hasOptionalParameter") == 0) {
    CHECK(wanted.get<bool>());
  } else if (key.find(".tag") != std::string::npos) {
    CHECK(tlv->tag() == cloudhopper_tag(wanted.get<std::string>()));
  } else if (key.find(".length") != std::string::npos) {
    CHECK(tlv->value().size() == wanted.get<std::size_t>());
  } else if (key.find(".valueAsString") != std::string::npos) {
    CHECK(tlv->text() == wanted.get<std::string>());
  } else if (key.find(".valueAsByte") != std::string::npos) {
    if (wanted == "STATE_DELIVERED") {
      CHECK(tlv->u8() == static_cast<std::uint8_t>(MessageState::kDelivered));
    } else {
      CHECK(tlv->u8() == wanted.get<unsigned>());
    }
  } else {
    FAIL("unknown expectation " << key);
  }
}

/// What a handset shows: the declared reading of the text.
std::string shown(const PduView& view) {
  const MessageText text = message_text(view);
  SmsContext ctx;
  ctx.data_coding = text.data_coding.value_or(0);
  ctx.udhi = text.udhi;
  ctx.ud = text.octets();
  Findings findings;
  std::string out;
  sms::append_message_text(ctx, findings, out);
  return out.substr(0, out.find(kVariantSeparator));
}

void check_text(const PduView& view, const std::string& key, const json& expect) {
  const std::string text = chars(view.octets(FieldId::kShortMessage));
  if (key == "Message.MessageWithEncoding") {
    const auto wanted = expect.at(key).get<std::string>();
    const auto coding = expect.at("Message.MessageWithEncoding.encoding").get<std::string>();
    const std::string octets = coding == "UCS2" ? utf16_be(wanted) : wanted;
    REQUIRE(text.size() >= octets.size());
    CHECK(text.substr(text.size() - octets.size()) == octets);
    if (!expect.contains("Message.UDH")) CHECK(text == octets);
    CHECK(shown(view) == wanted);
  } else if (key == "Message.UDH") {
    REQUIRE(expect.at(key) == "UDH{NewIEConcatMessage(2, 1, 254)}");
    CHECK(message_text(view).udhi);
    CHECK(text.substr(0, 6) == std::string("\x05\x00\x03\xFE\x02\x01", 6));
  } else if (key == "short_message") {
    // node-smpp's text of data_coding 1 is its own alphabet; header and length are the codec's.
    const auto udh = from_hex(expect.at(key).at("udh").at(0).at("hex").get<std::string>());
    CHECK(message_text(view).udhi);
    REQUIRE(text.size() == 1 + udh.size() + 4);
    CHECK(text[0] == static_cast<char>(udh.size()));
    CHECK(text.substr(1, udh.size()) == chars(udh));
  } else {
    FAIL("unknown expectation " << key);
  }
}

/// True where `key` is an expectation about the header or the stream, which is then checked.
bool check_header(const PduView& view, const StreamResult& stream, const std::string& key,
                  const json& wanted) {
  const PduHeader& header = view.header();
  if (key == "commandLength" || key == "command_length") {
    CHECK(header.command_length == wanted.get<std::uint32_t>());
  } else if (key == "sequenceNumber" || key == "sequence_number" || key == "SequenceNumber") {
    CHECK(header.sequence_number == static_cast<std::uint32_t>(wanted.get<std::int64_t>()));
  } else if (key == "seqNum") {
    CHECK(std::to_string(header.sequence_number) == wanted.get<std::string>());
  } else if (key == "commandId" || key == "command_id") {
    if (wanted.is_string()) {
      CHECK("CMD_ID_" + upper(to_string(view.id())) == wanted.get<std::string>());
    } else {
      CHECK(static_cast<std::uint32_t>(view.id()) == wanted.get<std::uint32_t>());
    }
  } else if (key == "command" || key == "id") {
    CHECK(upper(to_string(view.id())) == upper(wanted.get<std::string>()));
  } else if (key == "commandStatus" || key == "command_status") {
    if (wanted.is_string()) {
      CHECK("STATUS_" + std::string(to_string(view.status()).substr(6)) == wanted);
    } else {
      CHECK(static_cast<std::uint32_t>(view.status()) == wanted.get<std::uint32_t>());
    }
  } else if (key == "status") {
    if (wanted == "RESERVEDSTATUS_UNKNOWN_STATUS") {
      CHECK(to_string(view.status()) == "reserved");
    } else {
      CHECK(to_string(view.status()) == wanted.get<std::string>());
    }
  } else if (key == "request" || key == "response") {
    CHECK(is_response(view.id()) == (wanted.get<bool>() == (key == "response")));
  } else if (key == "readableBytes") {
    CHECK(stream.left == wanted.get<std::size_t>());
  } else if (key == "parse_ok") {
    CHECK(wanted.get<bool>());
  } else {
    return false;
  }
  return true;
}

void check_expectation(const PduView& view, const StreamResult& stream, const std::string& key,
                       const json& expect) {
  INFO(key);
  const json& wanted = expect.at(key);
  if (check_header(view, stream, key, wanted)) return;
  if (key == "shortMessage.length" || key == "shortMessageLength") {
    CHECK(view.octets(FieldId::kShortMessage).size() == wanted.get<std::size_t>());
  } else if (key == "shortMessage") {
    CHECK(wanted.is_null());
    CHECK(view.octets(FieldId::kShortMessage).empty());
  } else if (key.find("new String(") == 0) {
    CHECK(view.text(FieldId::kShortMessage) == wanted.get<std::string>());
  } else if (key == "optionalParameters") {
    CHECK(wanted.is_null());
    CHECK(view.tlvs().empty());
  } else if (key == "optionalParameters.size" || key == "optionalParameterCount") {
    CHECK(std::distance(view.tlvs().begin(), view.tlvs().end()) == wanted.get<std::ptrdiff_t>());
  } else if (key.find("ptionalParameter") != std::string::npos) {
    check_tlv(view, key, wanted);
  } else if (key == "message_payload") {
    CHECK(view.tlv(TlvTag::kMessagePayload)->text() == wanted.at("message").get<std::string>());
  } else if (key == "network_error_code") {
    CHECK(chars(view.tlv(TlvTag::kNetworkErrorCode)->value()) ==
          chars(from_hex(wanted.at("hex").get<std::string>())));
  } else if (key == "source_network_type" || key == "dest_network_type") {
    REQUIRE(wanted == "GSM");
    const TlvTag tag = key[0] == 's' ? TlvTag::kSourceNetworkType : TlvTag::kDestNetworkType;
    CHECK(view.tlv(tag)->u8() == 1);
  } else if (key == "receipted_message_id") {
    CHECK("assertEqual(b'" + std::string(view.tlv(TlvTag::kReceiptedMessageId)->text()) + "'" ==
          wanted.get<std::string>());
  } else if (key == "Message.message" || key == "Message.MessageWithEncoding.encoding") {
    // gosmpp's private cache, empty by construction; the encoding is read with its text.
  } else if (key.find("Message.") == 0 || key == "short_message") {
    check_text(view, key, expect);
  } else if (const auto field = field_names().find(key); field != field_names().end()) {
    check_field(view, field->second, wanted);
  } else {
    FAIL("no check for this expectation");
  }
}

/// Vectors that must not decode, or that are wrong themselves.
struct Special {
  const char* file;
  std::size_t line;                  ///< From 0.
  std::optional<DecodeError> error;  ///< What must come instead; empty: see reason.
  const char* reason;
};

const Special kSpecials[] = {
    {"cloudhopper_smpp", 0, {}, "incomplete: 4 octets, waits for more"},
    {"cloudhopper_smpp", 1, {}, "incomplete: 15 octets, waits for more"},
    {"cloudhopper_smpp", 2, DecodeError{DecodeCode::kUnknownId, 4, true}, ""},
    {"cloudhopper_smpp", 3, DecodeError{DecodeCode::kUnknownId, 4, true}, ""},
    {"cloudhopper_smpp", 5, DecodeError{DecodeCode::kOversize, 0, false}, ""},
    {"cloudhopper_smpp", 17, DecodeError{DecodeCode::kUnterminated, 16, true}, ""},
    {"cloudhopper_smpp",
     46,
     {},
     "wrong itself: the source appends 255 octets of text by code, the hex ends before them"},
    {"cloudhopper_smpp", 47, DecodeError{DecodeCode::kBadLength, 48, true}, ""},
    {"gosmpp", 0, DecodeError{DecodeCode::kOversize, 0, false}, "no PDU: an address range alone"},
    {"gosmpp", 1, DecodeError{DecodeCode::kOversize, 0, false}, "no PDU: an address alone"},
    {"gosmpp", 21, DecodeError{DecodeCode::kOversize, 26, true},
     "wrong itself: a password of 9 characters, 3.4 section 5.2.2 allows 8"},
    {"gosmpp", 24, DecodeError{DecodeCode::kBadLength, 0, false}, ""},
    {"gosmpp", 25, DecodeError{DecodeCode::kOversize, 0, false}, ""},
    {"gosmpp", 26, {}, "incomplete: command_length 30, 29 octets"},
    {"node-smpp", 2, DecodeError{DecodeCode::kBadLength, 54, true},
     "wrong itself: command_length 60 of a PDU of 64 octets; node-smpp reads on "
     "behind command_length"},
    {"node-smpp", 3, DecodeError{DecodeCode::kOversize, 0, false}, ""},
};

const Special* special(const std::string& file, std::size_t line) {
  for (const Special& row : kSpecials) {
    if (file == row.file && line == row.line) return &row;
  }
  return nullptr;
}

void check_vector(const std::string& file, std::size_t line, const json& row) {
  const std::string source = row.at("source").get<std::string>();
  INFO(file << " line " << line << " " << source);
  const auto octets = from_hex(row.at("hex").get<std::string>());
  const StreamResult stream = read_stream(octets);
  const json& expect = row.at("expect");
  if (const Special* known = special(file, line)) {
    if (known->error) {
      REQUIRE(stream.error);
      CHECK(*stream.error == *known->error);
    } else {
      CHECK_FALSE(stream.error);
      CHECK(stream.left == octets.size());
    }
    CHECK_FALSE(stream.view);
    // What the source says about the header holds although the body is refused.
    if (expect.contains("e.partialPdu.sequenceNumber")) {
      CHECK(decode_header(octets)->sequence_number ==
            expect.at("e.partialPdu.sequenceNumber").get<std::uint32_t>());
    }
    return;
  }
  REQUIRE(stream.view);
  if (expect.contains("parse_error")) {
    // gosmpp wants a message_id in an error response; 3.4 section 4.4.2 leaves the body out.
    REQUIRE(file == "gosmpp");
    REQUIRE(line == 23);
    CHECK(stream.view->body_omitted());
    return;
  }
  for (const auto& item : expect.items()) {
    check_expectation(*stream.view, stream, item.key(), expect);
  }
}

}  // namespace

TEST_CASE("vectors of other stacks", "[smpp][vectors]") {
  const std::filesystem::path data = data_directory("smpp vectors");
  if (data.empty()) return;
  const std::pair<const char*, std::size_t> files[] = {
      {"cloudhopper_smpp", 58}, {"gosmpp", 42}, {"jasmin_smpp", 15}, {"node-smpp", 5}};
  for (const auto& [name, lines] : files) {
    std::ifstream file(data / "vectors" / (std::string(name) + ".jsonl"));
    INFO(name);
    REQUIRE(file);
    std::string text;
    std::size_t line = 0;
    while (std::getline(file, text))
      check_vector(name, line++, json::parse(text));
    CHECK(line == lines);
  }
}

TEST_CASE("PDUs of a packet capture", "[smpp][vectors]") {
  const std::filesystem::path data = data_directory("smpp vectors");
  if (data.empty()) return;
  std::ifstream file(data / "captures" / "smpp.cap", std::ios::binary);
  REQUIRE(file);
  const std::string capture{std::istreambuf_iterator<char>(file), {}};
  const auto u8 = [&](std::size_t at) { return static_cast<unsigned char>(capture.at(at)); };
  const auto little = [&](std::size_t at) {
    return unsigned{u8(at)} | unsigned{u8(at + 1)} << 8U | unsigned{u8(at + 2)} << 16U |
           unsigned{u8(at + 3)} << 24U;
  };
  REQUIRE(little(0) == 0xA1B2C3D4);
  REQUIRE(little(20) == 1);  // Ethernet
  std::size_t pdus = 0;
  for (std::size_t at = 24; at + 16 <= capture.size();) {
    const std::size_t length = little(at + 8);
    const std::size_t ip = at + 16 + 14;
    const std::size_t ip_header = std::size_t{4} * (u8(ip) & 0xFU);
    const std::size_t ip_length = u8(ip + 2) * 256U + u8(ip + 3);
    const std::size_t tcp_header = std::size_t{4} * (u8(ip + ip_header + 12) >> 4U);
    const std::string_view payload = std::string_view(capture).substr(
        ip + ip_header + tcp_header, ip_length - ip_header - tcp_header);
    const StreamResult stream = read_stream(bytes_of(payload));
    CHECK_FALSE(stream.error);
    CHECK(stream.left == 0);
    pdus += stream.pdus;
    at += 16 + length;
  }
  CHECK(pdus == 8);  // what tshark counts
}

TEST_CASE("the project's own vectors", "[smpp][vectors]") {
  const auto root = std::filesystem::path(SMSFW_SOURCE_DIR) / "tests/vectors/smpp";
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    const json rows = json::parse(file);
    for (const json& row : rows) {
      INFO(entry.path().filename() << ": " << row.at("name"));
      const auto octets = from_hex(row.at("hex").get<std::string>());
      const auto view = decode(octets);
      ++seen;
      CHECK_FALSE(row.at("clause").get<std::string>().empty());
      if (row.contains("refused")) {
        REQUIRE_FALSE(view);
        CHECK(to_string(view.error().code) == row.at("refused").get<std::string>());
        CHECK(view.error().offset == row.at("offset").get<std::uint32_t>());
        const auto header = decode_header(octets);
        CHECK(to_string(status_for(view.error(), header->command_id, failed_field(octets))) ==
              row.at("answer").get<std::string>());
        continue;
      }
      REQUIRE(view);
      StreamResult stream;
      for (const auto& item : row.at("expect").items()) {
        check_expectation(*view, stream, item.key(), row.at("expect"));
      }
      if (!row.contains("tlvs")) continue;
      std::size_t index = 0;
      for (const Tlv& tlv : view->tlvs()) {
        const json& wanted = row.at("tlvs").at(index++);
        CHECK(to_string(tlv.tag()) == wanted.at("name").get<std::string>());
        CHECK(chars(tlv.value()) == chars(from_hex(wanted.at("hex").get<std::string>())));
      }
      CHECK(index == row.at("tlvs").size());
    }
  }
  CHECK(seen >= 20);
}
