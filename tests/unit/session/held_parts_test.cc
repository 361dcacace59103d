#include "smsc-proxy/smpp/session/held_parts.hh"

#include <tuple>

#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;

HeldParts::Part part(SessionId session, std::uint64_t message, std::chrono::nanoseconds deadline,
                     std::size_t size = 10) {
  HeldParts::Part made;
  made.session = session;
  made.message = message;
  made.deadline = deadline;
  made.pdu.resize(size);
  return made;
}

TEST_CASE("held parts leave with their message, their session, or at their time") {
  HeldParts held;
  for (const auto& [session, message, deadline] :
       {std::tuple{1U, 7U, 5s}, std::tuple{2U, 7U, 6s}, std::tuple{1U, 8U, 5s}}) {
    CHECK(held.hold(part(session, message, deadline)));
  }
  CHECK(held.take_due(5s - 1ns).empty());
  CHECK(held.take_of_message(9).empty());
  const auto of_message = held.take_of_message(7);
  REQUIRE(of_message.size() == 2);
  CHECK(of_message.front().session == 1);
  CHECK(of_message.back().session == 2);
  CHECK(held.take_of_session(2).empty());
  CHECK(held.hold(part(3, 7, 9s)));
  CHECK(held.take_due(5s).size() == 1);
  CHECK(held.take_of_session(3).size() == 1);
  CHECK(held.take_due(1h).empty());
}

TEST_CASE("held parts take no more memory than they may, and give it back") {
  HeldParts held;
  const std::size_t size = HeldParts::kMaxOctets / 4;
  for (std::uint64_t message = 1; message <= 3; ++message)
    CHECK(held.hold(part(1, message, 5s, size)));
  CHECK_FALSE(held.hold(part(1, 4, 5s, size)));
  CHECK(held.take_of_message(4).empty());
  held.take_of_message(2);
  CHECK(held.hold(part(1, 4, 5s, size)));
  CHECK(held.take_due(5s).size() == 3);
  CHECK(held.hold(part(1, 5, 5s, size)));
}

}  // namespace
}  // namespace smsfw::smpp
