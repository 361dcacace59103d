#include "smsc-proxy/cli/control_client.hh"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "smsc-proxy/cli/status_text.hh"
#include "tests/catch.hh"

using namespace smsfw::cli;

namespace {

// Answers one connection with the given octets, then closes. Keeps the request.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 1) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() {
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
  }
  const std::string& address() const { return address_; }
  const std::string& request() {
    thread_.join();
    return request_;
  }

 private:
  void serve() {
    const int fd = ::accept(listener_, nullptr, nullptr);
    char piece[4'096];
    while (request_.find("\r\n\r\n") == std::string::npos) {
      const ssize_t size = ::recv(fd, piece, sizeof piece, 0);
      if (size <= 0) break;
      request_.append(piece, static_cast<std::size_t>(size));
    }
    ::send(fd, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    ::close(fd);
  }

  int listener_;
  std::string answer_;
  std::string address_;
  std::string request_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a request names its host and carries the token, and the answer is taken whole") {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Type: x\r\ncontent-length: 4\r\n\r\nbodyrest");
  const auto response = ask_control(server.address(), "POST", "/api/v1/reload", "t0ken");
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body == "body");
  const std::string request = server.request();
  CHECK(request.find("POST /api/v1/reload HTTP/1.1\r\nHost: " + server.address() + "\r\n") == 0);
  CHECK(request.find("\r\nAuthorization: Bearer t0ken\r\n") != std::string::npos);
}

TEST_CASE("an answer that ends early, or is none, is an error") {
  {
    OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nbody");
    CHECK_FALSE(ask_control(server.address(), "GET", "/", "").has_value());
  }
  {
    OneAnswer server("SSH-2.0-x\r\n\r\n");
    CHECK_FALSE(ask_control(server.address(), "GET", "/", "").has_value());
  }
  const auto nobody = ask_control("127.0.0.1:1", "GET", "/", "");
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().find("no daemon answers at 127.0.0.1:1") == 0);
  CHECK_FALSE(ask_control("127.0.0.1", "GET", "/", "").has_value());
}

TEST_CASE("a status is printed as blocks and tables") {
  const auto status = nlohmann::ordered_json::parse(
      R"({"node":"fw1","workers":[{"worker":0,"generation":3},{"worker":1,"turn":"late"}],)"
      R"("ruleset":{"version":"abc","age":{"s":5}},"monitor":false})");
  CHECK(status_text(status) ==
        "node     fw1\n"
        "monitor  false\n"
        "\n"
        "workers\n"
        "  worker  generation  turn\n"
        "  0       3           -\n"
        "  1       -           late\n"
        "\n"
        "ruleset\n"
        "  version  abc\n"
        "  age.s    5\n");
}
