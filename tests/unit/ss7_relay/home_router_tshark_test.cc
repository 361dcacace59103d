// tshark reads what the home router sends to HLR, MSC and asker.
#include <iostream>
#include <string>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/home_router_bench.hh"
#include "tests/support/tshark.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

TEST_CASE("tshark reads a query, its answer, a message and its result", "[ss7][tshark]") {
  if (!smsfw::testing::has_tshark()) {
    std::cout << "tshark is not installed: what the home router sends was not judged by it\n";
    return;
  }
  for (const MapVersion version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
    HomeBench bench;
    const std::string id = bench.id(version);
    bench.forward(id, kGoodTpdu, version);
    bench.msc_answers(version);
    bench.forward(id, kBadTpdu, version);
    std::vector<Octets> messages;
    for (const auto& each : bench.outside.sent)
      messages.push_back(each.octets);
    REQUIRE(messages.size() == 5);
    std::vector<std::string> fields{"sccp.called.digits", "sccp.calling.digits", "e212.imsi",
                                    "e164.msisdn", "gsm_old.localValue"};
    fields.insert(fields.end(), smsfw::testing::kFaultFields.begin(),
                  smsfw::testing::kFaultFields.end());
    const auto rows =
        smsfw::testing::tshark_fields(smsfw::testing::kLinkTypeSccp, messages, fields);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      INFO(to_hex(messages[i]));
      CHECK(smsfw::testing::sound(rows[i]));
    }
    const auto has = [&](std::size_t row, std::size_t column, std::string_view value) {
      INFO("row " << row << " column " << column << " has " << rows[row][column]);
      CHECK(rows[row][column].find(value) != std::string::npos);
    };
    has(0, 0, kSubscriber);
    has(0, 1, kOwnTitle);
    has(0, 3, kCentre);
    has(1, 0, kAsker);
    has(1, 2, id);
    has(1, 3, kOwnTitle);
    CHECK(rows[1][2].find(kRealImsi) == std::string::npos);
    has(2, 0, kMscTitle);
    has(2, 2, kRealImsi);
    has(2, 3, kCentre);
    CHECK(rows[2][2].find(id) == std::string::npos);
    has(3, 0, kAsker);
    has(4, 4, "9");
  }
}
