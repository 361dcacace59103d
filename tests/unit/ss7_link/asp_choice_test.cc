#include "smsc-proxy/ss7/link/asp_choice.hh"

#include <array>
#include <set>

#include "tests/catch.hh"

using namespace smsfw::ss7::link;

TEST_CASE("nothing is chosen where nothing is active", "[ss7][link]") {
  CHECK_FALSE(choose_asp(TrafficMode::kOverride, 0, 2, 3));
  CHECK_FALSE(choose_asp(TrafficMode::kLoadshare, 0, 2, 3));
  CHECK_FALSE(choose_asp(TrafficMode::kLoadshare, 0b100, 2, 3));  // no ASP of this number
}

TEST_CASE("override takes the first that is active, whatever the selection", "[ss7][link]") {
  for (int sls = 0; sls < 256; ++sls)
    CHECK(choose_asp(TrafficMode::kOverride, 0b110, 3, static_cast<std::uint8_t>(sls)) == 1U);
}

TEST_CASE("loadshare keeps a selection to one ASP and uses all", "[ss7][link]") {
  std::array<int, 3> shares{};
  for (int sls = 0; sls < 16; ++sls) {
    const auto chosen =
        choose_asp(TrafficMode::kLoadshare, 0b111, 3, static_cast<std::uint8_t>(sls));
    REQUIRE(chosen);
    CHECK(choose_asp(TrafficMode::kLoadshare, 0b111, 3, static_cast<std::uint8_t>(sls)) == chosen);
    ++shares[*chosen];
  }
  for (const int share : shares)
    CHECK(share >= 5);
}

TEST_CASE("when an ASP is lost only its selections move, to all that are left", "[ss7][link]") {
  std::set<std::size_t> took_over;
  for (int n = 0; n < 16; ++n) {
    const auto sls = static_cast<std::uint8_t>(n);
    const auto before = choose_asp(TrafficMode::kLoadshare, 0b1111, 4, sls);
    const auto after = choose_asp(TrafficMode::kLoadshare, 0b1101, 4, sls);
    REQUIRE(before);
    REQUIRE(after);
    CHECK(*after != 1);
    if (*before != 1) CHECK(after == before);
    if (*before == 1) took_over.insert(*after);
  }
  CHECK(took_over == std::set<std::size_t>{0, 2, 3});
}

TEST_CASE("override wants one ASP and does not go back", "[ss7][link]") {
  CHECK(wanted_asps(TrafficMode::kOverride, 0b110, 0) == 0b010U);
  CHECK(wanted_asps(TrafficMode::kOverride, 0b111, 0b010) == 0b010U);
  CHECK(wanted_asps(TrafficMode::kOverride, 0b101, 0b010) == 0b001U);  // the active one is lost
  CHECK(wanted_asps(TrafficMode::kOverride, 0, 0) == 0U);
  CHECK(wanted_asps(TrafficMode::kLoadshare, 0b101, 0b001) == 0b101U);
}
