#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// A destination of a submit_multi that we refused ourselves.
struct RefusedDestination {
  std::uint8_t ton;
  std::uint8_t npi;
  std::string address;
  CommandStatus status;
};

/// What was refused of submit_multi that are under way, until the SMSC has answered for the rest of
/// their destinations. As many entries as the session's window at most.
class RefusedDestinations {
 public:
  /// `sequence`: of the request as the SMSC got it.
  void remember(std::uint32_t sequence, std::vector<RefusedDestination> refused);
  void forget(std::uint32_t sequence) { by_sequence_.erase(sequence); }

  /// The SMSC's submit_multi_resp with ours among its unsuccess_sme (SMPP v3.4 §4.5.2), written to
  /// `room`; `pdu` as it is where nothing was refused or it has no place for them. Forgets them.
  std::span<const std::byte> merged(std::span<const std::byte> pdu, const PduView* view,
                                    std::uint32_t sequence, std::vector<std::byte>& room);

 private:
  std::map<std::uint32_t, std::vector<RefusedDestination>> by_sequence_;
};

}  // namespace smsfw::smpp
