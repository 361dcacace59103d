#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/ss7/relay/correlation_table.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"
#include "smsc-proxy/ss7/relay/segment_store.hh"

namespace smsfw::ss7 {

struct HomeRouterConfig {
  /// Our own Global Titles, international digits; at least one. Nobody else's traffic comes to
  /// them. The first is the one that we begin dialogues with.
  std::vector<std::string> own_titles;
  /// Where queries go. Empty: to the title that they were addressed to, or, where that is ours, to
  /// the number that they ask about.
  std::string hlr_title;
  std::uint8_t asking_side = kSmscSide;   ///< Where queries and messages from outside come from.
  std::uint8_t home_side = kNetworkSide;  ///< Where HLR, MSCs and SGSNs are; may be the same.
  CorrelationLimits ids;
  /// Ids of our prefix that were never given to him, as often as somebody may send to one within a
  /// minute; then whatever he sends is refused unseen.
  unsigned misses_per_minute = 10;
  std::size_t max_missers = 10'000;
  /// Less than the asker's own timer, which is 15 seconds at least (m, 3GPP TS 29.002 17.1.3).
  std::chrono::nanoseconds hlr_timeout = std::chrono::seconds(10);
  std::size_t max_queries = 10'000;  ///< Dialogues with HLRs that are open at a time.
  /// Longer than the longest operation timer of short messages (ml, 10 minutes).
  std::chrono::nanoseconds delivery_timeout = std::chrono::minutes(11);
  std::size_t max_deliveries = 100'000;  ///< Dialogues with serving nodes.
  /// Of dialogues that an asker has with us alone: he began it with nothing in it, or what was in
  /// it was refused.
  std::chrono::nanoseconds half_open_timeout = std::chrono::seconds(30);
  std::size_t max_half_open = 10'000;
  SegmentLimits segments;

  bool own(std::string_view title) const {
    return std::find(own_titles.begin(), own_titles.end(), title) != own_titles.end();
  }
};

}  // namespace smsfw::ss7
