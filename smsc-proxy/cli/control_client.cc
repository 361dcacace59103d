#include "smsc-proxy/cli/control_client.hh"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "smsc-proxy/smpp/session/endpoint.hh"

namespace smsfw::cli {
namespace {

constexpr std::size_t kMostOctets = 16UL * 1024 * 1024;

class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}
  Connection(Connection&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Connection& operator=(Connection&&) = delete;
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

std::string reason() {
  return std::generic_category().message(errno);
}

Expected<Connection, std::string> connect_to(const std::string& address,
                                             std::chrono::milliseconds timeout) {
  using Refused = Unexpected<std::string>;
  const auto endpoint = smpp::parse_endpoint(address);
  if (!endpoint)
    return Refused("'" + address + "' is no address; write for instance 127.0.0.1:9480");
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(endpoint->port);
  if (const int error = ::getaddrinfo(endpoint->host.c_str(), port.c_str(), &hints, &found)) {
    return Refused(endpoint->host + ": " + ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> guard(found, &::freeaddrinfo);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  timeval limit{};
  limit.tv_sec = seconds.count();
  limit.tv_usec = std::chrono::duration_cast<std::chrono::microseconds>(timeout - seconds).count();
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    Connection connection(::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol));
    if (connection.fd() < 0) continue;
    ::setsockopt(connection.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(connection.fd(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(connection.fd(), at->ai_addr, at->ai_addrlen) == 0) return connection;
  }
  return Refused("no daemon answers at " + address + " (" + reason() +
                 "); is smsc-proxy running? --control gives another address");
}

bool send_all(int fd, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The value of a header line, or nothing. `head` ends in an empty line.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon != name.size()) continue;
    if (!std::equal(name.begin(), name.end(), line.begin(),
                    [](char a, char b) { return a == small(b); })) {
      continue;
    }
    const auto from = line.find_first_not_of(' ', colon + 1);
    return from == line.npos ? std::string_view() : line.substr(from);
  }
  return std::nullopt;
}

std::optional<std::size_t> content_length(std::string_view head) {
  const auto text = header(head, "content-length");
  std::size_t length = 0;
  if (!text) return std::nullopt;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), length);
  return read.ec == std::errc{} ? std::optional(length) : std::nullopt;
}

// Reads until the body is complete, or the daemon closes.
Expected<ControlResponse, std::string> receive(int fd, const std::string& address) {
  using Refused = Unexpected<std::string>;
  std::string got;
  std::size_t body_at = std::string::npos;
  std::optional<std::size_t> length;
  while (body_at == std::string::npos || !length || got.size() < body_at + *length) {
    char piece[16'384];
    const ssize_t size = ::recv(fd, piece, sizeof piece, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Refused(address + ": no answer: " + reason());
    if (size == 0) break;
    got.append(piece, static_cast<std::size_t>(size));
    if (got.size() > kMostOctets) return Refused(address + ": the answer is too large");
    if (body_at == std::string::npos) {
      const auto end = got.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      body_at = end + 4;
      length = content_length(std::string_view(got).substr(0, body_at));
    }
  }
  ControlResponse response;
  const bool whole = body_at != std::string::npos && (!length || got.size() >= body_at + *length);
  if (!whole || got.size() < 12 || !got.starts_with("HTTP/1.") ||
      std::from_chars(got.data() + 9, got.data() + 12, response.status).ec != std::errc{}) {
    return Refused(address + ": the answer is no whole HTTP response; is this a control port?");
  }
  response.body = got.substr(body_at, length.value_or(std::string::npos));
  return response;
}

}  // namespace

Expected<ControlResponse, std::string> ask_control(const std::string& address,
                                                   std::string_view method, std::string_view path,
                                                   std::string_view token, std::string_view body,
                                                   std::chrono::milliseconds timeout) {
  using Refused = Unexpected<std::string>;
  auto connection = connect_to(address, timeout);
  if (!connection) return Refused(connection.error());
  std::string request;
  request.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(address);
  request += "\r\nAccept: application/json\r\nConnection: close\r\nContent-Length: ";
  request.append(std::to_string(body.size())).append("\r\n");
  if (!body.empty()) request += "Content-Type: application/json\r\n";
  if (!token.empty()) request.append("Authorization: Bearer ").append(token).append("\r\n");
  request.append("\r\n").append(body);
  if (!send_all(connection->fd(), request)) {
    return Refused(address + ": the request could not be sent: " + reason());
  }
  return receive(connection->fd(), address);
}

}  // namespace smsfw::cli
