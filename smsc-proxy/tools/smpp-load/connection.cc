#include "smsc-proxy/tools/smpp-load/connection.hh"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <utility>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"

namespace smsfw::load {

using smpp::CommandId;
using smpp::CommandStatus;
using smpp::FieldId;

namespace {

constexpr std::size_t kChunk = 256UL * 1024;
/// No more is queued for a peer that does not read.
constexpr std::size_t kMaxOutput = 4UL * 1024 * 1024;

}  // namespace

Connection::Connection(asio::io_context& io, const Options& options, ConnectionEvents& events)
    : options_(options),
      events_(events),
      socket_(io),
      input_(kChunk),
      // Twice the window, so that a late response seldom stands in a newer message's way.
      slots_(std::bit_ceil(std::size_t{options.window} * 2)),
      slot_mask_(static_cast<std::uint32_t>(slots_.size() - 1)) {}

void Connection::connect(const tcp::endpoint& target) {
  socket_.async_connect(target, [self = shared_from_this()](const error_code& error) {
    if (error) return self->end("connect: " + error.message());
    error_code ignored;
    self->socket_.non_blocking(true, ignored);
    self->socket_.set_option(tcp::no_delay(true), ignored);
    smpp::PduBuilder pdu(self->options_.bind, self->next_sequence_++);
    pdu.set_text(FieldId::kSystemId, self->options_.system_id);
    pdu.set_text(FieldId::kPassword, self->options_.password);
    pdu.set_text(FieldId::kSystemType, self->options_.system_type);
    pdu.set_u8(FieldId::kInterfaceVersion, 0x34);
    const auto place = self->room(128);
    const auto size = pdu.encode(place);
    if (!size) return self->end("system_id, password or system_type does not fit a bind");
    self->output_used_ += *size;
    self->flush();
    self->read();
  });
}

bool Connection::has_room() const noexcept {
  return bound_ && in_flight_ < options_.window && output_used_ < kMaxOutput;
}

std::span<std::byte> Connection::room(std::size_t size) {
  if (output_.size() - output_used_ < size) {
    output_.resize(std::max(output_.size() * 2, output_used_ + size + 4096));
  }
  return std::span(output_).subspan(output_used_);
}

void Connection::submit(std::span<const std::byte> pdu, Clock::time_point since,
                        std::uint64_t number) {
  // A slot is taken where its message has not been answered for a whole round: skip its number.
  while (slot(next_sequence_).sequence != 0) {
    next_sequence_ = smpp::next_sequence_number(next_sequence_);
  }
  slot(next_sequence_) = {next_sequence_, since, number};
  const auto place = room(pdu.size());
  std::memcpy(place.data(), pdu.data(), pdu.size());
  smpp::set_sequence_number(place, next_sequence_);
  output_used_ += pdu.size();
  next_sequence_ = smpp::next_sequence_number(next_sequence_);
  ++in_flight_;
}

void Connection::flush() {
  if (write_pending_ || ended_) return;
  while (output_used_ > 0 || written_ < writing_used_) {
    if (written_ == writing_used_) {
      std::swap(output_, writing_);
      writing_used_ = std::exchange(output_used_, 0);
      written_ = 0;
    }
    error_code error;
    written_ += socket_.write_some(
        asio::buffer(writing_.data() + written_, writing_used_ - written_), error);
    if (error == asio::error::would_block) {
      write_pending_ = true;
      socket_.async_wait(tcp::socket::wait_write,
                         [self = shared_from_this()](const error_code& failed) {
                           self->write_pending_ = false;
                           if (failed) return self->end("write: " + failed.message());
                           self->flush();
                           self->events_.on_turn(*self);
                         });
      return;
    }
    if (error) return end("write: " + error.message());
  }
}

void Connection::read() {
  socket_.async_read_some(asio::buffer(input_.data() + input_used_, input_.size() - input_used_),
                          [self = shared_from_this()](const error_code& error, std::size_t octets) {
                            if (error) return self->end("read: " + error.message());
                            self->input_used_ += octets;
                            const auto now = Clock::now();
                            std::span<const std::byte> rest(self->input_.data(), self->input_used_);
                            while (!self->ended_) {
                              const auto frame = smpp::frame(rest, smpp::kDefaultMaxPduLength);
                              if (!frame) return self->end("the peer sent no SMPP");
                              if (!frame->complete) break;
                              if (!self->on_pdu(rest.first(frame->length), now))
                                return self->end("unbound");
                              rest = rest.subspan(frame->length);
                            }
                            if (self->ended_) return;
                            std::memmove(self->input_.data(), rest.data(), rest.size());
                            self->input_used_ = rest.size();
                            self->events_.on_turn(*self);
                            self->flush();
                            if (!self->ended_) self->read();
                          });
}

bool Connection::on_pdu(std::span<const std::byte> octets, Clock::time_point now) {
  const auto pdu = smpp::decode(octets);
  if (!pdu) return true;  // a proxy's job, not this tool's; a lost response shows in the report
  switch (pdu->id()) {
    case CommandId::kSubmitSmResp:
    case CommandId::kGenericNack:
      on_submit_response(*pdu, now);
      return true;
    case CommandId::kBindTransceiverResp:
    case CommandId::kBindTransmitterResp:
      if (pdu->status() != CommandStatus::kOk) {
        end("bind refused: " + std::string(smpp::to_string(pdu->status())));
        return true;
      }
      bound_ = true;
      events_.on_bound(*this);
      return true;
    case CommandId::kDeliverSm:
    case CommandId::kDataSm:
      on_delivery(*pdu);
      answer(*pdu);
      return true;
    case CommandId::kEnquireLink:
      answer(*pdu);
      return true;
    case CommandId::kUnbind:
      // Nothing new; what is still answered is taken in until the peer closes.
      bound_ = false;
      answer(*pdu);
      return true;
    case CommandId::kUnbindResp:
      return false;
    default:
      return true;
  }
}

void Connection::on_submit_response(const smpp::PduView& pdu, Clock::time_point now) {
  InFlight& waiting = slot(pdu.sequence_number());
  if (waiting.sequence != pdu.sequence_number() || waiting.sequence == 0) return;
  const InFlight message = std::exchange(waiting, {});
  --in_flight_;
  events_.on_response(message, pdu.status(), pdu.text(FieldId::kMessageId), now);
}

void Connection::on_delivery(const smpp::PduView& pdu) {
  // esm_class bits 2-5, 3.4 section 5.2.12: not zero is a receipt or an acknowledgement.
  if ((pdu.u8(FieldId::kEsmClass) & 0x3CU) != 0) {
    events_.on_receipt();
  } else {
    events_.on_mobile_originated();
  }
}

void Connection::answer(const smpp::PduView& request) {
  smpp::PduBuilder response(smpp::response_id(request.id()), request.sequence_number());
  if (const auto size = response.encode(room(64))) output_used_ += *size;
}

void Connection::expire(Clock::time_point oldest) {
  if (in_flight_ == 0) return;
  for (auto& waiting : slots_) {
    if (waiting.sequence == 0 || waiting.since > oldest) continue;
    const InFlight message = std::exchange(waiting, {});
    --in_flight_;
    events_.on_lost(message);
  }
}

void Connection::unbind() {
  if (ended_) return;
  if (!bound_) return end("not bound");
  smpp::PduBuilder pdu(CommandId::kUnbind, next_sequence_);
  if (const auto size = pdu.encode(room(64))) output_used_ += *size;
  flush();
}

void Connection::end(std::string_view why) {
  if (std::exchange(ended_, true)) return;
  bound_ = false;
  expire(Clock::time_point::max());
  error_code ignored;
  socket_.close(ignored);
  events_.on_ended(*this, why);
}

}  // namespace smsfw::load
