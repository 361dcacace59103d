#include "smsc-proxy/cli/capture_reader.hh"

#include <algorithm>
#include <array>
#include <tuple>

#include "smsc-proxy/cli/flow_table.hh"
#include "smsc-proxy/cli/packet_layers.hh"
#include "smsc-proxy/cli/sctp_chunks.hh"
#include "smsc-proxy/cli/tcp_stream.hh"
#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/ss7/link/ipa.hh"
#include "smsc-proxy/ss7/link/m3ua.hh"

namespace smsfw::cli {
namespace {

using Octets = std::span<const std::byte>;
using std::chrono::microseconds;
namespace ipa = ss7::link::ipa;
namespace m3ua = ss7::link::m3ua;

constexpr std::size_t kMaxSctpFlows = 4'096;

enum class Protocol : std::uint8_t { kSmpp, kIpa };

/// Client's address and port, then the server's.
using ConnectionKey = std::tuple<IpAddress, std::uint16_t, IpAddress, std::uint16_t>;

struct Direction {
  TcpStream stream;
  /// The next octet in order begins a message.
  bool framed = false;
};

struct Connection {
  std::uint64_t number = 0;
  Protocol protocol = Protocol::kSmpp;
  std::array<Direction, 2> directions;  // the client's first
};

/// True where a stream that was joined in its middle may begin a PDU here.
bool begins_pdu(Octets octets) noexcept {
  const auto frame = smpp::frame(octets, smpp::kDefaultMaxPduLength);
  const auto header = smpp::decode_header(octets);
  return frame && header && smpp::find_pdu_spec(header->command_id) != nullptr;
}

bool begins_ipa(Octets octets) noexcept {
  return octets.size() >= ipa::kHeaderSize &&
         (octets[2] == ipa::kSccp || octets[2] == ipa::kConnectionManagement);
}

class Reading {
 public:
  Reading(const CapturePorts& ports, CaptureSink& sink) : ports_(ports), sink_(sink) {}

  CaptureResult run(Octets octets) {
    auto file = CaptureFile::open(octets);
    if (!file) return {counts_, file.error()};
    while (const auto packet = file->next()) {
      ++counts_.packets;
      time_ = packet->time;
      take_packet(*packet);
    }
    while (connections_.size() != 0)
      forget_connection();
    return {counts_, file->error()};
  }

 private:
  void take_packet(const CapturedPacket& packet) {
    const LinkPayload payload = read_link(packet.link_type, packet.octets);
    switch (payload.what) {
      case Carried::kNothing:
        ++counts_.others;
        break;
      case Carried::kSccp:
        take_sccp(std::nullopt, payload.octets);
        break;
      case Carried::kMtp3:
        take_mtp3(payload.octets);
        break;
      case Carried::kIp:
        take_ip(payload.octets);
        break;
    }
  }

  void take_sccp(const std::optional<UnitLabel>& label, Octets octets) {
    ++counts_.units;
    sink_.sccp(time_, label, octets);
  }

  void unreadable(CaptureLayer layer, bool from_client, const DecodeError& error) {
    ++counts_.unreadable;
    sink_.unreadable(time_, layer, from_client, error);
  }

  void take_mtp3(Octets octets) {
    const auto unit = read_mtp3(octets);
    if (!unit || unit->service != ss7::link::kServiceSccp) {
      ++counts_.others;
      return;
    }
    take_sccp(UnitLabel{unit->opc, unit->dpc}, unit->octets);
  }

  void take_ip(Octets octets) {
    const auto packet = read_ip(octets);
    const bool tcp = packet && packet->protocol == kTcpProtocol;
    const bool sctp = packet && packet->protocol == kSctpProtocol;
    if (!tcp && !sctp) {
      ++counts_.others;
    } else if (packet->fragment) {
      ++counts_.fragments;
    } else if (tcp) {
      take_tcp(*packet);
    } else {
      take_sctp(packet->payload);
    }
  }

  // ---- SCTP ----

  void take_sctp(Octets octets) {
    SctpChunks chunks(octets);
    if (!chunks.flow()) {
      ++counts_.others;
      return;
    }
    bool any = false;
    while (const auto data = chunks.next()) {
      if (data->protocol != m3ua::kPayloadProtocol) continue;
      any = true;
      if (!seen_.of(*chunks.flow()).add(data->tsn)) {
        ++counts_.repeated;
      } else if (!data->whole) {
        ++counts_.fragments;
      } else {
        take_m3ua(data->payload);
      }
    }
    if (!any) ++counts_.others;
  }

