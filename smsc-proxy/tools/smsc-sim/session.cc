#include "smsc-proxy/tools/smsc-sim/session.hh"

#include <algorithm>
#include <cstring>
#include <utility>

#include "smsc-proxy/tools/smsc-sim/simulator.hh"

namespace smsfw::sim {
namespace {

constexpr std::size_t kChunk = 256UL * 1024;
constexpr std::size_t kMaxWaitingOutput = 4UL * 1024 * 1024;

}  // namespace

Session::Session(Simulator& simulator, tcp::socket socket, std::uint32_t id)
    : simulator_(simulator), socket_(std::move(socket)), id_(id) {
  input_.resize(std::size_t{16} * 1024);  // grows to kChunk with the first busy turn
}

void Session::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  read();
}

void Session::connect(const tcp::endpoint& to, std::function<void()> ready) {
  socket_.async_connect(
      to, [self = shared_from_this(), ready = std::move(ready)](const error_code& error) {
        if (error) return self->close();
        self->start();
        ready();
      });
}

void Session::pause() {
  paused_ = true;
}

void Session::resume() {
  paused_ = false;
  read();
}

bool Session::output_is_long() const noexcept {
  return output_used_ > kMaxWaitingOutput;
}

void Session::read() {
  if (read_pending_ || paused_ || closing_ || !open() || output_is_long()) return;
  if (input_used_ == input_.size()) input_.resize(input_.size() * 2);
  read_pending_ = true;
  socket_.async_read_some(asio::buffer(input_.data() + input_used_, input_.size() - input_used_),
                          [self = shared_from_this()](const error_code& error, std::size_t octets) {
                            self->read_pending_ = false;
                            if (error) return self->close();
                            self->on_read(octets);
                          });
}

void Session::on_read(std::size_t octets) {
  input_used_ += octets;
  if (input_used_ == input_.size() && input_.size() < kChunk) input_.resize(kChunk);
  process();
  flush();
  read();
}

void Session::process() {
  simulator_.begin_turn();
  std::span<const std::byte> rest(input_.data(), input_used_);
  while (!closing_ && open()) {
    const auto frame = smpp::frame(rest, smpp::kDefaultMaxPduLength);
    if (!frame) {
      simulator_.on_bad_stream(*this, rest);
      break;
    }
    if (!frame->complete) break;
    simulator_.on_pdu(*this, rest.first(frame->length));
    rest = rest.subspan(frame->length);
  }
  if (!rest.empty() && rest.data() != input_.data()) {
    std::memmove(input_.data(), rest.data(), rest.size());
  }
  input_used_ = rest.size();
}

std::span<std::byte> Session::room(std::size_t size) {
  if (output_.size() - output_used_ < size) {
    output_.resize(std::max(output_.size() * 2, output_used_ + size + 4096));
  }
  return std::span(output_).subspan(output_used_);
}

void Session::commit(std::size_t size) {
  simulator_.note_sent(*this, std::span(output_).subspan(output_used_, size));
  output_used_ += size;
}

void Session::send(std::span<const std::byte> pdu) {
  std::memcpy(room(pdu.size()).data(), pdu.data(), pdu.size());
  commit(pdu.size());
}

void Session::send_request(const smpp::PduBuilder& pdu) {
  const auto size = pdu.size();
  if (!size) return;
  const auto place = room(*size);
  if (!pdu.encode(place)) return;
  smpp::set_sequence_number(place.first(*size), take_sequence());
  commit(*size);
}

std::uint32_t Session::take_sequence() noexcept {
  const auto sequence = next_sequence_;
  next_sequence_ = smpp::next_sequence_number(sequence);
  return sequence;
}

void Session::flush() {
  if (write_pending_ || !open()) return;
  while (output_used_ > 0 || written_ < writing_used_) {
    if (written_ == writing_used_) {
      std::swap(output_, writing_);
      writing_used_ = std::exchange(output_used_, 0);
      written_ = 0;
    }
    error_code error;
    const auto octets = socket_.write_some(
        asio::buffer(writing_.data() + written_, writing_used_ - written_), error);
    if (error == asio::error::would_block) return wait_writable();
    if (error) return close();
    written_ += octets;
  }
  if (closing_) close();
}

void Session::wait_writable() {
  write_pending_ = true;
  socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const error_code& error) {
    self->write_pending_ = false;
    if (error) return self->close();
    self->flush();
    self->read();
  });
}

void Session::close_after_output() {
  closing_ = true;
}

void Session::close() {
  if (!open()) return;
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  simulator_.on_closed(*this);
}

}  // namespace smsfw::sim
