#include "smsc-proxy/ss7/relay/asker_invoke.hh"

#include <array>

#include "smsc-proxy/ss7/codec/ber_replace.hh"
#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"

namespace smsfw::ss7 {
namespace {

// Of a message of 200 octets with both containers of extensions. It may have to wait for the far
// end, so that its size bounds what a dialogue holds.
constexpr std::size_t kMaxComponent = 1'024;

MapDigits international(MapAddress address) noexcept {
  return address.nature() == MapNature::kInternational ? address.digits() : MapDigits();
}

AskerInvoke refused(std::int32_t error) {
  AskerInvoke out;
  out.refusal = OwnAnswer{OwnAnswerKind::kError, error};
  return out;
}

AskerInvoke unchanged(const Component& invoke) {
  if (invoke.octets.size() > kMaxComponent) return refused(map_error::kUnexpectedDataValue);
  AskerInvoke out;
  out.component.assign(invoke.octets.begin(), invoke.octets.end());
  return out;
}

/// The invoke with the digits of `imsi` where its argument has `shown`.
AskerInvoke with_imsi(const Component& invoke, const AskedOperation& asked, Tbcd shown,
                      const ImsiDigits& imsi) {
  std::array<std::byte, kMaxImsi> octets;
  std::array<std::byte, kMaxComponent> parameter;
  AskerInvoke out;
  out.component.resize(kMaxComponent);
  auto size = encode_tbcd(imsi.view(), octets);
  if (size) {
    size = replace_content(invoke.parameter, shown.octets(), std::span(octets).first(*size),
                           parameter);
  }
  if (size) {
    size = encode_invoke(asked.invoke_id, asked.code, std::span(parameter).first(*size),
                         out.component);
  }
  if (!size) return refused(map_error::kUnexpectedDataValue);
  out.component.resize(*size);
  return out;
}

}  // namespace

AskerInvoke query_of(const Component& invoke, const AskedOperation& asked) {
  const auto request = decode_routing_info_request(invoke.parameter, asked.version);
  if (!request) return refused(map_error::kUnexpectedDataValue);
  AskerInvoke out = unchanged(invoke);
  out.subscriber.msisdn = international(request->msisdn);
  out.subscriber.service_centre = international(request->service_centre);
  return out;
}

AskerInvoke report_of(const Component& invoke, const AskedOperation& asked,
                      const CorrelationTable& ids, const TitleDigits& asker,
                      std::chrono::nanoseconds now) {
  const auto report = decode_delivery_report(invoke.parameter, asked.version);
  if (!report) return refused(map_error::kUnexpectedDataValue);
  const auto found = ids.find(report->imsi.digits().view(), asker.view(), now);
  AskerInvoke out = found.subscriber != nullptr
                        ? with_imsi(invoke, asked, report->imsi, found.subscriber->imsi)
                        : unchanged(invoke);
  out.subscriber.msisdn = international(report->msisdn);
  out.subscriber.service_centre = international(report->service_centre);
  return out;
}

AskerInvoke message_of(const Component& invoke, const ReadInvoke& read,
                       const CorrelatedSubscriber& addressee) {
  const Tbcd shown = read.message->destination.imsi();
  AskerInvoke out =
      shown.empty() ? unchanged(invoke) : with_imsi(invoke, read.asked, shown, addressee.imsi);
  out.subscriber = addressee;
  out.id.assign(shown.digits().view());
  return out;
}

}  // namespace smsfw::ss7
