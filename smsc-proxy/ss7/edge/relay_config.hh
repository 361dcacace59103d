#pragma once

#include "smsc-proxy/ss7/edge/ss7_config.hh"
#include "smsc-proxy/ss7/relay/home_router_config.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"

namespace smsfw::ss7 {

/// What the relays take of the section `ss7`.
HopRelayConfig hop_relay_config(const Ss7Config& config);
/// `config.home_router` is set.
HomeRouterConfig home_router_config(const Ss7Config& config);

}  // namespace smsfw::ss7
