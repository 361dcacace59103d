#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"
#include "smsc-proxy/ss7/relay/correlation_table.hh"

namespace smsfw::ss7 {

/// Writes the result of a sendRoutingInfoForSM with an MT correlation id, given here, in place of
/// the IMSI, and `ours` in place of the serving node (3GPP TS 23.840 §5.1). What the HLR says
/// beside is left out. `result`: its parameter; `asked`: who asked for whom. Empty where the result
/// cannot be read, has no IMSI, or names no node with an international number, or where `out` is
/// too small.
std::optional<std::size_t> encode_hidden_result(std::span<const std::byte> result,
                                                MapVersion version,
                                                const CorrelatedSubscriber& asked,
                                                const TitleDigits& ours, CorrelationTable& ids,
                                                std::chrono::nanoseconds now,
                                                std::span<std::byte> out);

}  // namespace smsfw::ss7
