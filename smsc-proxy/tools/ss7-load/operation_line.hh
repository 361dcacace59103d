#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/tools/ss7-load/received.hh"

namespace smsfw::ss7_load {

/// The argument of an operation that `answer` knows. Borrows the message.
using OperationArgument =
    std::variant<ss7::ForwardSm, ss7::RoutingInfoRequest, ss7::DeliveryReport,
                 ss7::ServiceCentreAlert, ss7::ReadyForSm, ss7::ServiceCentreInfo, ss7::Tbcd>;

/// Reads it; nothing where it is not to be read. `code` of an operation that may come here.
std::optional<OperationArgument> read_argument(std::int32_t code, ss7::MapVersion version,
                                               std::span<const std::byte> parameter);

/// What --print says of one operation, or of a message without any. Borrows.
struct OperationLine {
  const ss7::link::Msu* msu = nullptr;
  const Received* received = nullptr;
  const ss7::TcapMessage* tcap = nullptr;
  std::optional<ss7::ApplicationContext> context;
  ss7::MapVersion version = ss7::MapVersion::k1;
  const ss7::Component* invoke = nullptr;
  const OperationArgument* argument = nullptr;
  std::string_view answer;
};

/// One JSON object in one line.
std::string operation_json(const OperationLine& line);

/// mt-forwardSM for a forwardSM of versions 1 and 2 that goes to a mobile; else MAP's name.
std::string_view name_of(std::int32_t code, const OperationArgument* argument,
                         std::optional<ss7::ApplicationContext> context);

/// Which way a forwardSM goes.
bool goes_to_mobile(std::int32_t code, const ss7::ForwardSm& message,
                    std::optional<ss7::ApplicationContext> context);

}  // namespace smsfw::ss7_load
