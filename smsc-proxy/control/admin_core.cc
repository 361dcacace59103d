#include "smsc-proxy/control/admin_core.hh"

#include <algorithm>
#include <stdexcept>

#include "smsc-proxy/control/admin_connection.hh"
#include "smsc-proxy/control/tls_context.hh"

namespace smsfw::control {

namespace {

constexpr std::size_t kAuditedBody = 200;

std::string_view view(boost::string_view text) {
  return {text.data(), text.size()};
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    };
    return lower(x) == lower(y);
  });
}

// Takes as long for a wrong token as for the right one.
bool same_secret(std::string_view given, std::string_view wanted) {
  unsigned different = given.size() == wanted.size() ? 0U : 1U;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const char c = i < given.size() ? given[i] : '\0';
    different |= static_cast<unsigned char>(c) ^ static_cast<unsigned char>(wanted[i]);
  }
  return different == 0;
}

tcp::endpoint parse_endpoint(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::string host = listen.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  error_code failed;
  const auto address = asio::ip::make_address(host, failed);
  std::size_t end = 0;
  unsigned long port = 65'536;
  try {
    if (colon != std::string::npos) port = std::stoul(listen.substr(colon + 1), &end);
  } catch (const std::exception&) {
    port = 65'536;
  }
  if (failed || port > 65'535 || end != listen.size() - colon - 1) {
    throw std::runtime_error("control.listen '" + listen +
                             "': give an IP address and a port, like 127.0.0.1:9480");
  }
  return {address, static_cast<std::uint16_t>(port)};
}

// `host`, `host:port` or `[v6]:port` without the port.
std::string_view without_port(std::string_view host) {
  if (!host.empty() && host.front() == '[') return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

AdminServer::Core::Core(asio::io_context& io, AdminConfig config, std::vector<AdminRoute> routes,
                        std::function<void(const AdminAudit&)> audit)
    : io_(io),
      config_(std::move(config)),
      routes_(std::move(routes)),
      audit_(std::move(audit)),
      token_(read_or_make_token(config_.token_file)),
      acceptor_(io),
      accept_again_(io) {
  const auto endpoint = parse_endpoint(config_.listen);
  loopback_ = endpoint.address().is_loopback();
  if (config_.certificate.empty() != config_.private_key.empty()) {
    throw std::runtime_error("control: certificate and private_key have to be given together");
  }
  if (!config_.certificate.empty()) {
    tls_ = make_server_tls({config_.certificate, config_.private_key, config_.client_ca});
  } else if (!loopback_) {
    throw std::runtime_error("control.listen '" + config_.listen +
                             "' is not a loopback address: give control.certificate and "
                             "control.private_key, or listen on 127.0.0.1");
  } else if (!config_.client_ca.empty()) {
    throw std::runtime_error("control.client_ca needs control.certificate and private_key");
  }
  try {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("control.listen '" + config_.listen + "': " + error.code().message());
  }
}

void AdminServer::Core::listen() {
  accept();
}

void AdminServer::Core::stop() {
  stopped_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  accept_again_.cancel();
  const auto connections = connections_;  // close() makes them forget themselves
  for (AdminConnection* connection : connections)
    connection->close();
}

void AdminServer::Core::accept() {
  acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
    if (self->stopped_) return;
    if (!failed) {
      self->take(std::move(socket));
      self->accept();
      return;
    }
    // Out of files, mostly: a pause instead of a busy loop.
    self->accept_again_.expires_after(std::chrono::milliseconds(100));
    self->accept_again_.async_wait([self](const error_code& cancelled) {
      if (!cancelled && !self->stopped_) self->accept();
    });
  });
}

void AdminServer::Core::take(tcp::socket socket) {
  if (connections_.size() >= config_.limits.connections) return;  // closed by its destructor
  connections_.insert(start_admin_connection(shared_from_this(), std::move(socket), tls_));
}

std::array<std::uint64_t, 5> AdminServer::Core::answered() const noexcept {
  std::array<std::uint64_t, 5> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = answered_[i].load(std::memory_order_relaxed);
  return out;
}

// Without TLS only names of the loopback address: a page whose own name was pointed at it (DNS
// rebinding) sends that name. With TLS such a page fails at the certificate.
bool AdminServer::Core::host_allowed(std::string_view host) const {
  if (host.empty()) return false;
  if (tls_) return true;
  const auto name = without_port(host);
  return equal_ignoring_case(name, "localhost") || name == "127.0.0.1" || name == "[::1]" ||
         name == without_port(config_.listen);
}

std::optional<AdminResponse> AdminServer::Core::check_origin(const Request& request) const {
  const auto host = view(request[http::field::host]);
  if (request.count(http::field::host) != 1 || !host_allowed(host)) {
    return admin_error(421, "Host is not a name of this control port; use its address");
  }
  // A browser says where a request comes from; other programs do not. Only our own page may ask.
  if (const auto origin = request.find(http::field::origin); origin != request.end()) {
    const std::string own = std::string(tls_ ? "https://" : "http://") + std::string(host);
    if (!equal_ignoring_case(view(origin->value()), own)) {
      return admin_error(403, "requests of other sites' pages are refused");
    }
  }
  const auto site = view(request["Sec-Fetch-Site"]);
  if (request.method() != http::verb::get && (site == "cross-site" || site == "same-site")) {
    return admin_error(403, "requests of other sites' pages are refused");
  }
  return std::nullopt;
}

