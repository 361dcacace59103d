#pragma once

#include <chrono>
#include <vector>

#include "filters/core/moment.hh"
#include "filters/volume/limit_tables.hh"
#include "smsc-proxy/events/event_producer.hh"

namespace smsfw::events {

/// Makes events of what limits note of their blocks and warnings. Filters write no events: one
/// thread calls this every so often, the one that `producer` belongs to.
class BlockEvents {
 public:
  /// A block's end is told of when no message under way can be older than it, so that all that it
  /// stopped are counted. The event has the time of the end.
  static constexpr std::chrono::seconds kSettled{1};

  /// Both must outlive this object.
  BlockEvents(volume::LimitTables& tables, EventProducer& producer)
      : tables_(tables), producer_(producer) {}

  /// What began or ended since the last call.
  void tell(const Moment& now);
  /// The same once nothing is judged any more; blocks that are on end here.
  void tell_last(const Moment& now);

 private:
  void write(const Moment& now);

  volume::LimitTables& tables_;
  EventProducer& producer_;
  std::vector<volume::LimitNote> notes_;  // empty between calls; kept for its room
};

}  // namespace smsfw::events
