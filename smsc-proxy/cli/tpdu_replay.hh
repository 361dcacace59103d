#pragma once

#include <memory>
#include <span>

#include "filters/core/filter_chain.hh"
#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/ss7/relay/map_context.hh"

namespace smsfw::cli {

/// TPDUs of which nothing is known but their octets and which way they go: origin checks have
/// nothing to read in them.
class TpduReplay {
 public:
  /// References outlive it. Throws std::runtime_error when the filters cannot take the ruleset.
  TpduReplay(const Ruleset& ruleset, std::unique_ptr<FilterChain> chain,
             events::EventProducer& events);

  void take(Moment now, ss7::ForwardDirection direction, std::span<const std::byte> tpdu);

 private:
  const Ruleset& ruleset_;
  std::unique_ptr<FilterChain> chain_;
  events::EventProducer& events_;
  ss7::MapContext map_;
  Verdict verdict_;
};

}  // namespace smsfw::cli
