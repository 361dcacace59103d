#include "smsc-proxy/tools/ss7-load/hex_line.hh"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)

std::size_t offset_of(std::span<const std::byte> part, const Octets& in) {
  return static_cast<std::size_t>(part.data() - in.data());
}

/// Where a segmentation parameter has its reference: behind identifier, length and first octet.
std::size_t reference_at(const SccpMessage& message, const Octets& octets) {
  std::span<const std::byte> rest = message.optional_part;
  while (rest.size() >= 2) {
    const auto length = std::to_integer<std::size_t>(rest[1]);
    if (rest[0] == std::byte{0x10} && length == 4) return offset_of(rest, octets) + 3;
    if (rest.size() < 2 + length) break;
    rest = rest.subspan(2 + length);
  }
  return 0;
}

/// What the first message awaits, and of which operations.
void read_tcap(std::span<const std::byte> tcap, Message& out) {
  Step& step = out.steps.front();
  const auto read = decode_tcap(tcap);
  if (!read) {
    out.id = tcap_return_id(tcap);
    step.awaited = out.id.present() ? 1 : 0;  // a P-abort
    return;
  }
  if (read->type != TcapType::kBegin) return;
  out.id = read->originating;
  if (read->dialogue.context) {
    out.version = version_of(*read->dialogue.context).value_or(MapVersion::k1);
  }
  for (const Component& component : read->components) {
    if (component.kind != ComponentKind::kInvoke) continue;
    const auto code = component.code.local.value_or(-1);
    step.invokes.push_back({code, {}});
    const auto* row = find_operation(code);
    // An operation that nobody knows is answered too, by a Reject.
    if (row == nullptr || row->versions == 0 || row->with_result != 0) ++step.awaited;
  }
  if (step.invokes.empty()) step.awaited = 1;
}

/// The same TCAP message with room for an originating id of 4 octets.
Octets widened(std::span<const std::byte> tcap) {
  BerContext context(tcap);
  BerReader reader(context, tcap);
  BerElement whole;
  BerElement id;
  if (!reader.next(whole)) return {};
  BerReader inside(context, whole.content);
  if (!inside.take(kOriginatingTag, id)) return {};
  Octets out(tcap.size() + 16);
  BerWriter writer(out);
  writer.octets(inside.rest());
  constexpr std::array<std::byte, 4> kRoom{};
  writer.element(kOriginatingTag, kRoom);
  writer.close(whole.tag, 0);
  const auto size = writer.finish();
  if (!size) return {};
  out.resize(*size);
  return out;
}

/// The one SCCP message of a dialogue with another size of transaction id.
Octets rewritten(const Octets& octets) {
  auto message = decode_sccp(octets);
  const Octets tcap = widened(message->data);
  if (tcap.empty()) throw std::runtime_error("--renumber: its transaction id cannot be read");
  message->data = tcap;
  Octets out(octets.size() + 16);
  const auto size = encode_sccp(*message, out);
  if (!size) {
    throw std::runtime_error("--renumber: no room for a longer transaction id: " +
                             std::string(to_string(size.error().code)));
  }
  out.resize(*size);
  return out;
}

void renumber(Message& message, std::span<const std::byte> tcap) {
  if (!message.id.present()) return;
  Outgoing& first = message.begin.front();
  std::size_t at = originating_id_at(tcap);
  if (at == 0) {
    if (message.begin.size() > 1) {
      throw std::runtime_error(
          "--renumber: the transaction id of a segmented message must have 4 octets");
    }
    first.octets = rewritten(first.octets);
    at = originating_id_at(decode_sccp(first.octets)->data);
  }
  for (Outgoing& each : message.begin) {
    each.reference_at = reference_at(*decode_sccp(each.octets), each.octets);
  }
  const auto data = decode_sccp(first.octets)->data;
  if (at + 4 > data.size()) {
    throw std::runtime_error("--renumber: the first segment ends inside the transaction id");
  }
  first.id_at = offset_of(data, first.octets) + at;
  message.id = {};
}

}  // namespace

void HexLines::read(std::string_view line, const std::string& place, std::vector<Message>& out) {
  Octets octets = octets_of_hex(line);
  const auto sccp = decode_sccp(octets);
  if (sccp && missing_ != 0 && last_ == out.size() && sccp->segmentation &&
      !sccp->segmentation->first && sccp->segmentation->local_reference == reference_) {
    Message& message = out.back();
    data_.insert(data_.end(), sccp->data.begin(), sccp->data.end());
    message.begin.push_back({std::move(octets)});
    if (--missing_ != 0) return;
    read_tcap(data_, message);
    if (renumber_) renumber(message, data_);
    return;
  }
  missing_ = 0;
  Message& message = out.emplace_back();
  message.place = place;
  message.steps.emplace_back();
  if (!sccp) {
    message.begin.push_back({std::move(octets)});
    return;
  }
  message.called.assign(sccp->called.octets.begin(), sccp->called.octets.end());
  message.calling.assign(sccp->calling.octets.begin(), sccp->calling.octets.end());
  data_.assign(sccp->data.begin(), sccp->data.end());
  const bool opens = sccp->segmentation && sccp->segmentation->first;
  if (opens) reference_ = sccp->segmentation->local_reference;
  missing_ = opens ? sccp->segmentation->remaining : 0;
  last_ = out.size();
  const bool whole = !sccp->segmented() && !sccp->spec().service;
  message.begin.push_back({std::move(octets)});
  if (!whole) return;
  read_tcap(data_, message);
  if (renumber_) renumber(message, data_);
}

}  // namespace smsfw::ss7_load
