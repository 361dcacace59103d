#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
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
  /// Takes out the first part of a message, of a session, or of those that are due at `now`, in the
  /// order of arrival.
  std::optional<Part> take_of_message(std::uint64_t message);
  std::optional<Part> take_of_session(SessionId session);
  std::optional<Part> take_due(std::chrono::nanoseconds now);

  std::size_t size() const noexcept { return parts_.size(); }

 private:
  template <class Wanted>
  std::optional<Part> take(Wanted&& wanted);

  std::list<Part> parts_;  // in the order of arrival
  std::size_t octets_ = 0;
};

}  // namespace smsfw::smpp
