#include "smsc-proxy/smpp/session/refused_destinations.hh"

#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

/// The SMSC's answer, which failed one destination of its own.
std::vector<std::byte> response(CommandId id) {
  const std::vector<UnsuccessSme> failed{{1, 1, "84901", CommandStatus::kInvDstAdr}};
  PduBuilder builder(id, 7);
  builder.set_text(FieldId::kMessageId, "m1");
  if (id == CommandId::kSubmitMultiResp) builder.set_unsuccess(failed);
  std::vector<std::byte> pdu;
  REQUIRE(builder.append_to(pdu));
  return pdu;
}

std::vector<std::string> failed_addresses(std::span<const std::byte> pdu) {
  const auto view = decode(pdu);
  REQUIRE(view);
  std::vector<std::string> out;
  for (const UnsuccessSme& one : view->unsuccess())
    out.emplace_back(one.address);
  return out;
}

TEST_CASE("what we refused is among the unsuccess_sme of the answer, once") {
  RefusedDestinations refused;
  refused.remember(7, {{1, 1, "84902", CommandStatus::kSubmitFail},
                       {1, 1, "84903", CommandStatus::kSubmitFail}});
  refused.remember(8, {{1, 1, "84904", CommandStatus::kSubmitFail}});
  const auto pdu = response(CommandId::kSubmitMultiResp);
  const auto view = decode(pdu);
  REQUIRE(view);
  std::vector<std::byte> room;
  CHECK(failed_addresses(refused.merged(pdu, &*view, 7, room)) ==
        std::vector<std::string>{"84901", "84902", "84903"});
  CHECK(failed_addresses(refused.merged(pdu, &*view, 7, room)) ==
        std::vector<std::string>{"84901"});
}

TEST_CASE("an answer that has no place for them stays as it is, and they are forgotten") {
  RefusedDestinations refused;
  const auto pdu = response(CommandId::kSubmitSmResp);
  const auto view = decode(pdu);
  REQUIRE(view);
  std::vector<std::byte> room;
  refused.remember(7, {{1, 1, "84902", CommandStatus::kSubmitFail}});
  CHECK(refused.merged(pdu, &*view, 7, room).data() == pdu.data());
  const auto multi = response(CommandId::kSubmitMultiResp);
  const auto multi_view = decode(multi);
  REQUIRE(multi_view);
  CHECK(refused.merged(multi, &*multi_view, 7, room).data() == multi.data());
}

}  // namespace
}  // namespace smsfw::smpp
