#include "filters/volume/limit_notes.hh"

#include <memory>
#include <string>

#include "tests/catch.hh"

namespace smsfw::volume {
namespace {

using Block = LimitNotes::Block;

Block block(std::uint32_t entry, std::int64_t started) {
  Block made;
  made.state = Block::State::kOn;
  made.entry = entry;
  made.started = started;
  made.until = started + 100;
  made.subject.party.text.assign(std::to_string(entry));
  return made;
}

TEST_CASE("the block that began first gives its place, told of or not") {
  auto notes = std::make_unique<LimitNotes>();
  CHECK(notes->empty());
  for (std::uint32_t i = 0; i < LimitNotes::kBlocks; ++i) {
    const std::size_t place = notes->place();
    CHECK(notes->block(place).state == Block::State::kFree);
    notes->follow(place, block(i, 1'000 - i));
  }
  CHECK(notes->evictions() == 0);
  const std::size_t place = notes->place();
  CHECK(notes->block(place).entry == LimitNotes::kBlocks - 1);
  notes->follow(place, block(500, 2'000));
  CHECK(notes->evictions() == 1);

  std::vector<LimitNote> out;
  notes->collect(out);
  CHECK(out.size() == LimitNotes::kBlocks);
  out.clear();
  notes->collect(out);
  CHECK(out.empty());
  // Those that end make room for others.
  notes->end(place, BlockEnd::kEvicted, 7, 2'100, 2'050);
  notes->collect(out);
  REQUIRE(out.size() == 1);
  CHECK(out[0].change == LimitChange::kBlockEnded);
  CHECK(out[0].at.count() == 2'050);
  CHECK(out[0].until.count() == 2'100);
  CHECK(out[0].count == 7);
  CHECK(notes->place() == place);
  CHECK(notes->block(place).subject.party.text.empty());  // no number stays behind
}

TEST_CASE("warnings are told of in order, the newest where there are too many") {
  auto notes = std::make_unique<LimitNotes>();
  std::vector<LimitNote> out;
  for (std::int64_t i = 0; i < 5; ++i)
    notes->warn({}, 3, i);
  CHECK_FALSE(notes->empty());
  notes->collect(out);
  REQUIRE(out.size() == 5);
  CHECK(out[4].at.count() == 4);
  CHECK(out[4].change == LimitChange::kWarned);
  CHECK(out[4].count == 3);
  CHECK(notes->empty());
  out.clear();
  for (std::int64_t i = 0; i < 20; ++i)
    notes->warn({}, 3, i);
  notes->collect(out);
  REQUIRE(out.size() == LimitNotes::kWarnings);
  CHECK(out[0].at.count() == 4);
  CHECK(out[15].at.count() == 19);
  CHECK(notes->evictions() == 4);
}

TEST_CASE("what one collect gives is bounded") {
  auto notes = std::make_unique<LimitNotes>();
  for (std::uint32_t i = 0; i < LimitNotes::kBlocks; ++i) {
    notes->follow(i, block(i, 1));
    notes->end(i, BlockEnd::kExpired, 1, 101, 200);
  }
  for (std::int64_t i = 0; i < 20; ++i)
    notes->warn({}, 3, i);
  std::vector<LimitNote> out;
  notes->collect(out);
  CHECK(out.size() == LimitNotes::kMostCollected);
  CHECK(notes->empty());
}

}  // namespace
}  // namespace smsfw::volume
