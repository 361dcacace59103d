// Anything as a TCAP message, and as the parameter of each MAP operation in each version. Whatever
// can be read without a finding must come back from the writers as it was.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_dialogue.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "tests/fuzz/require.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using smsfw::fuzz::require;

namespace {

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool within(std::span<const std::byte> part, std::span<const std::byte> whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

std::array<std::byte, 1024> buffer;

/// Reads again what was written.
std::span<const std::byte> written(const BerEncoded& size) {
  require(size.has_value() && *size <= buffer.size());
  return std::span<const std::byte>(buffer).first(*size);
}

void check_forward(std::span<const std::byte> in, std::int32_t code, MapVersion version) {
  const auto read = decode_forward_sm(in, code, version);
  if (!read) return;
  require(within(read->user_data, in) && within(read->origin.octets, in) &&
          within(read->destination.octets, in));
  forward_direction(*read, code, ApplicationContext{21, 1});
  if (read->findings.any() || code == operation::kMtForwardSmVgcs) return;
  if (code == operation::kMtForwardSm && version != MapVersion::k3) return;
  // A bare version has no findings either; what it has not was refused above as one.
  const auto size = encode_forward_sm(*read, code, version, buffer);
  if (!size) {
    require(size.error().code == BerEncodeCode::kNotAllowed);
    return;
  }
  const auto again = decode_forward_sm(written(size), code, version);
  require(again && !again->findings.any() && same(again->user_data, read->user_data) &&
          same(again->origin.octets, read->origin.octets) &&
          same(again->destination.octets, read->destination.octets) &&
          same(again->imsi.octets(), read->imsi.octets()) &&
          again->more_messages == read->more_messages);
}

void check_routing(std::span<const std::byte> in, MapVersion version) {
  if (const auto read = decode_routing_info_request(in, version); read && !read->findings.any()) {
    const auto size = encode_routing_info_request(*read, version, buffer);
    if (size) {
      const auto again = decode_routing_info_request(written(size), version);
      require(again && same(again->msisdn.octets(), read->msisdn.octets()) &&
              again->priority == read->priority);
    }
  }
  if (const auto read = decode_routing_info_result(in, version); read && !read->findings.any()) {
    const auto size = encode_routing_info_result(*read, version, buffer);
    if (size) {
      const auto again = decode_routing_info_result(written(size), version);
      require(again && same(again->imsi.octets(), read->imsi.octets()) &&
              same(again->network_node.octets(), read->network_node.octets()) &&
              same(again->additional_node.octets(), read->additional_node.octets()));
    }
  }
}

void check_parameter(std::span<const std::byte> in) {
  for (const MapVersion version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
    for (const std::int32_t code :
         {operation::kMoForwardSm, operation::kMtForwardSm, operation::kMtForwardSmVgcs}) {
      check_forward(in, code, version);
      decode_forward_sm_result(in, code, version);
    }
    check_routing(in, version);
    decode_delivery_report(in, version);
    decode_delivery_report_result(in, version);
    decode_service_centre_info(in, version);
    decode_ready_for_sm(in, version);
    for (const MapErrorSpec& spec : map_errors()) {
      const auto error = decode_map_error(spec.code, in, version);
      if (!error || error->findings.any()) continue;
      for (const MapOperationSpec& operation_spec : map_operations()) {
        if (!error_allowed(operation_spec.code, spec.code, version)) continue;
        const auto size = encode_map_error(operation_spec.code, *error, version, buffer);
        if (size) require(decode_map_error(spec.code, written(size), version).has_value());
      }
    }
  }
  decode_service_centre_alert(in);
  BerFindings findings;
  decode_subscriber_present(in, findings);
  ber_check(in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = std::as_bytes(std::span(data, size));
  const auto message = decode_tcap(in);
  if (message) {
    decode_map_dialogue(message->dialogue.user_information);
    std::size_t count = 0;
    for (const Component& component : message->components) {
      require(within(component.octets, in) && within(component.parameter, in));
      BerFindings findings;
      require(decode_component(component.octets, findings).has_value());
      check_parameter(component.parameter);
      ++count;
    }
    require(count == message->components.size());
  } else {
    require(message.error().offset <= size);
    tcap_return_id(in);
    p_abort_cause_for(message.error());
    check_parameter(in);
    decode_map_dialogue(in);
  }
  return 0;
}
