// Anything as an SCCP message, as a party address and as the text of a point code. What can be read
// must lie inside the input, and come back from the writers as it was.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/fuzz/require.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using smsfw::fuzz::require;
using smsfw::fuzz::require_inside;

namespace {

std::array<std::byte, 1U << 17U> buffer;

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool in_layout(SccpFindings findings) {
  return !findings.has(SccpFinding::kReorderedParameter) &&
         !findings.has(SccpFinding::kSharedOctets) && !findings.has(SccpFinding::kHiddenOctets) &&
         !findings.has(SccpFinding::kTrailingOctets);
}

/// An address of which nothing is odd can be made from what was read of it.
void check_made_again(const SccpAddress& address) {
  const TitleDigits digits = address.digits();
  require(digits.size() <= kMaxTitleDigits && digits.size() <= 2 * address.signals.size());
  SccpFindings harmless;
  harmless.add(SccpFinding::kAssumedEncoding);
  harmless.add(SccpFinding::kNationalAddress);
  harmless.add(SccpFinding::kUnroutableAddress);
  SccpFindings all = address.findings;
  all.add(harmless);
  if (all != harmless) return;
  const auto made = SccpAddressOctets::make({address.point_code, address.subsystem, address.title,
                                             address.translation_type, address.plan, address.nature,
                                             digits, address.route_on_subsystem, address.national});
  require(made && same(made->view(), address.octets));
}

void check_address(std::span<const std::byte> in) {
  const auto address = decode_sccp_address(in);
  if (!address) {
    require(address.error().offset <= in.size() && address.error().recoverable);
    return;
  }
  require(address->octets.size() == in.size());
  require_inside(address->signals, in);
  require(!address->point_code || address->point_code->value <= kMaxPointCode);
  check_made_again(*address);
}

void check_sent(const SccpUnitdata& unitdata) {
  const auto plan = plan_unitdata(unitdata);
  if (!plan) return;
  require(plan->count >= 1 && plan->count <= kMaxSegments);
  std::size_t joined = 0;
  for (std::size_t i = 0; i < plan->count; ++i) {
    const auto size = encode_unitdata(unitdata, *plan, i, buffer);
    require(size && *size <= kMaxSignalUnit);
    const auto back = decode_sccp(std::span<const std::byte>(buffer).first(*size));
    require(back && in_layout(back->findings));
    require(same(back->called.octets, unitdata.called));
    require(same(back->calling.octets, unitdata.calling));
    require(same(back->data, unitdata.data.subspan(joined, back->data.size())));
    joined += back->data.size();
  }
  require(joined == unitdata.data.size());
}

void check_message(const SccpMessage& message, std::span<const std::byte> in) {
  require_inside(message.called.octets, in);
  require_inside(message.calling.octets, in);
  require_inside(message.data, in);
  require_inside(message.optional_part, in);
  check_address(message.called.octets);
  check_address(message.calling.octets);
  const auto size = encode_sccp(message, buffer);
  if (in_layout(message.findings)) {
    require(size && same(std::span<const std::byte>(buffer).first(*size), in));
  } else {
    require(size || size.error().code == SccpEncodeCode::kTooLong);
  }
  const auto returned = encode_sccp_return(message, ReturnCause::kUnqualified, buffer);
  require(message.return_on_error() || !returned);
  if (returned) {
    const auto back = decode_sccp(std::span<const std::byte>(buffer).first(*returned));
    require(back && back->spec().service && in_layout(back->findings));
    require(same(back->called.octets, message.calling.octets));
    require(same(back->data, message.data) && back->segmentation == message.segmentation);
  }
  check_sent(answer_to(message, message.data));
}

void check_point_code(std::string_view text) {
  const auto code = parse_point_code(text);
  if (!code) {
    require(code.error().offset <= text.size());
    return;
  }
  require(code->value <= kMaxPointCode);
  for (const auto form : {PointCodeForm::kPlain, PointCodeForm::k383})
    require(parse_point_code(format_point_code(*code, form)) == code);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = std::as_bytes(std::span(data, size));
  const auto message = decode_sccp(in);
  if (message) {
    check_message(*message, in);
  } else {
    require(message.error().offset <= size && message.error().recoverable);
    // Behind the octet that makes it no message.
    check_address(in.subspan(std::min<std::size_t>(size, 1)));
    check_point_code({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
