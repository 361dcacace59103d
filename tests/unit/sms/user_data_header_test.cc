#include "filters/sms/user_data_header.hh"

#include <string_view>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

using smsfw::testing::octets_of;

TEST_CASE("user data header: elements in order, size with the length octet") {
  const auto ud =
      octets_of({0x0B, 0x05, 0x04, 0x15, 0x81, 0x00, 0x00, 0x00, 0x03, 0xCC, 2, 1, 'h'});
  const auto header = UserDataHeader::read(ud);
  CHECK(header.valid());
  CHECK(header.size() == 12);
  std::vector<std::pair<int, std::size_t>> seen;
  header.for_each([&](const InformationElement& element) {
    seen.emplace_back(element.id, element.data.size());
  });
  CHECK(seen == std::vector<std::pair<int, std::size_t>>{{5, 4}, {0, 3}});
}

TEST_CASE("user data header: what does not fit is refused without looking further") {
  CHECK_FALSE(UserDataHeader::read({}).valid());
  const auto beyond = octets_of({5, 0, 3, 1});
  CHECK_FALSE(UserDataHeader::read(beyond).valid());
  CHECK(UserDataHeader::read(beyond).size() == 0);  // all of it is text
  const auto all = octets_of({0xFF, 'v', 'i', 'r', 'u', 's'});
  CHECK(UserDataHeader::read(all).size() == 0);

  const auto overrun = octets_of({3, 0, 9, 1, 'x'});
  CHECK_FALSE(UserDataHeader::read(overrun).valid());
  CHECK(UserDataHeader::read(overrun).size() == 4);
  const auto rest = octets_of({4, 1, 1, 0, 0x24, 'x'});
  CHECK_FALSE(UserDataHeader::read(rest).valid());
  std::size_t elements = 0;
  UserDataHeader::read(rest).for_each([&](const InformationElement&) { ++elements; });
  CHECK(elements == 1);

  const auto none = octets_of({0, 'x'});
  CHECK(UserDataHeader::read(none).valid());
  CHECK(UserDataHeader::read(none).size() == 1);
}

TEST_CASE("user data header: truncated at every octet") {
  const auto whole = octets_of({5, 0, 3, 7, 2, 1, 'a', 'b'});
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    // A copy of that size, so that a sanitizer sees a look past the end.
    const std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<long>(size));
    CHECK(UserDataHeader::read(cut).valid() == (size >= 6));
  }
}

}  // namespace
}  // namespace smsfw::sms
