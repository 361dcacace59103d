#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/link/link_definition.hh"

namespace smsfw::ss7::link {
namespace {

using Path = std::vector<PathPiece>;

Path operator/(Path path, PathPiece piece) {
  path.push_back(piece);
  return path;
}

void check_asp(DefinitionChecker& check, const ApplicationServerConfig& server, std::size_t index,
               const Path& path) {
  const AspConfig& asp = server.asps[index];
  if (asp.role == AspRole::kServer && asp.local_port == 0) {
    check.error(path / "local_port", "missing; a server needs a port to listen on");
  }
  if (asp.role == AspRole::kServer && asp.remote.empty()) {
    check.error(path / "remote", "missing; name the addresses that may connect");
  }
  if (asp.role == AspRole::kClient && asp.remote.empty()) {
    check.error(path / "remote", "missing; name the addresses to connect to");
  }
  if (asp.role == AspRole::kClient && asp.remote_port == 0) {
    check.error(path / "remote_port", "missing; name the port to connect to");
  }
  if (server.transport == Transport::kIpa && (asp.local.size() > 1 || asp.remote.size() > 1)) {
    check.error(path / (asp.remote.size() > 1 ? "remote" : "local"),
                "has several addresses, but TCP knows one; multi-homing needs transport m3ua");
  }
}

void check_registration(DefinitionChecker& check, const ApplicationServerConfig& server,
                        const Path& path) {
  if (server.transport == Transport::kIpa) {
    check.error(path / "register", "belongs to transport m3ua; leave it out");
  }
  if (server.routing_context != 0) {
    check.error(path / "routing_context",
                "is assigned by the peer with register: true; leave one of the two out");
  }
  for (std::size_t n = 0; n < server.asps.size(); ++n) {
    if (server.asps[n].role != AspRole::kServer) continue;
    check.error(path / "asps" / n / "role",
                "is server, but only a client registers; leave register out");
  }
}

// A connection that comes in is told by addresses and ports alone.
void check_servers_apart(DefinitionChecker& check, const Ss7LinkConfig& config,
                         std::string_view section) {
  std::set<std::tuple<std::uint16_t, std::string, std::uint16_t>> seen;
  for (std::size_t i = 0; i < config.application_servers.size(); ++i) {
    const auto& asps = config.application_servers[i].asps;
    for (std::size_t n = 0; n < asps.size(); ++n) {
      if (asps[n].role != AspRole::kServer) continue;
      for (const std::string& remote : asps[n].remote) {
        if (seen.emplace(asps[n].local_port, remote, asps[n].remote_port).second) continue;
        check.error(Path{section, "application_servers", i, "asps", n, "remote_port"},
                    "cannot be told from another server ASP with the same local_port and remote; "
                    "give one of them another port");
      }
    }
  }
}

void check_application_servers(DefinitionChecker& check, const Ss7LinkConfig& config,
                               std::string_view section) {
  check.unique({section, "application_servers"}, "name", config.application_servers,
               &ApplicationServerConfig::name);
  std::set<std::string_view> asp_names;
  for (std::size_t i = 0; i < config.application_servers.size(); ++i) {
    const ApplicationServerConfig& server = config.application_servers[i];
    const Path path{section, "application_servers", i};
    check.unique(path / "asps", "name", server.asps, &AspConfig::name, asp_names);
    for (std::size_t n = 0; n < server.asps.size(); ++n)
      check_asp(check, server, n, path / "asps" / n);
    if (server.registers) check_registration(check, server, path);
    if (server.transport != Transport::kIpa) continue;
    if (server.asps.size() > 1) {
      check.error(path / "asps",
                  "has several, but IPA knows one association an application server; write one "
                  "application server each and list them in the peer");
    }
    if (server.routing_context != 0) {
      check.error(path / "routing_context", "belongs to transport m3ua; leave it out");
    }
  }
  check_servers_apart(check, config, section);
}

void check_ipa_peer(DefinitionChecker& check, const Ss7LinkConfig& config, std::string_view section,
                    const ApplicationServerConfig& server, std::size_t index) {
  std::size_t users = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < config.peers.size(); ++i) {
    const auto& ways = config.peers[i].application_servers;
    if (std::find(ways.begin(), ways.end(), server.name) == ways.end()) continue;
    ++users;
    last = i;
  }
  if (users > 1) {
    check.error(Path{section, "application_servers", index, "transport"},
                "ipa carries no point code, so it can serve one peer only; " +
                    std::to_string(users) + " name it");
  }
  if (users == 1 && config.peers[last].point_codes.size() != 1) {
    check.error(Path{section, "peers", last, "point_codes"},
                "needs exactly one: application server '" + server.name +
                    "' is ipa, whose messages come from that point code");
  }
}

}  // namespace

void check_link(DefinitionChecker& check, const Ss7LinkConfig& config, std::string_view section) {
  check_application_servers(check, config, section);
  check.unique({section, "peers"}, "name", config.peers, &PeerConfig::name);
  std::set<std::string_view> used;
  // Whose an originating point code is on one application server; -1: any other.
  std::set<std::pair<std::string_view, int>> owners;
  const auto own = parse_point_code(config.point_code);
  for (std::size_t i = 0; i < config.peers.size(); ++i) {
    const PeerConfig& peer = config.peers[i];
    const Path path{section, "peers", i};
    for (std::size_t n = 0; n < peer.application_servers.size(); ++n) {
      const std::string& server = peer.application_servers[n];
      used.insert(server);
      if (named(config.application_servers, server) == nullptr) {
        check.error(path / "application_servers" / n,
                    no_such("application server", server, config.application_servers));
      }
      if (peer.point_codes.empty() && !owners.emplace(server, -1).second) {
        check.error(path / "point_codes",
                    "missing; another peer already has all that is left on '" + server + "'");
      }
      for (std::size_t c = 0; c < peer.point_codes.size(); ++c) {
        const auto code = parse_point_code(peer.point_codes[c]);
        if (!code) continue;  // said by the key
        if (!owners.emplace(server, code->value).second) {
          check.error(path / "point_codes" / c,
                      "'" + peer.point_codes[c] + "' already is a peer on '" + server + "'");
        }
        if (n == 0 && own && *code == *own) {
          check.error(path / "point_codes" / c, "is our own point code");
        }
      }
    }
  }
  for (std::size_t i = 0; i < config.application_servers.size(); ++i) {
    const ApplicationServerConfig& server = config.application_servers[i];
    if (!server.name.empty() && !used.contains(server.name)) {
      check.error(Path{section, "application_servers", i, "name"},
                  "no peer names it; list it in a peer's application_servers or take it out");
    }
    if (server.transport == Transport::kIpa) check_ipa_peer(check, config, section, server, i);
  }
  if (config.reconnect.min > config.reconnect.max) {
    check.error(Path{section, "reconnect", "min"}, "is above max; swap the two");
  }
}

}  // namespace smsfw::ss7::link
