#include "smsc-proxy/smpp/codec/dump.hh"

#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

std::string dumped(const PduBuilder& builder, const DumpOptions& options = {}) {
  std::vector<std::byte> octets;
  REQUIRE(builder.append_to(octets));
  return dump(*decode(octets), options);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a dump shows no text, number or password unless asked", "[smpp]") {
  PduBuilder message(CommandId::kSubmitSm, 7);
  message.set_source(5, 0, "SECRETSENDER")
      .set_destination(1, 1, "84912345678")
      .set_octets(FieldId::kShortMessage, bytes_of("private words"))
      .add_tlv(TlvTag::kMessagePayload, bytes_of("private too"))
      .add_tlv(static_cast<TlvTag>(0x1454), bytes_of("vendor secret"))
      .add_tlv_u8(TlvTag::kMessageState, 2);
  const std::string line = dumped(message);
  CHECK(line.rfind("submit_sm length=", 0) == 0);
  CHECK(contains(line, "sequence=7 status=ESME_ROK"));
  CHECK(contains(line, "destination_addr=\"849\"..\"78\""));
  CHECK(contains(line, "short_message=<13>"));
  CHECK(contains(line, "message_payload=<11>"));
  CHECK(contains(line, "0x1454=<13>"));
  CHECK(contains(line, "message_state=2"));
  CHECK_FALSE(contains(line, "private"));
  CHECK_FALSE(contains(line, "12345"));
  CHECK_FALSE(contains(line, "SENDER"));
  CHECK_FALSE(contains(line, "secret"));

  const std::string full = dumped(message, {true, true, true});
  CHECK(contains(full, "short_message=<13>\"private words\""));
  CHECK(contains(full, "destination_addr=\"84912345678\""));

  PduBuilder bind(CommandId::kBindTransceiver, 1);
  bind.set_text(FieldId::kSystemId, "esme").set_text(FieldId::kPassword, "hunter2");
  CHECK(contains(dumped(bind), "system_id=\"esme\" password=***"));
  CHECK(contains(dumped(bind, {false, false, true}), "password=\"hunter2\""));
}

TEST_CASE("a dump is one printable line", "[smpp]") {
  const std::string line =
      dumped(PduBuilder(CommandId::kQuerySm, 1).set_text(FieldId::kMessageId, "a\n\"\x7f\xff"));
  CHECK(contains(line, "message_id=\"a\\x0A\\x22\\x7F\\xFF\""));
  for (const char c : line)
    CHECK((c >= ' ' && c <= '~'));
  CHECK(contains(dumped(PduBuilder(CommandId::kEnquireLinkResp, 1, static_cast<CommandStatus>(34))),
                 "status=reserved:0x00000022"));
}
