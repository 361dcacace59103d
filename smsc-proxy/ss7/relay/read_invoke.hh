#pragma once

#include <cstdint>
#include <optional>

#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/tcap_component.hh"
#include "smsc-proxy/ss7/relay/own_answer.hh"

namespace smsfw::ss7 {

/// True for the operations that carry a short message.
bool is_forward(std::int32_t code) noexcept;

/// An invoke, read as far as a judgement needs it. Borrows the component.
struct ReadInvoke {
  AskedOperation asked;              ///< Code 0: the component's is no local one.
  std::optional<ForwardSm> message;  ///< Of a forwardSM that could be read.
  std::optional<DecodeError> error;  ///< Of one that could not.
};

/// `invoke` has an id. `context`: of the dialogue, where that is known.
ReadInvoke read_invoke(const Component& invoke, MapVersion version,
                       std::optional<ApplicationContext> context) noexcept;

}  // namespace smsfw::ss7
