#include "smsc-proxy/ss7/edge/relay_config.hh"

#include "smsc-proxy/ss7/edge/route_table.hh"

namespace smsfw::ss7 {

HopRelayConfig hop_relay_config(const Ss7Config& config) {
  HopRelayConfig made;
  made.passive = config.mode == RelayMode::kMonitor;
  made.max_dialogues = config.max_dialogues;
  made.dialogue_timeout = config.dialogue_timeout;
  made.segments = {config.max_segmented, config.segment_memory, config.segment_timeout};
  return made;
}

HomeRouterConfig home_router_config(const Ss7Config& config) {
  const HomeRouterKeys& keys = *config.home_router;
  HomeRouterConfig made;
  made.own_titles = keys.own_titles;
  made.hlr_title = keys.hlr_title;
  made.asking_side = side_index(keys.asking_side);
  made.home_side = side_index(keys.home_side);
  made.ids.prefix.assign(keys.imsi_prefix);
  made.ids.lifetime = keys.id_lifetime;
  made.ids.deliveries = keys.deliveries;
  made.ids.max_ids = keys.max_ids;
  made.misses_per_minute = keys.misses_per_minute;
  made.hlr_timeout = keys.hlr_timeout;
  made.max_queries = keys.max_queries;
  made.delivery_timeout = keys.delivery_timeout;
  made.max_deliveries = keys.max_deliveries;
  made.segments = hop_relay_config(config).segments;
  return made;
}

}  // namespace smsfw::ss7
