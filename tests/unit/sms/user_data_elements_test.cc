#include "filters/sms/user_data_elements.hh"

#include <vector>

#include "filters/sms/element_table.hh"
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
  CHECK(narrow.concatenation == Concat{0xCC, false, 2, 1});
  CHECK_FALSE(narrow.repeated);
  CHECK_FALSE(narrow.ignored);
  CHECK(read({0x08, 4, 0x01, 0x02, 3, 3}).concatenation == Concat{0x0102, true, 3, 3});
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
  CHECK(kept.concatenation == Concat{7, false, 2, 1});
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
  CHECK(parts.concatenation == Concat{5, false, 4, 3});
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

TEST_CASE("user data elements: contradictions are findings") {
  const auto found = [](std::initializer_list<int> elements) { return read(elements).findings; };
  CHECK_FALSE(found({0x00, 3, 1, 2, 1, 0x05, 4, 0, 1, 0, 2}).any());

  const auto again = found({0x00, 3, 1, 2, 1, 0x00, 3, 1, 2, 1});
  CHECK(again.only(Finding::kRepeatedElement));
  const auto other = found({0x00, 3, 1, 2, 1, 0x00, 3, 1, 2, 2});
  CHECK(other.has(Finding::kRepeatedElement));
  CHECK(other.has(Finding::kConflictingElements));
  CHECK(other.has(Finding::kConcatenationDisagrees));
  CHECK(found({0x00, 3, 1, 2, 1, 0x00, 3, 9, 2, 1}).has(Finding::kConcatenationDisagrees));

  // Both widths: receivers may follow either, even where both name the same part.
  const auto widths = found({0x00, 3, 1, 2, 1, 0x08, 4, 7, 7, 2, 1});
  CHECK(widths.has(Finding::kConflictingElements));
  CHECK_FALSE(widths.has(Finding::kConcatenationDisagrees));
  CHECK(found({0x08, 4, 7, 7, 3, 1, 0x00, 3, 1, 2, 1}).has(Finding::kConcatenationDisagrees));
  CHECK(found({0x04, 2, 1, 2, 0x05, 4, 0, 1, 0, 2}).has(Finding::kConflictingElements));
  CHECK(found({0x70, 0, 0x71, 0}).has(Finding::kConflictingElements));

  CHECK(found({0x00, 3, 1, 2, 3}).has(Finding::kConcatenationNumber));
  CHECK(found({0x08, 4, 0, 1, 2, 0}).has(Finding::kConcatenationNumber));
  CHECK(found({0x08, 4, 0, 1, 0, 0}).has(Finding::kConcatenationNumber));
  CHECK(found({0x22, 1, 2}).only(Finding::kIgnoredElement));
  for (const int reserved : {0x02, 0x03, 0x1B, 0x26, 0x6F, 0xA0, 0xFF})
    CHECK(found({reserved, 1, 2}).only(Finding::kReservedElement));
  CHECK_FALSE(found({0x80, 1, 1, 0x80, 1, 2, 0xC0, 0}).any());
}

TEST_CASE("user data elements: what does something besides the text") {
  CHECK(read({0x22, 3, 2, 0x81, 0x21}).findings.only(Finding::kReplyAddress));
  CHECK(read({0x01, 2, 0x80, 3, 0x01, 2, 0x81, 1}).findings.only(Finding::kWaitingElement));
  CHECK(read({0x23, 4, 1, 2, 3, 4}).findings.only(Finding::kWaitingElement));
  CHECK(read({0x20, 1, 9}).findings.only(Finding::kEmailHeader));
  const auto links = read({0x21, 4, 1, 2, 3, 4, 0x21, 4, 0, 5, 6, 7});
  CHECK(links.findings.only(Finding::kHyperlink));
  REQUIRE(links.hyperlinks.size() == 2);
  CHECK(links.hyperlinks[0] == Hyperlink{0x0102, 3, 4});
  CHECK(links.hyperlinks[1] == Hyperlink{5, 6, 7});
  // More than are looked up.
  CHECK(read({0x21, 4, 0, 1,    1, 1, 0x21, 4, 0, 1,    1, 1, 0x21, 4, 0,
              1,    1, 1, 0x21, 4, 0, 1,    1, 1, 0x21, 4, 0, 1,    1, 1})
            .hyperlinks.size() == kMaxHyperlinks);
}

TEST_CASE("element table: names by id") {
  CHECK(element_row(0x08).name == "concatenation, 16-bit reference");
  CHECK(element_row(0x25).clause == "§9.2.3.24.16");
  CHECK(element_row(0x77).name == "(U)SIM toolkit security header");
  CHECK(element_row(0x17).kind == ElementKind::kEnhanced);
  CHECK(element_row(0x9F).kind == ElementKind::kPrivate);
  CHECK(element_row(0xE0).kind == ElementKind::kReserved);
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
