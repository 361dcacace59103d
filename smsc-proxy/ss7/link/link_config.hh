#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/core/ss7_facts.hh"

namespace smsfw::ss7::link {

/// Which half of the relay a peer belongs to. What crosses from one to the other does so in the
/// relay alone.
enum class Side : std::uint8_t { kSmsc, kNetwork };

/// What carries MTP3 users' messages.
enum class Transport : std::uint8_t {
  kM3ua,  ///< RFC 4666 over SCTP.
  kIpa,   ///< SCCP over TCP as Osmocom does it. Has no routing label: it is made from the peer.
};

/// Which end opens the association.
enum class AspRole : std::uint8_t {
  kClient,  ///< We do, and are the application server process of a signalling gateway or STP.
  kServer,  ///< The peer does, and we are the signalling gateway.
};

/// RFC 4666 1.2: who of several active ones carries the traffic.
enum class TrafficMode : std::uint8_t {
  kOverride,   ///< One at a time; the next takes over when it is lost.
  kLoadshare,  ///< All, each for its share of the signalling link selections.
};

/// One application server process: one association.
struct AspConfig {
  std::string name;
  AspRole role = AspRole::kClient;
  std::vector<std::string> local;   ///< Addresses to bind; empty: any. Several: SCTP multi-homing.
  std::uint16_t local_port = 0;     ///< 0: any (client).
  std::vector<std::string> remote;  ///< Addresses of the peer.
  std::uint16_t remote_port = 0;    ///< Client: where to connect. Server: 0 is any source port.
};

/// One application server: a routing context with the associations that serve it.
struct ApplicationServerConfig {
  std::string name;
  Transport transport = Transport::kM3ua;
  std::uint32_t routing_context = 0;  ///< 0: none is sent and none is expected.
  bool registers = false;  ///< The routing context is the peer's answer to a registration.
  TrafficMode traffic_mode = TrafficMode::kOverride;
  std::vector<AspConfig> asps;
};

/// Who is at the other end.
struct PeerConfig {
  std::string name;
  Side side = Side::kNetwork;
  Trust trust = Trust::kUnlisted;  ///< Set here, never by what a message claims.
  /// OPCs that are this peer on its application servers. Empty: all that no other peer there has.
  std::vector<std::string> point_codes;
  /// Ways to and from the peer. To it: the first that is active.
  std::vector<std::string> application_servers;
};

/// Waits between attempts to connect: doubled after each failure. Whole seconds.
struct LinkReconnect {
  std::chrono::seconds min{1};
  std::chrono::seconds max{30};
};

struct Ss7LinkConfig {
  std::string point_code;
  std::uint8_t network_indicator = 2;  ///< ITU-T Q.704 14.2.2; only of messages that carry none.
  std::vector<ApplicationServerConfig> application_servers;
  std::vector<PeerConfig> peers;
  LinkReconnect reconnect;
  std::chrono::seconds heartbeat{10};  ///< 0: none are sent.
  std::size_t queue_messages = 4'096;
  std::size_t queue_octets = 2UL * 1024 * 1024;
  std::size_t max_output = 1UL * 1024 * 1024;  ///< Octets waiting for one association.
};

}  // namespace smsfw::ss7::link
