#include "smsc-proxy/tools/smpp-load/submit_pool.hh"

#include <set>
#include <string>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/tools/load/user_data.hh"
#include "tests/catch.hh"

namespace {

using namespace smsfw;
using smpp::FieldId;

std::string octets_of(std::span<const std::byte> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

load::Sample sample(std::string text) {
  return {"1", "ham", std::move(text), "BRAND", "84912345678"};
}

TEST_CASE("texts of the default alphabet go out as septets", "[smpp-load]") {
  const auto data = load::encode_text("@a_[€]");
  CHECK(data.data_coding == 0);
  CHECK(octets_of(data.octets) == std::string("\x00"
                                              "a\x11\x1B\x3C\x1B\x65\x1B\x3E",
                                              9));
}

TEST_CASE("other texts go out as UTF-16", "[smpp-load]") {
  const auto data = load::encode_text("ế😀");
  CHECK(data.data_coding == 8);
  CHECK(octets_of(data.octets) == std::string("\x1E\xBF\xD8\x3D\xDE\x00", 6));
}

TEST_CASE("broken UTF-8 becomes replacement characters", "[smpp-load]") {
  for (const char* broken : {"\xFF", "\xC3", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    const auto data = load::encode_text(broken);
    REQUIRE(data.octets.size() >= 2);
    CHECK(octets_of(data.octets).substr(0, 2) == "\xFF\xFD");
  }
}

TEST_CASE("one SMS stands in short_message, more in message_payload", "[smpp-load]") {
  const load::SubmitPool pool({sample(std::string(160, 'a')), sample(std::string(161, 'a'))}, 0, 1);
  REQUIRE(pool.size() == 2);
  const auto short_one = smpp::decode(pool.pdu(0));
  REQUIRE(short_one);
  CHECK(short_one->octets(FieldId::kShortMessage).size() == 160);
  CHECK_FALSE(short_one->tlv(smpp::TlvTag::kMessagePayload));
  const auto long_one = smpp::decode(pool.pdu(1));
  REQUIRE(long_one);
  CHECK(long_one->octets(FieldId::kShortMessage).empty());
  CHECK(long_one->tlv(smpp::TlvTag::kMessagePayload)->value().size() == 161);
}

TEST_CASE("the share of receipts is kept", "[smpp-load]") {
  const auto samples = load::generate_samples(2000, 50, 3);
  const load::SubmitPool pool(samples, 0.25, 3);
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const auto pdu = smpp::decode(pool.pdu(i));
    REQUIRE(pdu);
    CHECK((pdu->u8(FieldId::kRegisteredDelivery) == 1) == pool.wants_receipt(i));
    if (pool.wants_receipt(i)) ++wanted;
  }
  CHECK(wanted > 400);
  CHECK(wanted < 600);
}

TEST_CASE("the generator repeats itself and has many senders and alphabets", "[smpp-load]") {
  const auto first = load::generate_samples(500, 50, 9);
  const auto again = load::generate_samples(500, 50, 9);
  std::set<std::string> senders;
  std::set<std::string> recipients;
  std::set<std::uint8_t> codings;
  for (std::size_t i = 0; i < first.size(); ++i) {
    REQUIRE(first[i].text == again[i].text);
    REQUIRE(first[i].to == again[i].to);
    senders.insert(first[i].from);
    recipients.insert(first[i].to);
    codings.insert(load::encode_text(first[i].text).data_coding);
  }
  CHECK(senders.size() > 40);
  CHECK(recipients.size() > 490);
  CHECK(codings == std::set<std::uint8_t>{0, 8});
}

}  // namespace
