#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/control/admin_http.hh"
#include "smsc-proxy/control/beast.hh"

namespace smsfw::control {

/// A connection, as its server sees it.
class AdminConnection {
 public:
  virtual ~AdminConnection() = default;
  virtual void close() = 0;
};

/// What all connections of one server share: routes, checks, limits, counters.
class AdminServer::Core : public std::enable_shared_from_this<AdminServer::Core> {
 public:
  Core(asio::io_context& io, AdminConfig config, std::vector<AdminRoute> routes,
       std::function<void(const AdminAudit&)> audit);

  void listen();
  void stop();
  tcp::endpoint local_endpoint() const { return acceptor_.local_endpoint(); }
  const AdminLimits& limits() const noexcept { return config_.limits; }
  asio::io_context& io() noexcept { return io_; }
  bool tls() const noexcept { return tls_ != nullptr; }
  std::array<std::uint64_t, 5> answered() const noexcept;

  using Request = http::request<http::string_body>;
  using Response = http::response<http::string_body>;

  /// Checks and answers one request; `then` is called once, on the server's thread. `certificate`
  /// is the name that the client's verified certificate shows, empty without one.
  void handle(const Request& request, const std::string& certificate, const std::string& remote,
              std::function<void(Response)> then);

  /// The response to what is no readable request.
  Response refuse_unreadable(const error_code& why);

  void forget(AdminConnection* connection) { connections_.erase(connection); }

 private:
  void accept();
  void take(tcp::socket socket);
  std::optional<AdminResponse> check_origin(const Request& request) const;
  bool host_allowed(std::string_view host) const;
  std::string actor_of(const Request& request, const std::string& certificate) const;
  Response render(const AdminResponse& answer, bool keep_alive, std::string_view allow);

  asio::io_context& io_;
  const AdminConfig config_;
  const std::vector<AdminRoute> routes_;
  const std::function<void(const AdminAudit&)> audit_;
  const std::string token_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_again_;
  std::shared_ptr<asio::ssl::context> tls_;
  bool loopback_ = false;
  bool stopped_ = false;
  std::set<AdminConnection*> connections_;
  std::array<std::atomic<std::uint64_t>, 5> answered_{};
};

}  // namespace smsfw::control
