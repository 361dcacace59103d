#include "smsc-proxy/cli/classify_message.hh"

#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::cli;

TEST_CASE("a line becomes a message, and what it does not say stays absent") {
  const auto message = parse_message(
      R"({"id":7,"text":"a","from":"0912","from_ton":1,"to":"1","ingress":"smpp-deliver",)"
      R"("dcs":8,"udh":"050003010201","ud":"0041","time":"2026-01-01T00:00:00Z","label":"ham"})");
  REQUIRE(message);
  SmsContext context;
  message->fill(context);
  CHECK(message->id == 7);
  CHECK(context.oa.text == "0912");
  CHECK(context.oa.ton == 1);
  CHECK(context.ingress == Ingress::kSmppDeliver);
  CHECK(context.operation == Operation::kDeliverSm);
  CHECK(context.data_coding == 8);
  CHECK(context.udhi);
  CHECK(context.ud.size() == 8);
  CHECK(context.decoded_text == "a");
  CHECK(context.system_id.empty());
  CHECK(message->time == std::chrono::seconds(1'767'225'600));
}

TEST_CASE("a bad line says which key and what it takes") {
  const auto error = [](const char* line) {
    const auto message = parse_message(line);
    return message ? std::string() : message.error();
  };
  CHECK(error("[]") == "a line holds one JSON object");
  CHECK(error(R"({"text":1})") == "text: takes text");
  CHECK(error(R"({"dcs":256})") == "dcs: takes a whole number from 0 to 255");
  CHECK(error(R"({"ud":"0g"})") == "ud: takes octets as hexadecimal digits");
  CHECK(error(R"({"ud":"000"})") == "ud: takes octets as hexadecimal digits");
  CHECK(error(R"({"ingress":"smpp"})") ==
        "ingress: takes one of smpp-submit, smpp-deliver, map-mo, map-mt, map-query");
  CHECK(error(R"({"time":"noon"})") == "time: takes RFC 3339, for instance 2026-11-23T15:42:00Z");
  CHECK(error(R"({"id":{}})") == "id: takes text or a number");
  CHECK(error("{\"text\":\"\xff\"}").rfind("is not JSON: ", 0) == 0);
  CHECK(error("{").rfind("is not JSON: ", 0) == 0);
  CHECK(error(R"({"text":null})").empty());
}
