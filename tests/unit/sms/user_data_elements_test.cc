#include "filters/sms/user_data_elements.hh"

#include <vector>

#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

/// Elements behind a right length octet.
UserDataElements read(std::initializer_list<int> elements) {
  std::vector<std::byte> octets{static_cast<std::byte>(elements.size())};
  for (const int value : elements)
    octets.push_back(static_cast<std::byte>(value));
  return read_elements(UserDataHeader::read(octets));
}

TEST_CASE("user data elements: concatenation of 8 and 16 bits") {
  const auto narrow = read({0x00, 3, 0xCC, 2, 1});
  CHECK(narrow.concatenation == Concatenation{0xCC, false, 2, 1});
  CHECK_FALSE(narrow.repeated);
  CHECK_FALSE(narrow.ignored);
  CHECK(read({0x08, 4, 0x01, 0x02, 3, 3}).concatenation == Concatenation{0x0102, true, 3, 3});
}

TEST_CASE("user data elements: a concatenation that makes no sense is ignored") {
  for (const auto& bad : {read({0x00, 3, 1, 0, 0}), read({0x00, 3, 1, 2, 0}),
                          read({0x00, 3, 1, 2, 3}), read({0x00, 2, 1, 2}),
                          read({0x00, 4, 1, 2, 1, 9}), read({0x08, 3, 1, 2, 1}), read({0x00, 0})}) {
    CHECK_FALSE(bad.concatenation);
    CHECK(bad.ignored);
  }
  // It does not take the place of a good one before it.
  const auto kept = read({0x00, 3, 7, 2, 1, 0x00, 3, 8, 0, 0});
  CHECK(kept.concatenation == Concatenation{7, false, 2, 1});
  CHECK(kept.ignored);
  CHECK_FALSE(kept.repeated);
}

TEST_CASE("user data elements: ports of 8 and 16 bits") {
  CHECK(read({0x05, 4, 0x0B, 0x84, 0x23, 0xF0}).ports == Ports{2948, 9200, true});
  CHECK(read({0x04, 2, 0xF5, 0xF0}).ports == Ports{0xF5, 0xF0, false});
  CHECK(read({0x05, 2, 1, 2}).ignored);
  CHECK(read({0x04, 4, 1, 2, 3, 4}).ignored);
}

TEST_CASE("user data elements: the last of repeated and of exclusive ones holds") {
  const auto repeated = read({0x05, 4, 0, 1, 0, 1, 0x05, 4, 0x0B, 0x84, 0, 2});
  CHECK(repeated.ports == Ports{2948, 2, true});
  CHECK(repeated.repeated);
  const auto exclusive = read({0x05, 4, 0x0B, 0x84, 0, 2, 0x04, 2, 9, 8});
  CHECK(exclusive.ports == Ports{9, 8, false});
  CHECK(exclusive.repeated);
  const auto parts = read({0x08, 4, 1, 2, 2, 1, 0x00, 3, 5, 4, 3});
  CHECK(parts.concatenation == Concatenation{5, false, 4, 3});
  CHECK(parts.repeated);
}

TEST_CASE("user data elements: toolkit, languages, and what nobody reads") {
  CHECK(read({0x70, 0}).toolkit == std::uint8_t{0x70});
  CHECK(read({0x7F, 1, 9}).toolkit == std::uint8_t{0x7F});
  CHECK_FALSE(read({0x6F, 0, 0x80, 0}).toolkit);
  const auto languages = read({0x24, 1, 1, 0x25, 1, 3});
  CHECK(languages.single_shift == std::uint8_t{1});
  CHECK(languages.locking_shift == std::uint8_t{3});
  CHECK(read({0x24, 0}).ignored);
  const auto none = read({0x01, 2, 0x80, 1, 0xA0, 1, 1, 0xA0, 1, 1});
  CHECK_FALSE(none.concatenation);
  CHECK_FALSE(none.ports);
  CHECK_FALSE(none.repeated);
  CHECK_FALSE(none.ignored);
}

TEST_CASE("user data elements: what stands before a flaw is read, at every cut") {
  const std::vector<std::byte> whole{std::byte{9},    std::byte{0}, std::byte{3}, std::byte{7},
                                     std::byte{2},    std::byte{1}, std::byte{4}, std::byte{2},
                                     std::byte{0xF5}, std::byte{0}};
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto octets = std::vector<std::byte>(whole.begin(), whole.begin() + static_cast<long>(length));
    if (!octets.empty()) octets[0] = static_cast<std::byte>(length - 1);
    const auto elements = read_elements(UserDataHeader::read(octets));
    CHECK(elements.concatenation.has_value() == (length >= 6));
    CHECK_FALSE(elements.ports);
  }
  CHECK(read_elements(UserDataHeader::read(whole)).ports);
}

}  // namespace
}  // namespace smsfw::sms
