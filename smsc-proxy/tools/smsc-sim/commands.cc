#include "smsc-proxy/tools/smsc-sim/commands.hh"

#include <array>
#include <charconv>
#include <memory>
#include <utility>
#include <vector>

namespace smsfw::sim {
namespace {

constexpr std::string_view kHelp =
    "ok commands: mo SYSTEM_ID FROM TO TEXT | alert SYSTEM_ID SOURCE | enquire SYSTEM_ID | "
    "unbind SYSTEM_ID | close SYSTEM_ID | pause SYSTEM_ID | resume SYSTEM_ID | "
    "outbind ADDRESS PORT SYSTEM_ID PASSWORD | summary | help; SYSTEM_ID * is all but for mo, "
    "alert";

/// Cuts the next word off.
std::string_view word(std::string_view& rest) {
  const auto end = rest.find(' ');
  const auto out = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return out;
}

std::string done(bool ok) {
  return ok ? "ok" : "error: no bind of that system_id fits, or a value is too long";
}

std::string count(std::size_t binds) {
  return binds > 0 ? "ok " + std::to_string(binds) : "error: no bind of that system_id";
}

void request(Session& session, smpp::CommandId id) {
  session.send_request(smpp::PduBuilder(id, 0));
  session.flush();
}

/// One connection to the command port.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Simulator& simulator, tcp::socket socket)
      : simulator_(simulator), socket_(std::move(socket)) {}

  void read() {
    socket_.async_read_some(asio::buffer(chunk_), [self = shared_from_this()](
                                                      const error_code& error, std::size_t octets) {
      if (!error) self->on_read(octets);
    });
  }

 private:
  static constexpr std::size_t kMaxLine = 4096;

  void on_read(std::size_t octets) {
    line_.append(chunk_.data(), octets);
    std::size_t end = 0;
    while ((end = line_.find('\n')) != std::string::npos) {
      answer_ += run_command(simulator_, std::string_view(line_).substr(0, end)) + '\n';
      line_.erase(0, end + 1);
    }
    if (line_.size() > kMaxLine) return;  // the connection ends with its last reference
    if (answer_.empty()) return read();
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                        self->answer_.clear();
                        if (!error) self->read();
                      });
  }

  Simulator& simulator_;
  tcp::socket socket_;
  std::array<char, 4096> chunk_{};
  std::string line_;
  std::string answer_;
};

}  // namespace

std::string run_command(Simulator& simulator, std::string_view line) {
  const auto name = word(line);
  if (name == "help") return std::string(kHelp);
  if (name == "summary") return "ok " + simulator.summary();
  const auto first = word(line);
  if (name == "mo") {
    const auto from = word(line);
    const auto to = word(line);
    return done(simulator.mobile_originated(first, from, to, line));
  }
  if (name == "alert") return done(simulator.alert(first, word(line)));
  if (name == "enquire") {
    return count(simulator.for_each_bind(
        first, [](Session& session) { request(session, smpp::CommandId::kEnquireLink); }));
  }
  if (name == "unbind") {
    return count(simulator.for_each_bind(
        first, [](Session& session) { request(session, smpp::CommandId::kUnbind); }));
  }
  if (name == "close") {
    return count(simulator.for_each_bind(first, [](Session& session) { session.close(); }));
  }
  if (name == "pause") {
    return count(simulator.for_each_bind(first, [](Session& session) { session.pause(); }));
  }
  if (name == "resume") {
    return count(simulator.for_each_bind(first, [](Session& session) { session.resume(); }));
  }
  if (name == "outbind") {
    error_code error;
    const auto address = asio::ip::make_address(std::string(first), error);
    const auto port_text = word(line);
    std::uint16_t port = 0;
    const auto parsed =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (error || parsed.ec != std::errc{} || port == 0) return "error: wrong address or port";
    const std::string system_id(word(line));
    simulator.outbind({address, port}, system_id, std::string(line));
    return "ok";
  }
  return "error: unknown command; 'help' lists them";
}

CommandPort::CommandPort(asio::io_context& io, Simulator& simulator)
    : simulator_(simulator), acceptor_(io) {}

std::uint16_t CommandPort::listen(std::uint16_t port) {
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(endpoint);
  acceptor_.listen();
  accept();
  return acceptor_.local_endpoint().port();
}

void CommandPort::accept() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
    if (error) return;
    std::make_shared<Connection>(simulator_, std::move(socket))->read();
    accept();
  });
}

}  // namespace smsfw::sim
