#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/tools/smpp-load/options.hh"

namespace smsfw::load {

using Clock = std::chrono::steady_clock;

/// One message that waits for its response.
struct InFlight {
  std::uint32_t sequence = 0;  ///< 0: the slot is free.
  Clock::time_point since{};   ///< When it was due (paced) or went out.
  std::uint64_t number = 0;    ///< The how-manieth of the run.
};

class Connection;

/// What a connection tells the run.
class ConnectionEvents {
 public:
  virtual ~ConnectionEvents() = default;
  virtual void on_bound(Connection& connection) = 0;
  /// The connection could not bind, or ended. What was in flight has been reported lost before.
  virtual void on_ended(Connection& connection, std::string_view why) = 0;
  virtual void on_response(const InFlight& message, smpp::CommandStatus status,
                           std::string_view message_id, Clock::time_point now) = 0;
  virtual void on_lost(const InFlight& message) = 0;
  virtual void on_receipt() = 0;
  virtual void on_mobile_originated() = 0;
  /// A chunk has been read and worked through: time to fill the window.
  virtual void on_turn(Connection& connection) = 0;
};

/// One bind: a window of messages in flight, one read and one write a turn.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::io_context& io, const Options& options, ConnectionEvents& events);

  void connect(const tcp::endpoint& target);
  bool bound() const noexcept { return bound_; }
  bool ended() const noexcept { return ended_; }
  std::uint32_t in_flight() const noexcept { return in_flight_; }
  bool has_room() const noexcept;

  /// Queues one encoded submit_sm; has_room() must hold. flush() writes.
  void submit(std::span<const std::byte> pdu, Clock::time_point since, std::uint64_t number);
  void flush();
  /// Reports messages as lost that were due before `oldest`.
  void expire(Clock::time_point oldest);
  /// Sends unbind; the connection ends with its response.
  void unbind();
  void end(std::string_view why);

 private:
  void read();
  bool on_pdu(std::span<const std::byte> octets, Clock::time_point now);
  void on_submit_response(const smpp::PduView& pdu, Clock::time_point now);
  void on_delivery(const smpp::PduView& pdu);
  void answer(const smpp::PduView& request);
  std::span<std::byte> room(std::size_t size);
  InFlight& slot(std::uint32_t sequence) noexcept { return slots_[sequence & slot_mask_]; }

  const Options& options_;
  ConnectionEvents& events_;
  tcp::socket socket_;
  std::vector<std::byte> input_;
  std::size_t input_used_ = 0;
  std::vector<std::byte> output_;
  std::size_t output_used_ = 0;
  std::vector<std::byte> writing_;
  std::size_t writing_used_ = 0;
  std::size_t written_ = 0;
  bool write_pending_ = false;
  std::vector<InFlight> slots_;
  std::uint32_t slot_mask_;
  std::uint32_t in_flight_ = 0;
  std::uint32_t next_sequence_ = 1;
  bool bound_ = false;
  bool ended_ = false;
};

}  // namespace smsfw::load
