#include "smsc-proxy/smpp/session/upstream_connector.hh"

#include <cstdlib>
#include <utility>

namespace smsfw::smpp {

bool split_address(const std::string& address, std::string& host, std::string& port) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) return false;
  host = address.substr(0, colon);
  port = address.substr(colon + 1);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return !host.empty();
}

UpstreamConnector::UpstreamConnector(app::Worker& worker, Done done)
    : worker_(worker),
      done_(std::move(done)),
      resolver_(worker.io()),
      socket_(worker.io()),
      timer_(worker.io()) {}

void UpstreamConnector::start(const std::string& address, std::chrono::milliseconds timeout) {
  std::string host;
  std::string port;
  if (!split_address(address, host, port)) {
    ++outstanding_;
    asio::post(worker_.io(), [this, address] {
      --outstanding_;
      finish("'" + address + "' is not host:port");
    });
    return;
  }
  ++outstanding_;
  timer_.expires_after(timeout);
  timer_.async_wait([this](const error_code& error) {
    --outstanding_;
    if (!error) finish("no connection within the time limit");
  });
  // Literal addresses need no resolver (and no thread of its).
  error_code literal;
  const auto parsed = asio::ip::make_address(host, literal);
  if (!literal) {
    const auto number = static_cast<std::uint16_t>(std::strtoul(port.c_str(), nullptr, 10));
    connect(tcp::resolver::results_type::create(tcp::endpoint(parsed, number), host, port));
    return;
  }
  ++outstanding_;
  resolver_.async_resolve(
      host, port, [this](const error_code& error, const tcp::resolver::results_type& endpoints) {
        --outstanding_;
        if (error) return finish(error.message());
        if (done_) connect(endpoints);
      });
}

void UpstreamConnector::connect(const tcp::resolver::results_type& endpoints) {
  ++outstanding_;
  asio::async_connect(socket_, endpoints, [this](const error_code& error, const tcp::endpoint&) {
    --outstanding_;
    finish(error ? error.message() : std::string{});
  });
}

void UpstreamConnector::finish(const std::string& error) {
  if (!done_) return;
  worker_.begin_turn();
  timer_.cancel();
  resolver_.cancel();
  Done done = std::exchange(done_, nullptr);
  if (!error.empty()) {
    error_code ignored;
    socket_.close(ignored);
    done(error, tcp::socket(worker_.io()));
  } else {
    done({}, std::move(socket_));
  }
}

void UpstreamConnector::cancel() {
  done_ = nullptr;
  error_code ignored;
  timer_.cancel();
  resolver_.cancel();
  socket_.close(ignored);
}

}  // namespace smsfw::smpp
