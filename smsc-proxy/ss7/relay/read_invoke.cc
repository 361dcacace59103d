#include "smsc-proxy/ss7/relay/read_invoke.hh"

#include "smsc-proxy/ss7/codec/map_operations.hh"

namespace smsfw::ss7 {

bool is_forward(std::int32_t code) noexcept {
  return code == operation::kMtForwardSm || code == operation::kMoForwardSm ||
         code == operation::kMtForwardSmVgcs;
}

ReadInvoke read_invoke(const Component& invoke, MapVersion version,
                       std::optional<ApplicationContext> context) noexcept {
  ReadInvoke out;
  const std::int32_t code = invoke.code.local.value_or(0);
  out.asked = {code, version, *invoke.invoke_id, ForwardDirection::kUnclear};
  if (!is_forward(code)) return out;
  const auto read = decode_forward_sm(invoke.parameter, code, version);
  if (read) {
    out.message = *read;
    out.asked.direction = forward_direction(*read, code, context);
  } else {
    out.error = read.error();
  }
  return out;
}

}  // namespace smsfw::ss7
