#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/control/admin_route.hh"

namespace smsfw::control {

/// What the control port takes at most, and waits at most.
struct AdminLimits {
  std::uint32_t header_bytes = 8'192;
  std::uint64_t body_bytes = 65'536;
  std::size_t connections = 64;
  std::chrono::milliseconds handshake{5'000};
  std::chrono::milliseconds request{5'000};  ///< From the first octet awaited to the last read.
  std::chrono::milliseconds idle{30'000};    ///< Between requests of one connection.
  std::chrono::milliseconds write{10'000};
  std::chrono::milliseconds answer{120'000};  ///< For a handler to answer.
};

struct AdminConfig {
  /// Address and port, `127.0.0.1:9480` or `[::1]:9480`. Port 0: any free one.
  std::string listen = "127.0.0.1:9480";
  /// Token of changes, one line; made with a random token and mode 0640 when it is missing.
  std::string token_file = "run/control.token";
  // TLS, PEM files; all empty: none. Needed on other than loopback addresses.
  std::string certificate;
  std::string private_key;
  std::string client_ca;
  AdminLimits limits;
};

/// A change that was asked for, done or refused.
struct AdminAudit {
  std::string actor;   ///< As AdminRequest::actor; `unknown` when it was refused for that.
  std::string act;     ///< Method and path.
  std::string target;  ///< The body, at most 200 octets of it.
  std::string result;  ///< `ok`, or status and reason.
  std::string remote;
};

/// The HTTP server of the control port, on one thread's io_context. Checks Host and Origin (a page
/// in an operator's browser cannot reach it), asks for the token or a client certificate where a
/// route needs it, bounds sizes, times and connections, and reports every change to `audit`.
class AdminServer {
 public:
  /// Reads or makes the token file, and listens. Throws std::runtime_error that says what is wrong
  /// and what to do. `audit` is called on the server's thread.
  AdminServer(asio::io_context& io, AdminConfig config, std::vector<AdminRoute> routes,
              std::function<void(const AdminAudit&)> audit);
  /// Call on the io_context's thread, or when it no longer runs.
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// Where it listens.
  tcp::endpoint local_endpoint() const;

  /// Closes the listener and all connections. On the io_context's thread.
  void stop();

  /// Responses so far by class of status, 1xx to 5xx; any thread may ask.
  std::array<std::uint64_t, 5> answered() const noexcept;

  class Core;  // shared with the connections, which may outlive the server

 private:
  std::shared_ptr<Core> core_;
};

/// Reads a token file, or makes it. Throws std::runtime_error that says what to do when it is
/// empty, short, or open to everybody.
std::string read_or_make_token(const std::string& file);

}  // namespace smsfw::control