  void take_m3ua(Octets octets) {
    // RFC 4666 has codes of its own for what is wrong; here it is one, at the message's begin.
    constexpr DecodeError kWrong{DecodeCode::kBadValue, 0, true};
    const auto message = m3ua::read_message(octets);
    if (!message) return unreadable(CaptureLayer::kM3ua, false, kWrong);
    if (!message->is(m3ua::Class::kTransfer, m3ua::kData)) return;
    const auto data = m3ua::read_data(*message);
    if (!data) return unreadable(CaptureLayer::kM3ua, false, kWrong);
    if (data->label.si != ss7::link::kServiceSccp) return;
    take_sccp(UnitLabel{data->label.opc, data->label.dpc}, data->octets);
  }

  // ---- TCP ----

  static bool has(const std::vector<std::uint16_t>& ports, std::uint16_t port) noexcept {
    return std::find(ports.begin(), ports.end(), port) != ports.end();
  }
  std::optional<Protocol> protocol_of(std::uint16_t port) const noexcept {
    if (has(ports_.smpp, port)) return Protocol::kSmpp;
    if (has(ports_.ipa, port)) return Protocol::kIpa;
    return std::nullopt;
  }

  void take_tcp(const IpPacket& packet) {
    const auto segment = read_tcp(packet.payload);
    const auto to = segment ? protocol_of(segment->destination) : std::nullopt;
    const auto from = segment ? protocol_of(segment->source) : std::nullopt;
    if (!to && !from) {
      ++counts_.others;
      return;
    }
    ConnectionKey key{packet.source, segment->source, packet.destination, segment->destination};
    if (!to) {
      key = {packet.destination, segment->destination, packet.source, segment->source};
    }
    if (connections_.size() == kMaxConnections) forget_connection();
    Connection& connection = connections_.of(key);
    if (connection.number == 0) {
      connection.number = ++last_connection_;
      connection.protocol = to ? *to : *from;
    } else if (to && segment->syn) {
      sink_.smpp_over(connection.number);  // another one from the same port
    }
    Direction& direction = connection.directions[to ? 0 : 1];
    const std::size_t before = direction.stream.held();
    take_segment(connection, direction, *segment, to.has_value());
    held_ += direction.stream.held() - before;
    while (held_ > kMaxStreamOctets)
      forget_connection();
  }

  void take_segment(const Connection& connection, Direction& direction, const TcpSegment& segment,
                    bool from_client) {
    switch (direction.stream.add(segment)) {
      case TcpStream::Taken::kWaiting:
        break;
      case TcpStream::Taken::kBroken:
        if (!segment.syn && direction.framed) ++counts_.gaps;
        direction.framed = segment.syn;
        [[fallthrough]];
      case TcpStream::Taken::kInOrder:
        take_messages(connection, direction, from_client);
        break;
    }
  }

  void take_messages(const Connection& connection, Direction& direction, bool from_client) {
    TcpStream& stream = direction.stream;
    if (!direction.framed) {
      const bool smpp = connection.protocol == Protocol::kSmpp;
      direction.framed = smpp ? begins_pdu(stream.ready()) : begins_ipa(stream.ready());
    }
    if (!direction.framed) return stream.drop_ready();
    if (connection.protocol == Protocol::kIpa) return take_frames(stream);
    while (!stream.ready().empty()) {
      const auto frame = smpp::frame(stream.ready(), smpp::kDefaultMaxPduLength);
      if (!frame) {
        direction.framed = false;
        stream.drop_ready();
        return unreadable(CaptureLayer::kSmpp, from_client, frame.error());
      }
      if (!frame->complete) return;
      ++counts_.pdus;
      sink_.smpp(time_, connection.number, from_client, stream.ready().first(frame->length));
      stream.consume(frame->length);
    }
  }

  void take_frames(TcpStream& stream) {
    while (const auto frame = ipa::read_frame(stream.ready())) {
      if (frame->protocol == ipa::kSccp) take_sccp(std::nullopt, frame->octets);
      stream.consume(frame->size);
    }
  }

  /// What of the oldest connection still waits for octets that never came is read without them.
  void forget_connection() {
    Connection& oldest = connections_.oldest();
    for (const bool from_client : {true, false}) {
      Direction& direction = oldest.directions[from_client ? 0 : 1];
      held_ -= direction.stream.held();
      while (direction.stream.skip_missing()) {
        ++counts_.gaps;
        direction.framed = false;
        take_messages(oldest, direction, from_client);
      }
    }
    sink_.smpp_over(oldest.number);
    connections_.evict();
  }

  const CapturePorts& ports_;
  CaptureSink& sink_;
  CaptureCounts counts_;
  microseconds time_{0};
  FlowTable<SctpFlow, SeenTsns> seen_{kMaxSctpFlows};
  FlowTable<ConnectionKey, Connection> connections_{kMaxConnections};
  std::uint64_t last_connection_ = 0;
  std::size_t held_ = 0;
};

}  // namespace

CaptureResult read_capture(Octets file, const CapturePorts& ports, CaptureSink& sink) {
  return Reading(ports, sink).run(file);
}

}  // namespace smsfw::cli
