#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/app/worker.hh"

namespace smsfw::smpp {

/// Octets of one TCP connection, in and out. Reads in large chunks, writes once a turn, holds at
/// most what its owner lets it hold: pause() when a reader downstream is slow.
///
/// Waiting for input is a read into a small buffer of the connection's own, so that the kernel is
/// asked once for what arrives: waiting for readiness first would cost an epoll_ctl() each time.
/// What does not fit is read at once into the worker's buffer.
class Connection final : public app::TurnTask {
 public:
  /// Who owns a connection. All calls come on the worker's thread.
  class Owner {
   public:
    virtual ~Owner() = default;
    /// Octets that have arrived, together with what was left before. Returns how many are done
    /// with; the rest comes again with more, or after resume(). The span ends with the call.
    virtual std::size_t on_octets(std::span<const std::byte> octets) = 0;
    /// The output has drained below half of the limit after it had been over it.
    virtual void on_drained() = 0;
    /// The connection is closed and none of its handlers is left: it may be destroyed from the
    /// next turn on. `reason` is for events.
    virtual void on_closed(std::string_view reason) = 0;
  };

  /// Octets that a connection can take in while it waits: several PDUs with texts of usual length.
  static constexpr std::size_t kWaitingRead = 4UL * 1024;

  /// `max_output`: octets waiting to be written beyond which over_limit() holds.
  Connection(app::Worker& worker, tcp::socket socket, Owner& owner, std::size_t max_output);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override;

  void start();

  /// Stops reading (the peer's TCP window fills up) until resume().
  void pause() noexcept { paused_ = true; }
  /// Reads on; octets that are waiting are offered again first, in a new turn.
  void resume();
  bool paused() const noexcept { return paused_; }

  /// Appends octets to the output and returns where they stand in it, so that a field can be
  /// patched. The span ends with the next call.
  std::span<std::byte> send(std::span<const std::byte> octets);

  /// True while the owner should stop feeding this connection.
  bool over_limit() const noexcept { return output_.size() - sent_ > max_output_; }
  std::size_t waiting_output() const noexcept { return output_.size() - sent_; }
  /// Octets of the output that the peer's host has acknowledged since the start. Asks the kernel:
  /// its buffer is so large that a slow reader lets nothing be written for a minute.
  std::uint64_t taken() noexcept;

  /// Closes now; what waits is lost.
  void close(std::string_view reason);
  /// Writes what waits, then closes. Reading stops at once. A peer that does not take it within
  /// the linger time is cut off by linger_expired().
  void close_after_flush(std::string_view reason);
  bool closing() const noexcept { return closing_ || closed_; }
  bool closed() const noexcept { return closed_; }

  /// Address of the peer, without and with port.
  const std::string& peer_address() const noexcept { return peer_address_; }
  const std::string& peer() const noexcept { return peer_; }

  void turn_end() override;

 private:
  void wait_input();
  void read(std::span<const std::byte> arrived);
  void offer(std::span<const std::byte> octets, bool from_rest);
  void flush();
  void wait_writable();
  void finish_close();

  app::Worker& worker_;
  tcp::socket socket_;
  Owner& owner_;
  std::size_t max_output_;
  std::array<std::byte, kWaitingRead> arriving_;  // input of the read that waits
  std::vector<std::byte> rest_;                   // input that the owner has not taken yet
  std::vector<std::byte> output_;                 // [sent_, size) waits
  std::size_t sent_ = 0;
  std::uint64_t written_ = 0;  // octets that the kernel has taken over
  std::string peer_address_;
  std::string peer_;
  std::string close_reason_;
  int outstanding_ = 0;  // asynchronous operations under way
  bool reading_ = false;
  bool paused_ = false;
  bool writing_ = false;
  bool was_over_ = false;
  bool closing_ = false;
  bool closed_ = false;
  bool told_ = false;
};

}  // namespace smsfw::smpp
