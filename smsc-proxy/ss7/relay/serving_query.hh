#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/ss7_facts.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"

// Our own sendRoutingInfoForSM (3GPP TS 29.002 12.1): what is asked, and what the answer says.

namespace smsfw::ss7 {

/// What a look-up has found, with storage of its own.
struct ServingNode {
  ServingLookup::State state = ServingLookup::State::kFailed;
  MapDigits msc;   ///< Of kFound: international digits of networkNode-Number.
  MapDigits imsi;  ///< Of kFound.

  /// Borrows this.
  ServingLookup facts() const noexcept { return {state, msc.view(), imsi.view()}; }
};

/// One query, to the HLR of a number. Borrows.
struct ServingQuery {
  std::string_view msisdn;          ///< International digits; the called title too.
  std::string_view own_title;       ///< International digits: the calling title.
  std::string_view service_centre;  ///< International digits.
  MapVersion version = MapVersion::k3;
  TransactionId id;
};

/// Writes the unit data. 0: it cannot be written, because a number is none.
std::size_t encode_serving_query(const ServingQuery& query, std::span<std::byte> out) noexcept;

/// What a message of the HLR says. unknownSubscriber is kNoSuchSubscriber; each other error, an
/// abort, and an answer that cannot be read is kFailed. `over`: it is the answer; false where the
/// dialogue goes on and nothing was said. An HLR that says it and keeps the dialogue open all the
/// same is left to its own timer.
ServingNode read_serving_answer(const TcapMessage& answer, MapVersion version, bool& over) noexcept;

}  // namespace smsfw::ss7
