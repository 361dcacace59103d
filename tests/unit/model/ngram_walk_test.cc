#include "filters/model/ngram_walk.hh"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "filters/model/distinct_ngrams.hh"
#include "tests/catch.hh"

namespace smsfw::model {
namespace {

std::vector<Ngram> ngrams(std::string_view text) {
  std::vector<Ngram> made;
  walk_ngrams(text, [&](const Ngram& one) { made.push_back(one); });
  return made;
}

std::set<std::uint32_t> indexes(std::string_view text) {
  std::set<std::uint32_t> made;
  for (const Ngram& one : ngrams(text))
    made.insert(one.index);
  return made;
}

TEST_CASE("each n-gram of 2 to 5 characters comes once for each place") {
  // " abc ": four of two, three of three, two of four, one of five.
  std::map<unsigned, int> sizes;
  for (const Ngram& one : ngrams("abc")) {
    CHECK(one.index < kNgramCount);
    ++sizes[one.size];
  }
  CHECK(sizes == std::map<unsigned, int>{{2, 4}, {3, 3}, {4, 2}, {5, 1}});
}

TEST_CASE("an n-gram knows where it ends") {
  const auto all = ngrams("xé");
  REQUIRE(all.size() == 6);
  CHECK(all[0].end == 1);  // " x"
  CHECK(all[1].end == 3);  // "xé"
  CHECK_FALSE(all[1].behind);
  CHECK(all.back().end == 3);  // " xé "
  CHECK(all.back().behind);
}

TEST_CASE("equal characters give equal n-grams wherever they stand, and digits are alike") {
  CHECK(ngrams("ab")[1].index == ngrams("zzab")[6].index);
  CHECK(indexes("pin 1234") == indexes("pin 9876"));
  CHECK(indexes("pin 1234") != indexes("pin 123"));
  CHECK(indexes("abc") != indexes("acb"));
}

TEST_CASE("what is counted on the way") {
  const WalkCounts counts = walk_ngrams("call 09 12-345.678 or 42", [](const Ngram&) {});
  CHECK(counts.characters == 24);
  CHECK(counts.digits == 12);
  CHECK(counts.longest_number == 10);
}

TEST_CASE("a text is read to its bound, and octets that are no text are characters") {
  const std::string text(kMaxCharacters + 500, 'a');
  CHECK(walk_ngrams(text, [](const Ngram&) {}).characters == kMaxCharacters);
  CHECK(walk_ngrams("\xFF\xC3", [](const Ngram&) {}).characters == 2);
  CHECK(indexes("\xFFz") == indexes("\uFFFDz"));
  CHECK(ngrams("").size() == 1);  // two spaces
}

TEST_CASE("few n-grams of a message are taken for others") {
  std::string text;
  std::uint32_t state = 1;
  for (int i = 0; i < 160; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    text += static_cast<char>('a' + (state >> 16) % 26);
  }
  const auto all = indexes(text);
  DistinctNgrams seen;
  std::size_t kept = 0;
  for (const std::uint32_t index : all)
    kept += seen.add(index) ? 1 : 0;
  CHECK(all.size() > 400);
  CHECK(kept * 100 > all.size() * 97);
  for (const std::uint32_t index : all)
    CHECK_FALSE(seen.add(index));
}

}  // namespace
}  // namespace smsfw::model
