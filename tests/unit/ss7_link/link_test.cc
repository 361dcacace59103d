#include "smsc-proxy/ss7/link/link.hh"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string>

#include "tests/catch.hh"

using namespace smsfw::ss7::link;
using Catch::Matchers::Contains;

namespace {

class Silent final : public LinkObserver {
 public:
  void on_asp(const AspChange& /*change*/) override {}
  void on_application_server(const ApplicationServerChange& /*change*/) override {}
  void on_peer(const PeerChange& /*change*/) override {}
  void on_refused(const RefusedMsu& /*refused*/) override {}
};

/// A listening socket of another program.
class TakenPort {
 public:
  TakenPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(socket_, any, size) == 0);
    REQUIRE(listen(socket_, 1) == 0);
    REQUIRE(getsockname(socket_, any, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;
  ~TakenPort() { close(socket_); }
  std::uint16_t port() const { return port_; }

 private:
  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  std::uint16_t port_ = 0;
};

Ss7LinkConfig server_on(const std::string& host, std::uint16_t port) {
  Ss7LinkConfig config;
  config.point_code = "20";
  ApplicationServerConfig& server = config.application_servers.emplace_back();
  server.name = "smsc";
  server.transport = Transport::kIpa;
  AspConfig& asp = server.asps.emplace_back();
  asp.name = "smsc-1";
  asp.role = AspRole::kServer;
  asp.local = {host};
  asp.local_port = port;
  asp.remote = {"127.0.0.1"};
  return config;
}

std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

}  // namespace

TEST_CASE("a link that cannot listen says so, and leaves nothing open", "[ss7][link]") {
  Silent observer;
  const TakenPort taken;
  // The library opens what it keeps for all its life with the first link.
  const auto anywhere = server_on("127.0.0.1", 0);
  { const Link first(anywhere, observer); }
  const auto before = open_files();
  const auto busy = server_on("127.0.0.1", taken.port());
  CHECK_THROWS_WITH(Link(busy, observer),
                    Contains("cannot listen on 127.0.0.1 port") && Contains("for ASP 'smsc-1'"));
  CHECK(open_files() == before);
}
