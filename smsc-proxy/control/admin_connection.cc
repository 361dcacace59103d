#include "smsc-proxy/control/admin_connection.hh"

#include <optional>

#include "smsc-proxy/control/tls_context.hh"

namespace smsfw::control {

namespace {

using Core = AdminServer::Core;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

std::string remote_of(const tcp::socket& socket) {
  error_code failed;
  const auto endpoint = socket.remote_endpoint(failed);
  if (failed) return "gone";
  const auto address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port());
}

// One connection over a plain or a TLS stream: handshake, then request and response in turn.
template <class Stream>
class Connection : public AdminConnection, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  template <class... Args>
  explicit Connection(std::shared_ptr<Core> core, tcp::socket socket, Args&... tls)
      : core_(std::move(core)),
        remote_(remote_of(socket)),
        stream_(std::move(socket), tls...),
        answer_timer_(core_->io()) {}
  ~Connection() override { core_->forget(this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    if constexpr (kTls) {
      lowest().expires_after(core_->limits().handshake);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const error_code& failed) {
                                if (failed) return;
                                self->certificate_ =
                                    peer_common_name(self->stream_.native_handle());
                                self->wait_for_request();
                              });
    } else {
      wait_for_request();
    }
  }

  void close() override {
    answer_timer_.cancel();
    lowest().close();
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  // Idle time and request time are two things: the first octet ends the one and begins the other.
  void wait_for_request() {
    parser_.emplace();
    parser_->header_limit(core_->limits().header_bytes);
    parser_->body_limit(core_->limits().body_bytes);
    if (buffer_.size() != 0) {
      read();  // the next request is here already
      return;
    }
    lowest().expires_after(core_->limits().idle);
    stream_.async_read_some(buffer_.prepare(1'024), [self = this->shared_from_this()](
                                                        const error_code& failed, std::size_t n) {
      if (failed) return;
      self->buffer_.commit(n);
      self->read();
    });
  }

  void read() {
    lowest().expires_after(core_->limits().request);
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](const error_code& failed, std::size_t) {
                       self->on_read(failed);
                     });
  }

  void on_read(const error_code& failed) {
    if (failed == beast::error::timeout || failed == http::error::end_of_stream ||
        failed == asio::error::operation_aborted || failed == asio::error::connection_reset ||
        failed == http::error::partial_message) {
      return;
    }
    if (failed) {
      // Only what the parser refused is worth a response; a broken stream takes none.
      if (failed.category() == http::make_error_code(http::error::bad_version).category()) {
        write(core_->refuse_unreadable(failed));
      }
      return;
    }
    lowest().expires_never();
    answer_timer_.expires_after(core_->limits().answer);
    answer_timer_.async_wait([self = this->shared_from_this()](const error_code& cancelled) {
      if (!cancelled) self->close();
    });
    core_->handle(parser_->get(), certificate_, remote_,
                  [self = this->shared_from_this()](Core::Response response) {
                    self->answer_timer_.cancel();
                    self->write(std::move(response));
                  });
  }

  void write(Core::Response response) {
    response_ = std::move(response);
    lowest().expires_after(core_->limits().write);
    http::async_write(stream_, response_,
                      [self = this->shared_from_this()](const error_code& failed, std::size_t) {
                        if (failed) return;
                        if (self->response_.need_eof()) {
                          self->say_goodbye();
                        } else {
                          self->wait_for_request();
                        }
                      });
  }

  void say_goodbye() {
    if constexpr (kTls) {
      lowest().expires_after(core_->limits().handshake);
      stream_.async_shutdown([self = this->shared_from_this()](const error_code&) {});
    } else {
      error_code ignored;
      lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
      // What still comes is read and thrown away, so that the response is not cut off by a reset.
      drain();
    }
  }

  void drain() {
    lowest().expires_after(std::chrono::seconds(1));
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(4'096), [self = this->shared_from_this()](
                                                        const error_code& failed, std::size_t n) {
      self->drained_ += n;
      if (failed || self->drained_ > 1'048'576) return;
      self->drain();
    });
  }

  const std::shared_ptr<Core> core_;
  const std::string remote_;
  std::string certificate_;
  Stream stream_;
  asio::steady_timer answer_timer_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Core::Response response_;
  std::size_t drained_ = 0;
};

}  // namespace

AdminConnection* start_admin_connection(std::shared_ptr<Core> core, tcp::socket socket,
                                        const std::shared_ptr<asio::ssl::context>& tls) {
  if (tls) {
    const auto connection =
        std::make_shared<Connection<TlsStream>>(std::move(core), std::move(socket), *tls);
    connection->start();
    return connection.get();
  }
  const auto connection =
      std::make_shared<Connection<beast::tcp_stream>>(std::move(core), std::move(socket));
  connection->start();
  return connection.get();
}

}  // namespace smsfw::control
