#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"

namespace smsfw::sim {

class Simulator;

/// How a connection is bound.
enum class BindKind : std::uint8_t { kNone, kReceiver, kTransmitter, kTransceiver };

/// One connection: cuts the stream into PDUs, hands them to the simulator, and writes what it
/// answers, one write a turn. Lives as long as a handler of it is pending.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Simulator& simulator, tcp::socket socket, std::uint32_t id);

  void start();
  /// Connects, then calls `ready` and starts; on failure the session ends.
  void connect(const tcp::endpoint& to, std::function<void()> ready);
  /// Reads no further until resume(): what a slow SMSC does.
  void pause();
  void resume();
  /// Ends the connection once what stands in the output is written.
  void close_after_output();
  void close();

  /// Room for a PDU of at most `size` octets at the output's end; commit() says how long it became.
  std::span<std::byte> room(std::size_t size);
  void commit(std::size_t size);
  /// Copies an encoded PDU to the output.
  void send(std::span<const std::byte> pdu);
  /// A request of ours, under the bind's next sequence number.
  void send_request(const smpp::PduBuilder& pdu);
  std::uint32_t take_sequence() noexcept;
  /// Starts writing, where something waits and no write is under way.
  void flush();

  std::uint32_t id() const noexcept { return id_; }
  bool open() const noexcept { return socket_.is_open(); }

  // The simulator's notes on this bind.
  BindKind bind = BindKind::kNone;
  std::uint32_t account = 0;
  std::uint32_t delayed_responses = 0;
  std::uint32_t deliveries_open = 0;
  bool flush_queued = false;

  bool receives() const noexcept {
    return bind == BindKind::kReceiver || bind == BindKind::kTransceiver;
  }
  bool transmits() const noexcept {
    return bind == BindKind::kTransmitter || bind == BindKind::kTransceiver;
  }

 private:
  void read();
  void on_read(std::size_t octets);
  void process();
  bool output_is_long() const noexcept;
  void wait_writable();

  Simulator& simulator_;
  tcp::socket socket_;
  std::uint32_t id_;
  std::uint32_t next_sequence_ = 1;
  std::vector<std::byte> input_;
  std::size_t input_used_ = 0;
  std::vector<std::byte> output_;  ///< Grows only; output_used_ of it are waiting.
  std::size_t output_used_ = 0;
  std::vector<std::byte> writing_;
  std::size_t writing_used_ = 0;
  std::size_t written_ = 0;
  bool write_pending_ = false;
  bool read_pending_ = false;
  bool paused_ = false;
  bool closing_ = false;
};

}  // namespace smsfw::sim