// Empty: nobody that we know.
std::string AdminServer::Core::actor_of(const Request& request,
                                        const std::string& certificate) const {
  if (!certificate.empty()) return "cert:" + certificate;
  constexpr std::string_view kBearer = "Bearer ";
  const auto given = view(request[http::field::authorization]);
  if (given.size() > kBearer.size() &&
      equal_ignoring_case(given.substr(0, kBearer.size()), kBearer) &&
      same_secret(given.substr(kBearer.size()), token_)) {
    return "token";
  }
  return {};
}

AdminServer::Core::Response AdminServer::Core::render(const AdminResponse& answer, bool keep_alive,
                                                      std::string_view allow) {
  Response response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
               "frame-ancestors 'none'");
  response.set(http::field::x_frame_options, "DENY");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  if (answer.status == 401) response.set(http::field::www_authenticate, "Bearer");
  if (!allow.empty()) response.set(http::field::allow, std::string(allow));
  response.keep_alive(keep_alive);
  response.body() = answer.body;
  response.prepare_payload();
  const unsigned group = std::clamp(answer.status / 100, 1U, 5U) - 1;
  answered_[group].fetch_add(1, std::memory_order_relaxed);
  return response;
}

AdminServer::Core::Response AdminServer::Core::refuse_unreadable(const error_code& why) {
  if (why == http::error::header_limit) {
    return render(admin_error(431, "the request's header is too long"), false, "");
  }
  if (why == http::error::body_limit) {
    return render(admin_error(413, "the request's body is too long"), false, "");
  }
  return render(admin_error(400, "this is not HTTP/1.1: " + why.message()), false, "");
}

void AdminServer::Core::handle(const Request& request, const std::string& certificate,
                               const std::string& remote, std::function<void(Response)> then) {
  const bool keep_alive = request.keep_alive();
  const auto target = view(request.target());
  const auto method = view(request.method_string());
  AdminRequest asked{std::string(method), std::string(target.substr(0, target.find('?'))),
                     request.body(), actor_of(request, certificate), remote};
  const AdminRoute* route = nullptr;
  std::string allow;
  for (const AdminRoute& candidate : routes_) {
    if (candidate.path != asked.path) continue;
    if (candidate.method == asked.method) route = &candidate;
    allow += (allow.empty() ? "" : ", ") + std::string(candidate.method);
  }
  const bool change = route != nullptr && route->access == AdminAccess::kChange;
  const auto finish = [this, self = shared_from_this(), keep_alive, change, then = std::move(then)](
                          const AdminRequest& what, const AdminResponse& answer,
                          const std::string& allowed) {
    if (change && audit_) {
      audit_({what.actor.empty() ? "unknown" : what.actor, what.method + " " + what.path,
              what.body.substr(0, kAuditedBody),
              answer.status < 400 ? "ok" : std::to_string(answer.status), what.remote});
    }
    then(render(answer, keep_alive, allowed));
  };
  if (const auto refused = check_origin(request)) {
    finish(asked, *refused, "");
    return;
  }
  if (route == nullptr) {
    if (allow.empty()) {
      finish(asked, admin_error(404, "no such page; /api/v1/openapi.json lists them"), "");
    } else {
      finish(asked, admin_error(405, "this page takes " + allow), allow);
    }
    return;
  }
  const bool free =
      route->access == AdminAccess::kOpen || (route->access == AdminAccess::kRead && loopback_);
  if (asked.actor.empty() && !free) {
    finish(asked,
           admin_error(401,
                       "this needs `Authorization: Bearer` with the token of "
                       "control.token_file, or a client certificate"),
           "");
    return;
  }
  if (asked.actor.empty()) asked.actor = "local";
  const auto answered = std::make_shared<std::atomic<bool>>(false);
  const AdminReply reply = [self = shared_from_this(), answered, asked,
                            finish](AdminResponse answer) {
    if (answered->exchange(true)) return;
    // Handlers may answer from other threads; connections live on this one.
    asio::dispatch(self->io_,
                   [asked, finish, answer = std::move(answer)] { finish(asked, answer, ""); });
  };
  try {
    route->handle(asked, reply);
  } catch (const std::exception& error) {
    reply(admin_error(500, error.what()));
  }
}

AdminServer::AdminServer(asio::io_context& io, AdminConfig config, std::vector<AdminRoute> routes,
                         std::function<void(const AdminAudit&)> audit)
    : core_(std::make_shared<Core>(io, std::move(config), std::move(routes), std::move(audit))) {
  core_->listen();
}

AdminServer::~AdminServer() {
  core_->stop();
}

tcp::endpoint AdminServer::local_endpoint() const {
  return core_->local_endpoint();
}

void AdminServer::stop() {
  core_->stop();
}

std::array<std::uint64_t, 5> AdminServer::answered() const noexcept {
  return core_->answered();
}

}  // namespace smsfw::control
