#include "smsc-proxy/smpp/session/connection.hh"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace smsfw::smpp {
namespace {

// Storage that a burst has left behind is given back once it is empty.
constexpr std::size_t kKeptCapacity = 256UL * 1024;

}  // namespace

Connection::Connection(app::Worker& worker, tcp::socket socket, Owner& owner,
                       std::size_t max_output)
    : worker_(worker), socket_(std::move(socket)), owner_(owner), max_output_(max_output) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  const auto endpoint = socket_.remote_endpoint(ignored);
  if (!ignored) {
    peer_address_ = endpoint.address().to_string();
    peer_ = peer_address_ + ":" + std::to_string(endpoint.port());
  }
}

Connection::~Connection() {
  worker_.forget(*this);
}

void Connection::start() {
  wait_input();
}

void Connection::resume() {
  if (!paused_) return;
  paused_ = false;
  if (closing()) return;
  // Offered at the end of the turn, not from inside the call that made room.
  worker_.at_turn_end(*this);
}

void Connection::wait_input() {
  if (reading_ || paused_ || closing()) return;
  reading_ = true;
  ++outstanding_;
  socket_.async_read_some(asio::buffer(arriving_),
                          [this](const error_code& error, std::size_t got) {
                            --outstanding_;
                            reading_ = false;
                            worker_.begin_turn();
                            if (closed_) return finish_close();
                            if (error == asio::error::eof)
                              return close("peer closed the connection");
                            if (error) return close(error.message());
                            if (closing_) return;
                            read(std::span(arriving_).first(got));
                          });
}

void Connection::read(std::span<const std::byte> arrived) {
  const std::span<std::byte> buffer = worker_.read_buffer();
  std::size_t size = rest_.size();
  if (size > 0) std::memcpy(buffer.data(), rest_.data(), size);
  std::memcpy(buffer.data() + size, arrived.data(), arrived.size());
  size += arrived.size();
  if (arrived.size() == arriving_.size()) {
    // There may be more. An end or an error of the connection shows at the next read.
    const ssize_t got =
        ::recv(socket_.native_handle(), buffer.data() + size, buffer.size() - size, MSG_DONTWAIT);
    if (got > 0) size += static_cast<std::size_t>(got);
  }
  offer(buffer.first(size), false);
  wait_input();
}

void Connection::offer(std::span<const std::byte> octets, bool from_rest) {
  const std::size_t taken = owner_.on_octets(octets);
  if (closed_) return;
  if (from_rest) {
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(taken));
  } else {
    const auto left = octets.subspan(taken);
    rest_.assign(left.begin(), left.end());
  }
  if (rest_.empty() && rest_.capacity() > kKeptCapacity) std::vector<std::byte>().swap(rest_);
}

std::span<std::byte> Connection::send(std::span<const std::byte> octets) {
  if (closed_) return {};
  const std::size_t at = output_.size();
  output_.insert(output_.end(), octets.begin(), octets.end());
  if (over_limit()) was_over_ = true;
  worker_.at_turn_end(*this);
  return std::span(output_).subspan(at);
}

std::uint64_t Connection::taken() noexcept {
  int queued = 0;  // written and not acknowledged, tcp(7)
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &queued) != 0) queued = 0;
  return written_ - static_cast<std::uint64_t>(queued);
}

void Connection::turn_end() {
  if (closed_) return;
  flush();
  if (closed_ || paused_ || closing_) return;
  if (!rest_.empty() && !reading_) {
    // Resumed with octets left: the owner takes what it can before more is read.
    offer(rest_, true);
    if (!closed_ && !output_.empty()) flush();
  }
  wait_input();
}

void Connection::flush() {
  while (sent_ < output_.size() && !writing_) {
    const ssize_t wrote = ::send(socket_.native_handle(), output_.data() + sent_,
                                 output_.size() - sent_, MSG_NOSIGNAL);
    if (wrote >= 0) {
      sent_ += static_cast<std::size_t>(wrote);
      written_ += static_cast<std::uint64_t>(wrote);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait_writable();
      break;
    }
    return close(std::generic_category().message(errno));
  }
  if (sent_ == output_.size()) {
    output_.clear();
    sent_ = 0;
    if (output_.capacity() > kKeptCapacity) std::vector<std::byte>().swap(output_);
    if (closing_) return close(std::exchange(close_reason_, {}));
  } else if (sent_ > kKeptCapacity) {
    output_.erase(output_.begin(), output_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
  if (was_over_ && waiting_output() <= max_output_ / 2) {
    was_over_ = false;
    owner_.on_drained();
  }
}

void Connection::wait_writable() {
  if (writing_) return;
  writing_ = true;
  ++outstanding_;
  socket_.async_wait(tcp::socket::wait_write, [this](const error_code& error) {
    --outstanding_;
    writing_ = false;
    worker_.begin_turn();
    if (closed_) return finish_close();
    if (error) return close(error.message());
    flush();
  });
}

void Connection::close(std::string_view reason) {
  if (closed_) return;
  closed_ = true;
  close_reason_ = reason;
  error_code ignored;
  socket_.close(ignored);
  worker_.forget(*this);
  finish_close();
}

void Connection::close_after_flush(std::string_view reason) {
  if (closing()) return;
  closing_ = true;
  close_reason_ = reason;
  worker_.at_turn_end(*this);
}

void Connection::finish_close() {
  // Handlers that are still queued refer to this object: the last one of them reports.
  if (outstanding_ > 0 || told_) return;
  told_ = true;
  owner_.on_closed(close_reason_);
}

}  // namespace smsfw::smpp
