#include "filters/signature/pattern_database.hh"

#include <cstring>

#include "filters/signature/database_file.hh"
#include "tests/catch.hh"

namespace smsfw {
namespace {

DatabaseSource small_source() {
  return {Buffer::kFolded, {"bank.{0,20}card", "(^|x)+y", "prize|lottery"}};
}

const std::vector<std::byte>& small_file() {
  static const std::vector<std::byte> file = *compile_database(small_source());
  return file;
}

TEST_CASE("cache file: loads, and knows which expressions are confirmed") {
  const auto database = PatternDatabase::load(small_file(), small_source());
  REQUIRE(database.has_value());
  CHECK(database->expressions() == 3);
  CHECK(database->buffer() == Buffer::kFolded);
  CHECK(database->memory() > 0);
  REQUIRE(database->confirmed().size() == 1);
  CHECK(database->confirmed()[0] == 1);
  CHECK(database->content_hash() == small_source().content_hash());
}

TEST_CASE("cache file: any alignment") {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::vector<std::byte> shifted(small_file().size() + shift);
    std::memcpy(shifted.data() + shift, small_file().data(), small_file().size());
    CHECK(PatternDatabase::load(std::span(shifted).subspan(shift), small_source()).has_value());
  }
}

TEST_CASE("cache file: a change of any octet is refused") {
  std::vector<std::byte> file = small_file();
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const std::byte change : {std::byte{0x01}, std::byte{0x80}, std::byte{0xFF}}) {
      file[at] ^= change;
      accepted += PatternDatabase::load(file, small_source()).has_value();
      file[at] ^= change;
    }
  }
  CHECK(accepted == 0);
  CHECK(PatternDatabase::load(file, small_source()).has_value());
}

TEST_CASE("cache file: cut or grown anywhere is refused") {
  const std::vector<std::byte>& file = small_file();
  std::size_t accepted = 0;
  for (std::size_t size = 0; size < file.size(); ++size) {
    // A copy of that size, so that a sanitizer sees a look past the end.
    const std::vector<std::byte> cut(file.begin(), file.begin() + static_cast<long>(size));
    accepted += PatternDatabase::load(cut, small_source()).has_value();
  }
  std::vector<std::byte> grown = file;
  grown.push_back(std::byte{0});
  accepted += PatternDatabase::load(grown, small_source()).has_value();
  CHECK(accepted == 0);
}

TEST_CASE("cache file: other expressions, order or buffer are refused") {
  DatabaseSource other = small_source();
  other.expressions[0] += "s";
  CHECK_FALSE(PatternDatabase::load(small_file(), other).has_value());
  other = small_source();
  std::swap(other.expressions[0], other.expressions[2]);
  CHECK_FALSE(PatternDatabase::load(small_file(), other).has_value());
  other = small_source();
  other.buffer = Buffer::kNorm;
  CHECK_FALSE(PatternDatabase::load(small_file(), other).has_value());
}

TEST_CASE("cache file: another engine's database is refused though the header is right") {
  auto file = DatabaseFile::open(small_file());
  REQUIRE(file.has_value());
  // What Hyperscan serialised: magic, version, length (4 octets each), platform (8).
  const std::vector<std::byte> original(file->database.begin(), file->database.end());
  REQUIRE(original.size() > 20);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < 20; ++at) {
    std::vector<std::byte> changed = original;
    changed[at] ^= std::byte{0x04};
    file->database = changed;
    refused += !PatternDatabase::load(file->seal(), small_source()).has_value();
  }
  CHECK(refused == 20);
  file->database = original;
  CHECK(PatternDatabase::load(file->seal(), small_source()).has_value());
  file->database = std::span(original).first(original.size() - 1);
  CHECK_FALSE(PatternDatabase::load(file->seal(), small_source()).has_value());
  file->database = {};
  CHECK_FALSE(PatternDatabase::load(file->seal(), small_source()).has_value());
}

TEST_CASE("cache file: a list of confirmed expressions that cannot be is refused") {
  auto file = DatabaseFile::open(small_file());
  REQUIRE(file.has_value());
  for (const std::vector<std::uint32_t>& list :
       {std::vector<std::uint32_t>{3}, {1, 1}, {2, 1}, {0xFFFFFFFF}}) {
    file->confirmed = list;
    CHECK_FALSE(DatabaseFile::open(file->seal()).has_value());
  }
  file->confirmed = {0, 2};
  CHECK(DatabaseFile::open(file->seal())->confirmed == std::vector<std::uint32_t>{0, 2});
}

TEST_CASE("hash of pieces: where one ends and the next begins counts") {
  const auto hash = [](std::vector<std::string_view> pieces) { return hash_pieces(pieces); };
  CHECK(hash({"ab", "c"}) != hash({"a", "bc"}));
  CHECK(hash({"abc"}) != hash({"abc", ""}));
  CHECK(hash({"abc"}) == hash({"abc"}));
  CHECK(hash({"abc"}).size() == 32);
}

TEST_CASE("the engine says what it is") {
  CHECK(engine_info().find("Version") != std::string::npos);
  CHECK(engine_info().find("BLOCK") != std::string::npos);
}

}  // namespace
}  // namespace smsfw
