#include "smsc-proxy/ss7/link/link_definition.hh"

#include <arpa/inet.h>

#include <array>

#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/link/asp_choice.hh"
#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw {

using namespace std::chrono_literals;
using ss7::link::ApplicationServerConfig;
using ss7::link::AspConfig;
using ss7::link::AspRole;
using ss7::link::LinkReconnect;
using ss7::link::PeerConfig;
using ss7::link::Side;
using ss7::link::Ss7LinkConfig;
using ss7::link::TrafficMode;
using ss7::link::Transport;

std::span<const EnumName<Side>> EnumNames<Side>::names() {
  static constexpr std::array<EnumName<Side>, 2> kNames{
      {{Side::kSmsc, "smsc"}, {Side::kNetwork, "network"}}};
  return kNames;
}

std::span<const EnumName<Transport>> EnumNames<Transport>::names() {
  static constexpr std::array<EnumName<Transport>, 2> kNames{
      {{Transport::kM3ua, "m3ua"}, {Transport::kIpa, "ipa"}}};
  return kNames;
}

std::span<const EnumName<AspRole>> EnumNames<AspRole>::names() {
  static constexpr std::array<EnumName<AspRole>, 2> kNames{
      {{AspRole::kClient, "client"}, {AspRole::kServer, "server"}}};
  return kNames;
}

std::span<const EnumName<TrafficMode>> EnumNames<TrafficMode>::names() {
  static constexpr std::array<EnumName<TrafficMode>, 2> kNames{
      {{TrafficMode::kOverride, "override"}, {TrafficMode::kLoadshare, "loadshare"}}};
  return kNames;
}

std::string check_point_code(std::string_view text) {
  if (text.empty()) return {};  // said by Required
  const auto code = ss7::parse_point_code(text);
  if (code) return {};
  return "is no point code: " + std::string(to_string(code.error().problem));
}

