#include "tests/bench/map/forward_messages.hh"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/utf8.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/tpdu/encode.hh"

namespace smsfw::bench {
namespace {

using namespace smsfw::ss7;

using Octets = std::vector<std::byte>;

constexpr std::size_t kMaxSeptets = 160;
constexpr std::size_t kMaxUcs2 = 140;
// No other octets of a message look like it.
constexpr std::uint32_t kMark = 0xA5B6C7D8;
constexpr std::uint8_t kUcs2 = 0x08;

template <class Size>
Octets written(const Size& size, std::span<const std::byte> buffer) {
  if (!size) {
    std::fprintf(stderr, "bench: a message cannot be written\n");
    std::exit(1);
  }
  return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*size)};
}

Octets ucs2(std::string_view text) {
  Octets out;
  std::span<const unsigned char> rest(reinterpret_cast<const unsigned char*>(text.data()),
                                      text.size());
  while (!rest.empty()) {
    const auto step = sms::get_utf8(rest);
    rest = rest.subspan(step.size);
    const auto unit = [&](unsigned value) {
      out.push_back(static_cast<std::byte>(value >> 8U));
      out.push_back(static_cast<std::byte>(value & 0xFFU));
    };
    const char32_t c = step.character;
    if (out.size() + (c > 0xFFFF ? 4U : 2U) > kMaxUcs2) break;
    if (c > 0xFFFF) {
      unit(0xD7C0U + (c >> 10U));
      unit(0xDC00U | (c & 0x3FFU));
    } else {
      unit(c);
    }
  }
  return out;
}

Octets tpdu_of(std::string_view text, std::string_view sender) {
  std::array<std::byte, 4096> septets;
  tpdu::DeliverFields fields;
  fields.originator = {1, 1, sender};
  fields.time = {26, 11, 27, 23, 45, 0, 28, false};
  Octets wide;
  if (const auto count = sms::encode_gsm7(text, septets)) {
    fields.data.text = std::span(septets).first(std::min(*count, kMaxSeptets));
  } else {
    wide = ucs2(text);
    fields.data.data_coding = kUcs2;
    fields.data.text = wide;
  }
  std::array<std::byte, 200> buffer;
  return written(tpdu::encode(fields, buffer), buffer);
}

Octets title(std::string_view digits) {
  const auto made = SccpAddressOctets::title(digits, subsystem::kMsc);
  const std::span<const std::byte> octets = made ? made->view() : std::span<const std::byte>();
  return {octets.begin(), octets.end()};
}

Octets unit_of(const Octets& called, const Octets& calling, const Octets& tcap) {
  SccpUnitdata unitdata;
  unitdata.called = called;
  unitdata.calling = calling;
  unitdata.data = tcap;
  unitdata.return_on_error = true;
  const auto plan = plan_unitdata(unitdata);
  if (!plan || plan->count != 1) {
    std::fprintf(stderr, "bench: a message needs segments\n");
    std::exit(1);
  }
  std::array<std::byte, kMaxSignalUnit> buffer;
  return written(encode_unitdata(unitdata, *plan, 0, buffer), buffer);
}

void put_id(std::vector<std::byte>& octets, std::size_t at, std::uint32_t id) noexcept {
  for (unsigned i = 0; i < 4; ++i)
    octets[at + i] = static_cast<std::byte>(id >> (24U - 8U * i) & 0xFFU);
}

std::size_t mark_in(const Octets& octets) {
  Octets mark(4);
  put_id(mark, 0, kMark);
  const auto at = std::search(octets.begin(), octets.end(), mark.begin(), mark.end());
  return static_cast<std::size_t>(at - octets.begin());
}

}  // namespace

void ForwardMessage::set_dialogue(std::uint32_t id) noexcept {
  put_id(begin, id_in_begin, id);
  put_id(end, id_in_end, id);
}

ForwardMessage forward_message(std::string_view text, std::uint32_t number) {
  const std::string digits = std::to_string(10'000'000 + number % 10'000'000);
  const std::string sender = "8491" + digits;
  const Octets centre = title("44770000099");
  const Octets msc = title("84900000077");
  std::array<std::byte, 512> buffer;
  const auto address =
      MapAddressOctets::make(MapNature::kInternational, MapPlan::kIsdn, "44770000099");
  const Octets imsi = written(encode_tbcd("4520100" + digits, buffer), buffer);
  const Octets user_data = tpdu_of(text, sender);
  ForwardSm message;
  message.destination = {RpDestinationKind::kImsi, imsi};
  message.origin = {RpOriginKind::kServiceCentre, address->view()};
  message.user_data = user_data;
  const Octets argument =
      written(encode_forward_sm(message, operation::kMtForwardSm, MapVersion::k3, buffer), buffer);

  const TransactionId id{kMark, 4};
  const ApplicationContext relay{context::kShortMsgMtRelay, 3};
  const std::array<std::byte, 7> name{std::byte{4}, std::byte{0},  std::byte{0}, std::byte{1},
                                      std::byte{0}, std::byte{25}, std::byte{3}};
  ForwardMessage made;
  made.begin = unit_of(msc, centre,
                       written(TcapBuilder::begin(id)
                                   .request(relay)
                                   .invoke(1, operation::kMtForwardSm, argument)
                                   .encode(buffer),
                               buffer));
  made.end = unit_of(
      centre, msc,
      written(TcapBuilder::end(id).accept(name).result(1, operation::kMtForwardSm).encode(buffer),
              buffer));
  made.id_in_begin = mark_in(made.begin);
  made.id_in_end = mark_in(made.end);
  return made;
}

}  // namespace smsfw::bench
