// Anything as an M3UA message and as a run of IPA frames. What can be read must lie inside the
// input, and come back from the writers as it was.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "smsc-proxy/ss7/link/ipa.hh"
#include "smsc-proxy/ss7/link/m3ua.hh"
#include "tests/fuzz/require.hh"

using namespace smsfw;
using namespace smsfw::ss7::link;
using smsfw::fuzz::require;
using smsfw::fuzz::require_inside;

namespace {

std::vector<std::byte> buffer;

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void check_data(const m3ua::Message& message, std::span<const std::byte> in) {
  const auto data = m3ua::read_data(message);
  if (!data) return;
  require_inside(data->octets, in);
  require(data->label.opc.value <= ss7::kMaxPointCode);
  require(data->label.dpc.value <= ss7::kMaxPointCode);
  buffer.clear();
  m3ua::write_data(buffer, data->routing_context.value_or(0), data->label, data->octets);
  const auto whole = m3ua::read_message(buffer);
  require(whole.has_value());
  const auto again = m3ua::read_data(*whole);
  require(again && again->label == data->label && same(again->octets, data->octets));
  require(again->routing_context.value_or(0) == data->routing_context.value_or(0));
}

void check_registration(const m3ua::Message& message) {
  const auto result = m3ua::read_registration(message);
  if (!result) return;
  require(!result->registered() || result->routing_context != 0);
  const m3ua::Parameter* whole = message.find(m3ua::Tag::kRegistrationResult);
  require(whole != nullptr && whole->value.size() <= 24);
}

void check_message(const m3ua::Message& message, std::span<const std::byte> in) {
  for (const m3ua::Parameter& one : message.parameters) {
    require_inside(one.value, in);
    require(message.find(one.tag) != nullptr);
  }
  buffer.clear();
  const std::span<const m3ua::Parameter> all(message.parameters.begin(), message.parameters.size());
  m3ua::write_message(buffer, message.message_class, message.type, all);
  const auto again = m3ua::read_message(buffer);
  require(again && again->is(message.message_class, message.type));
  require(again->parameters.size() == message.parameters.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    require(again->parameters[i].tag == all[i].tag);
    require(same(again->parameters[i].value, all[i].value));
  }
  // Every message as each of the two: the link asks by class and type first.
  check_data(message, in);
  check_registration(message);
}

void check_frames(std::span<const std::byte> in) {
  for (std::size_t at = 0; at < in.size();) {
    const auto frame = ipa::read_frame(in.subspan(at));
    if (!frame) break;
    require(frame->size == ipa::kHeaderSize + frame->octets.size());
    require_inside(frame->octets, in.subspan(at));
    buffer.clear();
    ipa::write_frame(buffer, frame->protocol, frame->octets);
    require(same(buffer, in.subspan(at, frame->size)));
    at += frame->size;
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = std::as_bytes(std::span(data, size));
  if (const auto message = m3ua::read_message(in)) check_message(*message, in);
  check_frames(in);
  return 0;
}
