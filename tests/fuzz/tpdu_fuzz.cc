// Any octets as a TPDU: flow and form of a report from the first octet, the TPDU from the rest.
// Holds: no view leaves the input; texts are valid UTF-8; what is refused names an offset inside;
// a DELIVER or SUBMIT without findings that is written again reads the same.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "filters/sms/alphabet.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/tpdu/decode.hh"
#include "smsc-proxy/tpdu/encode.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using namespace smsfw::tpdu;
using smsfw::fuzz::require;
using smsfw::fuzz::require_inside;
using smsfw::fuzz::require_utf8;

std::string text_of(const UserData& data) {
  std::string text;
  append_text(data, text);
  return text;
}

void check_views(const TpduView& view, std::span<const std::byte> tpdu) {
  for (std::size_t i = 0; i < kTpFieldCount; ++i)
    require_inside(view.octets(static_cast<TpField>(i)), tpdu);
  require_inside(view.trailing(), tpdu);
  require(view.findings().has(TpduFinding::kTrailingOctets) == !view.trailing().empty());
  require_inside(view.address().value, tpdu);
  require_utf8(view.address().text);

  const UserData& data = view.user_data();
  require_inside(data.octets, tpdu);
  require_inside(data.text, data.octets);
  require(data.first_septet + data.septets <=
          std::max<std::size_t>(data.length, data.first_septet));
  data.header.for_each(
      [&](const sms::InformationElement& element) { require_inside(element.data, data.octets); });
  const std::string text = text_of(data);
  require_utf8(text);
  if (data.coding.counts_septets()) {
    sms::SeptetBuffer septets{};
    const std::size_t count = unpack_text(data, septets);
    require(count == data.septets);
    std::string again;
    sms::append_text(sms::Alphabet::kGsm7Unpacked, std::span(septets).first(count), again);
    require(again == text);
  }
  if (const auto parts = data.elements.concatenation)
    require(parts->number >= 1 && parts->number <= parts->total);
  view.validity();
}

void check_same(const TpduView& view, std::span<const std::byte> written, Flow flow) {
  const auto again = decode(written, flow);
  require(again.has_value());
  require(!again->findings().any());
  require(again->type() == view.type());
  require(again->first_octet() == view.first_octet());
  require(again->address().text == view.address().text);
  require(again->u8(TpField::kProtocolId) == view.u8(TpField::kProtocolId));
  require(again->u8(TpField::kDataCoding) == view.u8(TpField::kDataCoding));
  require(again->user_data().length == view.user_data().length);
  require(text_of(again->user_data()) == text_of(view.user_data()));
  const auto read = again->user_data().text;
  const auto text = view.user_data().text;
  require(std::equal(read.begin(), read.end(), text.begin(), text.end()));
}

/// An escape before a character of the main table is not written, so that a CR may come to stand
/// where it is padding.
bool name_is_padding(const Expected<std::size_t, EncodeCode>& size, const TpAddress& address) {
  return !size && size.error() == EncodeCode::kBadAddress && address.alphanumeric() &&
         address.text.view().substr(address.text.size() - 1) == "\r";
}

void check_written_again(const TpduView& view, Flow flow) {
  const UserData& data = view.user_data();
  // Elements and septets as the encoder takes them. A header without elements is not written.
  if (view.findings().any() || (data.has_header && data.header.size() < 2)) return;
  sms::SeptetBuffer septets{};
  const std::size_t count = unpack_text(data, septets);
  TextFields text{view.u8(TpField::kDataCoding), {}, data.text};
  if (data.has_header) text.elements = data.octets.subspan(1, data.header.size() - 1);
  if (data.coding.counts_septets()) text.text = std::span(septets).first(count);
  const AddressFields address{view.address().ton(), view.address().npi(),
                              view.address().text.view()};
  std::array<std::byte, kMaxTpduSize> out{};
  if (view.type() == TpduType::kDeliver) {
    const DeliverFields fields{view.first_octet(), address, view.u8(TpField::kProtocolId),
                               *view.time(TpField::kServiceCentreTime), text};
    const auto size = encode(fields, out);
    if (name_is_padding(size, view.address())) return;
    require(size.has_value());
    check_same(view, std::span(out).first(*size), flow);
  } else if (view.type() == TpduType::kSubmit) {
    const SubmitFields fields{view.first_octet(),
                              view.u8(TpField::kMessageReference),
                              address,
                              view.u8(TpField::kProtocolId),
                              view.validity().format,
                              view.octets(TpField::kValidityPeriod),
                              text};
    const auto size = encode(fields, out);
    if (name_is_padding(size, view.address())) return;
    require(size.has_value());
    check_same(view, std::span(out).first(*size), flow);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto tpdu = std::as_bytes(std::span(data, size)).subspan(1);
  const Flow flow = (data[0] & 1) != 0 ? Flow::kToMobile : Flow::kToCentre;
  const ReportForm form = (data[0] & 2) != 0   ? ReportForm::kAck
                          : (data[0] & 4) != 0 ? ReportForm::kError
                                               : ReportForm::kGuess;
  const auto view = decode(tpdu, flow, form);
  if (!view) {
    require(view.error().offset <= tpdu.size());
    require(view.error().recoverable);
    return 0;
  }
  check_views(*view, tpdu);
  check_written_again(*view, flow);
  return 0;
}
