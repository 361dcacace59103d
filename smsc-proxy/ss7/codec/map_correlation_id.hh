#pragma once

#include <cstddef>
#include <span>

#include "smsc-proxy/ss7/codec/map_sequence.hh"

namespace smsfw::ss7 {

/// CorrelationID (3GPP TS 29.002 17.7.6): binds messages of SMS over IP. Borrows.
struct CorrelationId {
  std::span<const std::byte> hlr_id{};     ///< TBCD, as an IMSI; empty where absent.
  std::span<const std::byte> sip_uri_a{};  ///< As in RFC 3261.
  std::span<const std::byte> sip_uri_b{};
};

/// Reads the contents of a CorrelationID. Its sip-uri-B is mandatory, but known to be left out:
/// then a kValueOutOfRange finding.
bool read_correlation_id(BerContext& context, std::span<const std::byte> content,
                         CorrelationId& out) noexcept;

}  // namespace smsfw::ss7
