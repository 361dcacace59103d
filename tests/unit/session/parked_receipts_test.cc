#include "smsc-proxy/smpp/session/parked_receipts.hh"

#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

using std::chrono::nanoseconds;

std::vector<std::byte> receipt(std::uint32_t sequence) {
  std::vector<std::byte> pdu;
  REQUIRE(PduBuilder(CommandId::kDeliverSm, sequence).append_to(pdu));
  return pdu;
}

ParkedReceipts parked(std::uint32_t count) {
  ParkedReceipts made;
  for (std::uint32_t i = 1; i <= count; ++i)
    REQUIRE(made.add(receipt(i), nanoseconds{i}));
  return made;
}

TEST_CASE("a receipt that is taken is gone, the others keep their order") {
  ParkedReceipts waiting = parked(5);
  std::vector<std::uint32_t> offered;
  waiting.retry([&](const PduView& pdu) {
    offered.push_back(pdu.sequence_number());
    return pdu.sequence_number() % 2 == 0;
  });
  CHECK(offered == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
  offered.clear();
  waiting.retry([&](const PduView& pdu) {
    offered.push_back(pdu.sequence_number());
    return true;
  });
  CHECK(offered == std::vector<std::uint32_t>{1, 3, 5});
  CHECK(waiting.empty());
}

TEST_CASE("receipts are given up at their time and not before") {
  ParkedReceipts waiting = parked(3);
  std::vector<std::uint32_t> given_up;
  const auto note = [&](const PduView& pdu) { given_up.push_back(pdu.sequence_number()); };
  waiting.expire(nanoseconds{0}, note);
  CHECK(given_up.empty());
  waiting.expire(nanoseconds{2}, note);
  CHECK(given_up == std::vector<std::uint32_t>{1, 2});
  CHECK(waiting.size() == 1);
}

TEST_CASE("no more receipts wait than the bound says") {
  ParkedReceipts waiting = parked(ParkedReceipts::kMax);
  CHECK_FALSE(waiting.add(receipt(1), nanoseconds{1}));
  CHECK(waiting.size() == ParkedReceipts::kMax);
}

}  // namespace
}  // namespace smsfw::smpp
