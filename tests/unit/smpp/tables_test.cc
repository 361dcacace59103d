#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/reference_page.hh"
#include "smsc-proxy/smpp/codec/tlv.hh"
#include "tests/catch.hh"

using namespace smsfw::smpp;

namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(SMSFW_SOURCE_DIR) + "/" + path, std::ios::binary);
  INFO(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the PDU table is consistent", "[smpp]") {
  std::set<CommandId> ids;
  std::set<std::string_view> names;
  for (const PduSpec& spec : kPdus) {
    INFO(spec.name);
    CHECK(ids.insert(spec.id).second);
    CHECK(names.insert(spec.name).second);
    CHECK(find_pdu_spec(spec.id) == &spec);
    CHECK(to_string(spec.id) == spec.name);
    std::set<FieldId> fields;
    for (const FieldSpec& field : spec.fields)
      CHECK(fields.insert(field.id).second);
    if (is_response(spec.id) && spec.id != CommandId::kGenericNack) {
      const PduSpec* request = find_pdu_spec(request_id(spec.id));
      REQUIRE(request != nullptr);
      CHECK(std::string(request->name) + "_resp" == spec.name);
      CHECK(has_response(request->id));
    }
  }
  CHECK(kPdus.size() == 33);
  CHECK_FALSE(has_response(CommandId::kOutbind));
  CHECK_FALSE(has_response(CommandId::kAlertNotification));
  CHECK_FALSE(has_response(CommandId::kGenericNack));
  CHECK_FALSE(has_response(CommandId::kSubmitSmResp));
}

TEST_CASE("the TLV table is sorted and its integers have one length", "[smpp]") {
  for (std::size_t i = 0; i < kTlvs.size(); ++i) {
    const TlvSpec& spec = kTlvs[i];
    INFO(spec.name);
    if (i > 0) CHECK(kTlvs[i - 1].tag < spec.tag);
    CHECK(find_tlv_spec(spec.tag) == &spec);
    CHECK(to_string(spec.tag) == spec.name);
    CHECK(spec.min_length <= spec.max_length);
    const std::uint16_t wanted = spec.kind == TlvKind::kU8    ? 1
                                 : spec.kind == TlvKind::kU16 ? 2
                                 : spec.kind == TlvKind::kU32 ? 4
                                                              : 0;
    if (wanted != 0) {
      CHECK(spec.min_length == wanted);
      CHECK(spec.max_length == wanted);
    }
  }
  CHECK(find_tlv_spec(static_cast<TlvTag>(0x1454)) == nullptr);
  CHECK(to_string(static_cast<TlvTag>(0x1454)) == "vendor");
  CHECK(to_string(static_cast<TlvTag>(0x4000)) == "unknown");
}

TEST_CASE("the status table is sorted and named", "[smpp]") {
  for (std::size_t i = 0; i < kStatuses.size(); ++i) {
    if (i > 0) CHECK(kStatuses[i - 1].status < kStatuses[i].status);
    CHECK(to_string(kStatuses[i].status) == kStatuses[i].name);
  }
  CHECK(to_string(CommandStatus::kSubmitFail) == "ESME_RSUBMITFAIL");
  CHECK(to_string(static_cast<CommandStatus>(0x410)) == "vendor");
  CHECK(to_string(static_cast<CommandStatus>(34)) == "reserved");
}

TEST_CASE("the committed reference page and dictionary are those of the tables", "[smpp]") {
  CHECK(file_text("docs/reference/smpp-pdus.md") == reference_page());
  CHECK(file_text("tests/fuzz/smpp.dict") == fuzz_dictionary());
}
