#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

#include "filters/core/concat.hh"
#include "filters/core/inline_vector.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/smpp/session/session_table.hh"

namespace smsfw::smpp {

/// Parts of concatenated messages that are judged when the others have come. One a worker; bounded
/// in octets: what finds no room does not wait.
class HeldParts {
 public:
  static constexpr std::size_t kMaxOctets = 16UL << 20U;

  struct Part {
    SessionId session = 0;
    std::uint64_t message = 0;  ///< PartFacts::message
    std::chrono::nanoseconds deadline{0};
    std::array<std::uint64_t, kMaxConcats> tokens{};
    /// For the chain, when the part is given up without a verdict.
    InlineVector<Reservation, kMaxReservations> reservations;
    std::vector<std::byte> pdu;
  };

  /// False: no room, and nothing is kept.
  bool hold(Part part);
  /// Takes out all parts of a message, in the order of arrival. Costs what is taken.
  std::list<Part> take_of_message(std::uint64_t message);
  /// The same of a session, and of those that are due at `now`, each message's in their order. One
  /// look at each part.
  std::list<Part> take_of_session(SessionId session);
  std::list<Part> take_due(std::chrono::nanoseconds now);

 private:
  template <class Wanted>
  std::list<Part> take(Wanted&& wanted);
  static std::size_t cost(const Part& part) noexcept { return sizeof(Part) + part.pdu.size(); }

  // By message. Its keys are counters of ours: nobody can aim at a bucket.
  std::unordered_map<std::uint64_t, std::list<Part>> parts_;
  std::size_t octets_ = 0;
};

}  // namespace smsfw::smpp
