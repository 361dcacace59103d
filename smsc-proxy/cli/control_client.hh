#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "filters/core/expected.hh"

namespace smsfw::cli {

struct ControlResponse {
  int status = 0;
  std::string body;
};

/// One HTTP request to a daemon's control port, over a plain connection: the port is on loopback
/// unless it has TLS, which this client does not speak. `address` is HOST:PORT with an address or
/// `localhost`. `token` and `body`
/// (JSON) may be empty. The error says what failed and what to do.
Expected<ControlResponse, std::string> ask_control(
    const std::string& address, std::string_view method, std::string_view path,
    std::string_view token, std::string_view body = {},
    std::chrono::milliseconds timeout = std::chrono::seconds(30));

}  // namespace smsfw::cli
