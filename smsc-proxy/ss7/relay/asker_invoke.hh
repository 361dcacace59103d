#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "smsc-proxy/ss7/codec/tcap_component.hh"
#include "smsc-proxy/ss7/relay/correlation_table.hh"
#include "smsc-proxy/ss7/relay/own_answer.hh"
#include "smsc-proxy/ss7/relay/read_invoke.hh"

// What the home router makes of an asker's invoke before it sends it on.

namespace smsfw::ss7 {

struct AskerInvoke {
  /// Set where it cannot be sent on: what its asker gets. The rest is then empty.
  std::optional<OwnAnswer> refusal;
  /// Whom it is about. Of a query and a report: number and service centre alone.
  CorrelatedSubscriber subscriber;
  ImsiDigits id;                     ///< Of a message: its correlation id; empty for a further one.
  std::vector<std::byte> component;  ///< All that changes is a correlation id to the real IMSI.
};

/// sendRoutingInfoForSM.
AskerInvoke query_of(const Component& invoke, const AskedOperation& asked);

/// reportSM-DeliveryStatus. Its IMSI, where it has one, is a correlation id or left as it is.
AskerInvoke report_of(const Component& invoke, const AskedOperation& asked,
                      const CorrelationTable& ids, const TitleDigits& asker,
                      std::chrono::nanoseconds now);

/// A forwardSM to an id that is live for its sender.
AskerInvoke message_of(const Component& invoke, const ReadInvoke& read,
                       const CorrelatedSubscriber& addressee);

}  // namespace smsfw::ss7