namespace {

std::string check_address(std::string_view text) {
  const std::string host(text);
  in6_addr room{};
  if (inet_pton(AF_INET, host.c_str(), &room) == 1) return {};
  if (inet_pton(AF_INET6, host.c_str(), &room) == 1) return {};
  return "is no IP address; write for instance 192.0.2.7 or 2001:db8::7 (the port has its own key)";
}

constexpr Range kPort{0, 65'535};
constexpr std::size_t kMaxAddresses = 8;

}  // namespace

template <>
const Definition& definition_of<AspConfig>() {
  static const Definition table = define<AspConfig>(
      "One application server process: one association.",
      {key<&AspConfig::name>("name", Change::kRestart, "Name in events and metrics.", Required{},
                             Form{check_name}),
       key<&AspConfig::role>("role", Change::kRestart,
                             "client: we connect, and are the application server process. server: "
                             "the peer connects, and we are the signalling gateway."),
       key<&AspConfig::local>("local", Change::kRestart,
                              "Our addresses; several for SCTP multi-homing. Empty: any.",
                              Form{check_address}, Count{0, kMaxAddresses}),
       key<&AspConfig::local_port>("local_port", Change::kRestart,
                                   "Our port. 0: any; a server has to say one.", kPort),
       key<&AspConfig::remote>("remote", Change::kRestart,
                               "The peer's addresses; several for SCTP multi-homing.",
                               Form{check_address}, Count{0, kMaxAddresses}),
       key<&AspConfig::remote_port>(
           "remote_port", Change::kRestart,
           "The peer's port; for M3UA 2905 by custom. Of a server, 0: any source port.", kPort)});
  return table;
}

template <>
const Definition& definition_of<ApplicationServerConfig>() {
  static const Definition table = define<ApplicationServerConfig>(
      "One application server: a routing context with the associations that serve it.",
      {key<&ApplicationServerConfig::name>(
           "name", Change::kRestart,
           "Name in peers, events and metrics; over IPA also the name that both ends know it by.",
           Required{}, Form{check_name}),
       key<&ApplicationServerConfig::transport>(
           "transport", Change::kRestart,
           "m3ua: M3UA over SCTP. ipa: SCCP over IPA and TCP, which carries no routing label; it "
           "is made from the peer's point code and ours."),
       key<&ApplicationServerConfig::routing_context>(
           "routing_context", Change::kRestart,
           "M3UA routing context, agreed with the peer. 0: none is sent.", Range{0, 0xffff'ffff}),
       key<&ApplicationServerConfig::registers>(
           "register", Change::kRestart,
           "true: ask the peer for the routing context instead (RFC 4666 4.4, m3ua clients only). "
           "It assigns one to all messages for our point code."),
       key<&ApplicationServerConfig::traffic_mode>(
           "traffic_mode", Change::kRestart,
           "override: one association at a time, the next takes over. loadshare: all at once, "
           "chosen by signalling link selection."),
       key<&ApplicationServerConfig::asps>("asps", Change::kRestart,
                                           "Its associations, in order of preference.", Required{},
                                           Count{1, ss7::link::kMaxAsps})});
  return table;
}

template <>
const Definition& definition_of<PeerConfig>() {
  static const Definition table = define<PeerConfig>(
      "Who is at the other end.",
      {key<&PeerConfig::name>("name", Change::kRestart, "Name in events and metrics.", Required{},
                              Form{check_name}),
       key<&PeerConfig::side>("side", Change::kRestart,
                              "smsc or network: which half of the relay it belongs to."),
       key<&PeerConfig::trust>(
           "trust", Change::kRestart,
           "How far its word is taken: own, partner, unlisted, suspect or barred."),
       key<&PeerConfig::point_codes>(
           "point_codes", Change::kRestart,
           "Originating point codes that are this peer on its application servers. Empty: all "
           "that no other peer there has.",
           Form{check_point_code}, Count{0, 256}),
       key<&PeerConfig::application_servers>(
           "application_servers", Change::kRestart,
           "Names of the ways to and from it. To it goes the first that is active.", Required{},
           Form{check_name}, Count{1, 16})});
  return table;
}

template <>
const Definition& definition_of<LinkReconnect>() {
  static const Definition table = define<LinkReconnect>(
      "How long to wait before a connection is tried again: doubled after each failure.",
      {key<&LinkReconnect::min>("min", Change::kRestart, "The first wait.", Span{1s, 1h}),
       key<&LinkReconnect::max>("max", Change::kRestart, "The longest wait.", Span{1s, 1h})});
  return table;
}

template <>
const Definition& definition_of<Ss7LinkConfig>() {
  static const Definition table = define<Ss7LinkConfig>(
      "The SS7 link.",
      {key<&Ss7LinkConfig::point_code>(
           "point_code", Change::kRestart,
           "Our own point code: one number, or zone, area and point (2-2-2). Messages to any other "
           "are not taken.",
           Required{}, Form{check_point_code}),
       key<&Ss7LinkConfig::network_indicator>(
           "network_indicator", Change::kRestart,
           "0 international, 2 national (1 and 3: spare). For messages whose transport carries "
           "none; of others it is kept as it came.",
           Range{0, 3}),
       key<&Ss7LinkConfig::application_servers>("application_servers", Change::kRestart,
                                                "The associations.", Required{}, Count{1, 64}),
       key<&Ss7LinkConfig::peers>("peers", Change::kRestart, "Who is reached over them.",
                                  Required{}, Count{1, ss7::link::kMaxPeers}),
       key<&Ss7LinkConfig::reconnect>("reconnect", Change::kRestart,
                                      "Waits between attempts to connect."),
       key<&Ss7LinkConfig::heartbeat>(
           "heartbeat", Change::kRestart,
           "A heartbeat is sent this often on each association; one that is not answered by the "
           "time of the next but one ends it. 0: none.",
           Span{0s, 1h}),
       key<&Ss7LinkConfig::queue_messages>(
           "queue_messages", Change::kRestart,
           "Messages that wait to be judged before we stop reading from the network.",
           Range{16, 1'000'000}),
       key<&Ss7LinkConfig::queue_octets>("queue_octets", Change::kRestart, "The same in octets.",
                                         Range{65'536, 1'073'741'824}, Octets{}),
       key<&Ss7LinkConfig::max_output>(
           "max_output", Change::kRestart,
           "Octets waiting for one association before it counts as congested.",
           Range{65'536, 1'073'741'824}, Octets{})});
  return table;
}

}  // namespace smsfw
