// GSM 7-bit texts that another stack's tests expect (libosmocore), read from a data directory
// (environment SMSFW_DATA, set by tests/run --data DIR); they are no part of the project.
#include <string>

#include "filters/sms/septets.hh"
#include "filters/sms/user_data_header.hh"
#include "tests/catch.hh"
#include "tests/support/foreign_vectors.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

TEST_CASE("foreign vectors: GSM 7-bit text of libosmocore's tests", "[vectors]") {
  std::size_t vectors = 0;
  const auto rows = testing::foreign_vectors("osmo_gsm7");
  for (const nlohmann::json& row : rows) {
    if (row.at("kind") != "gsm7-ud") continue;
    INFO(row.at("source").get<std::string>());
    const auto packed = testing::from_hex(row.at("hex").get<std::string>());
    std::size_t first = 0;
    if (row.at("expect").at("udhi") != 0) {
      const auto header = UserDataHeader::read(packed);
      CHECK(header.valid());
      first = header_septets(header.size());
    }
    std::string text;
    const auto septets = row.at("expect").at("septets").get<std::size_t>();
    CHECK(append_packed_text(packed, first, septets - first, text) == 0);
    CHECK(text == row.at("expect").at("text").get<std::string>());
    ++vectors;
  }
  CHECK((rows.empty() || vectors > 0));
}

}  // namespace
}  // namespace smsfw::sms
