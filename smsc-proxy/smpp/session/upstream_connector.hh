#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/app/worker.hh"

namespace smsfw::smpp {

/// One attempt to connect to host:port, with a time limit. Calls back exactly once; destroy it from
/// the next turn on.
class UpstreamConnector {
 public:
  /// `error` is empty and `socket` connected, or `error` says why not.
  using Done = std::function<void(const std::string& error, tcp::socket socket)>;

  UpstreamConnector(app::Worker& worker, Done done);

  void start(const std::string& address, std::chrono::milliseconds timeout);
  /// True when nothing is under way any more.
  bool idle() const noexcept { return outstanding_ == 0; }
  /// Gives up; the callback is not made.
  void cancel();

 private:
  void connect(const tcp::resolver::results_type& endpoints);
  void finish(const std::string& error);

  app::Worker& worker_;
  Done done_;
  tcp::resolver resolver_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  int outstanding_ = 0;
};

/// Splits "host:port" or "[v6]:port". False when there is no port.
bool split_address(const std::string& address, std::string& host, std::string& port);

}  // namespace smsfw::smpp
