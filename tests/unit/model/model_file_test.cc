#include "filters/model/model_file.hh"

#include <limits>

#include "tests/catch.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::model {
namespace {

using Catch::Matchers::Contains;

ModelContent filled() {
  ModelContent made = blank_model();
  teach(made, "hello", -7);
  made.facts[3] = 1.5F;
  made.calibrations.resize(2);
  made.calibrations[1].language.assign("vi");
  made.calibrations[1].slope = 4;
  made.votes[9] = {1, 20};
  made.card = R"({"name":"test"})";
  return made;
}

std::string refusal(std::span<const std::byte> octets) {
  const auto read = read_model(octets);
  return read ? std::string("taken") : read.error();
}

TEST_CASE("what is written is read again") {
  const ModelContent made = filled();
  const auto octets = write_model(made);
  CHECK(octets.size() < kMaxModelFile);
  const auto read = read_model(octets);
  REQUIRE(read);
  CHECK(read->ngrams == made.ngrams);
  CHECK(read->facts == made.facts);
  CHECK(read->scale == made.scale);
  CHECK(read->votes[9].votes == 20);
  CHECK(read->calibrations[1].language.view() == "vi");
  CHECK(read->calibrations[1].slope == 4);
  CHECK(read->card == made.card);
  CHECK(write_model(*read) == octets);
}

TEST_CASE("a damaged file is refused, and says how") {
  auto octets = write_model(filled());
  CHECK_THAT(refusal({}), Contains("no model file"));
  CHECK_THAT(refusal(std::span(octets).first(20)), Contains("truncated"));
  CHECK_THAT(refusal(std::span(octets).first(octets.size() - 1)), Contains("truncated"));
  auto longer = octets;
  longer.push_back({});
  CHECK_THAT(refusal(longer), Contains("too long"));
  auto altered = octets;
  altered[5'000] ^= std::byte{1};
  CHECK_THAT(refusal(altered), Contains("altered"));
  auto newer = octets;
  newer[8] = std::byte{2};
  CHECK_THAT(refusal(newer), Contains("version 2"));
  auto other = octets;
  other[12] ^= std::byte{1};
  CHECK_THAT(refusal(other), Contains("train it anew"));
}

TEST_CASE("numbers that are none and languages that are not there are refused") {
  ModelContent endless = filled();
  endless.scale = std::numeric_limits<float>::infinity();
  CHECK_THAT(refusal(write_model(endless)), Contains("none"));
  ModelContent stray = filled();
  stray.votes[1].language = 2;
  CHECK_THAT(refusal(write_model(stray)), Contains("languages"));
}

}  // namespace
}  // namespace smsfw::model
