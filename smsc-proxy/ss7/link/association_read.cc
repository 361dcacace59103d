// The reading half of Association: what comes from the socket, and who gets it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "smsc-proxy/ss7/link/association.hh"
#include "smsc-proxy/ss7/link/ipa.hh"
#include "smsc-proxy/ss7/link/osmo.hh"
#include "smsc-proxy/ss7/link/sctp.hh"

namespace smsfw::ss7::link {
namespace {

// So that one busy association does not keep the others waiting.
constexpr int kMessagesOfOneTurn = 64;
// The library reads with a buffer of 1500 octets, and would take the rest for another message.
constexpr std::size_t kLongestForLibrary = 1'024;

constexpr std::uint8_t kAspUpAck = 4;

// RFC 4666 3.1.2: of the classes 3 and 4.
bool known_type(const m3ua::Message& message) noexcept {
  const std::uint8_t last = message.message_class == m3ua::Class::kState ? 6 : 4;
  return message.type >= 1 && message.type <= last;
}
// Acknowledgements go from the gateway to the ASP, what they answer the other way.
bool acknowledges(const m3ua::Message& message) noexcept {
  return message.type >= (message.message_class == m3ua::Class::kState ? 4 : 3);
}

struct Received {
  ssize_t size = -1;
  bool notification = false;
  bool whole = false;
  std::uint32_t payload_protocol = 0;
};

Received receive(int fd, std::span<std::byte> into, int flags) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(sctp_sndrcvinfo)) + 64> control{};
  iovec part{into.data(), into.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  Received received;
  received.size = ::recvmsg(fd, &header, flags | MSG_DONTWAIT);
  received.notification = (header.msg_flags & MSG_NOTIFICATION) != 0;
  received.whole = (header.msg_flags & MSG_EOR) != 0;
  if (received.size <= 0) return received;
  for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
    if (at->cmsg_level != IPPROTO_SCTP || at->cmsg_type != SCTP_SNDRCV) continue;
    sctp_sndrcvinfo info{};
    std::memcpy(&info, CMSG_DATA(at), sizeof info);
    received.payload_protocol = ntohl(info.sinfo_ppid);
  }
  return received;
}

bool would_block() noexcept {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

bool Association::read(osmo_fd* socket) {
  return setup_.server->transport == Transport::kIpa ? read_ipa(socket) : read_m3ua(socket);
}

bool Association::read_m3ua(osmo_fd* socket) {
  bool more = true;
  for (int n = 0; n < kMessagesOfOneTurn && more; ++n) {
    pause_where_full();
    if (paused_) return true;
    if (!read_m3ua_message(socket, more)) return false;
  }
  return true;
}

// False: the connection is gone. `more`: another message may wait.
bool Association::read_m3ua_message(osmo_fd* socket, bool& more) {
  std::array<std::byte, m3ua::kHeaderSize> header{};
  const Received peeked = receive(socket->fd, header, MSG_PEEK);
  if (peeked.size < 0 && would_block()) {
    more = false;
    return true;
  }
  if (peeked.size <= 0 || peeked.notification) {
    leave_to_library(socket, OSMO_FD_READ);
    return alive();
  }
  const bool maintenance = static_cast<std::size_t>(peeked.size) == header.size() &&
                           (header[2] == std::byte{3} || header[2] == std::byte{4});
  if (maintenance) {
    const Received looked = receive(socket->fd, input_, MSG_PEEK);
    if (looked.size > 0 &&
        for_library(std::span(input_).first(static_cast<std::size_t>(looked.size)))) {
      leave_to_library(socket, OSMO_FD_READ);
      return alive();
    }
  }
  const Received taken = receive(socket->fd, input_, 0);
  if (taken.size <= 0) return alive();
  if (!taken.whole) {  // more than 64 KiB, or delivered in parts: no M3UA that we know
    user_.on_malformed(*this);
    osmo_ss7_asp_disconnect(asp_);
    return false;
  }
  if (taken.payload_protocol != m3ua::kPayloadProtocol) {
    user_.on_malformed(*this);
    return true;
  }
  on_message(std::span(input_).first(static_cast<std::size_t>(taken.size)));
  return alive();
}

// Only what is well formed, goes this way, and is expected by the library's state machine.
bool Association::for_library(std::span<const std::byte> octets) {
  if (octets.size() > kLongestForLibrary) return false;
  const auto message = m3ua::read_message(octets);
  if (!message || !known_type(*message)) return false;
  const bool state_class = message->message_class == m3ua::Class::kState;
  const bool heartbeat = message->type == m3ua::kHeartbeat || message->type == m3ua::kHeartbeatAck;
  if (state_class && heartbeat) return false;
  if (acknowledges(*message) == asp_->cfg.is_server) return false;
  if (state_class) return message->type != kAspUpAck || state() == AspState::kConnected;
  if (message->type != m3ua::kAspActiveAck) return true;
  return state() == AspState::kInactive && !osmo_ss7_asp_active(asp_) && registered();
}

void Association::on_message(std::span<const std::byte> octets) {
  const auto read = m3ua::read_message(octets);
  if (!read) {
    user_.on_malformed(*this);
    answer_error(read.error());
    return;
  }
  const m3ua::Message& message = *read;
  switch (message.message_class) {
    case m3ua::Class::kTransfer: {
      if (message.type != m3ua::kData) {
        answer_error(m3ua::ErrorCode::kUnsupportedType);
        return;
      }
      const auto data = m3ua::read_data(message);
      if (data) {
        user_.on_data(*this, *data);
      } else {
        user_.on_malformed(*this);
        answer_error(data.error());
      }
      return;
    }
    case m3ua::Class::kNetwork:
      user_.on_network(*this, message);
      return;
    case m3ua::Class::kState:
    case m3ua::Class::kTraffic:
      on_maintenance(message);
      return;
    case m3ua::Class::kManagement:
      if (message.type == m3ua::kNotify) on_notify(message);
      if (message.type == m3ua::kError) on_error(message);
      return;
    case m3ua::Class::kKeys:
      if (!setup_.server->registers) break;
      on_keys(message);
      return;
  }
  answer_error(m3ua::ErrorCode::kUnsupportedClass);
}

// What the library was not given of classes 3 and 4.
void Association::on_maintenance(const m3ua::Message& message) {
  if (message.is(m3ua::Class::kState, m3ua::kHeartbeat)) {  // RFC 4666 3.5.6: with what came
    const m3ua::Parameter* data = message.find(m3ua::Tag::kHeartbeatData);
    const bool has = data != nullptr && data->value.size() <= 256;
    add_message(m3ua::Class::kState, m3ua::kHeartbeatAck,
                has ? std::span(data, 1) : std::span<const m3ua::Parameter>{});
  } else if (message.is(m3ua::Class::kState, m3ua::kHeartbeatAck)) {
    unanswered_ = 0;
  } else if (!known_type(message)) {
    answer_error(m3ua::ErrorCode::kUnsupportedType);
  } else if (acknowledges(message) == asp_->cfg.is_server) {
    answer_error(m3ua::ErrorCode::kUnexpectedMessage);
  } else if (message.is(m3ua::Class::kTraffic, m3ua::kAspActiveAck)) {
    displaced_ = false;
  }  // an acknowledgement too many: the request was repeated
}

// RFC 4666 3.8.2: type in the upper half, information in the lower.
void Association::on_notify(const m3ua::Message& message) {
  constexpr std::uint32_t kServerInactive = 0x0001'0002;
  constexpr std::uint32_t kServerPending = 0x0001'0004;
  constexpr std::uint32_t kAlternateActive = 0x0002'0002;
  const auto status = message.number(m3ua::Tag::kStatus);
  if (!status || asp_->cfg.is_server) return;
  if (*status == kAlternateActive) displaced_ = true;
  if ((*status == kServerInactive || *status == kServerPending) && displaced_ && registered()) {
    // Our turn again; the library never knew that it was not.
    displaced_ = false;
    next_request_ = {};
    request_active(Clock::now());
  }
}

// Never answered. Of interest only in place of a Registration Response: the peer knows none.
void Association::on_error(const m3ua::Message& message) {
  if (registered() || !registration_.answered()) return;
  registration_.refused(Clock::now());
  log_unregistered("error " + std::to_string(message.number(m3ua::Tag::kErrorCode).value_or(0)));
}

void Association::on_keys(const m3ua::Message& message) {
  if (message.type != m3ua::kRegisterResponse) {
    answer_error(m3ua::ErrorCode::kUnsupportedType);
    return;
  }
  const auto result = m3ua::read_registration(message);
  if (!result || result->local != kLocalKey) {
    user_.on_malformed(*this);
    answer_error(result ? m3ua::ErrorCode::kParameterField : result.error());
    return;
  }
  if (!registration_.answered()) {
    answer_error(m3ua::ErrorCode::kUnexpectedMessage);
  } else if (registered()) {
    return;  // an answer too many: the request was repeated
  } else if (result->registered()) {
    registration_.registered(result->routing_context);
    next_request_ = {};  // no need to wait with ASP Active
  } else {
    registration_.refused(Clock::now());
    log_unregistered("status " + std::to_string(result->status));
  }
}

void Association::answer_error(m3ua::ErrorCode code) {
  const auto value = m3ua::number(static_cast<std::uint32_t>(code));
  const m3ua::Parameter parameter{m3ua::Tag::kErrorCode, value};
  add_message(m3ua::Class::kManagement, m3ua::kError, std::span(&parameter, 1));
}

bool Association::read_ipa(osmo_fd* socket) {
  if (!osmo_ss7_asp_active(asp_)) return read_ipa_identity(socket);
  pause_where_full();
  if (paused_) return true;
  const auto room = std::span(input_).subspan(input_size_);
  const ssize_t count = ::recv(socket->fd, room.data(), room.size(), MSG_DONTWAIT);
  if (count < 0 && would_block()) return true;
  if (count <= 0) {  // the library finds the same and does what belongs to it
    leave_to_library(socket, OSMO_FD_READ);
    return alive();
  }
  input_size_ += static_cast<std::size_t>(count);
  take_frames();
  return alive();
}

// Until both ends know each other there is nothing but connection management, which the library
// does. It reads one frame at a time, so nothing of what follows is lost.
bool Association::read_ipa_identity(osmo_fd* socket) {
  std::array<std::byte, ipa::kHeaderSize> header{};
  if (asp_->pending_msg == nullptr) {
    const ssize_t count = ::recv(socket->fd, header.data(), header.size(), MSG_PEEK | MSG_DONTWAIT);
    if (count < 0 && would_block()) return true;
    const bool known = count == static_cast<ssize_t>(header.size());
    const std::size_t length =
        static_cast<std::size_t>(header[0]) << 8U | static_cast<std::size_t>(header[1]);
    if (known &&
        (header[2] != ipa::kConnectionManagement || length == 0 || length > kLongestForLibrary)) {
      user_.on_malformed(*this);
      osmo_ss7_asp_disconnect(asp_);
      return false;
    }
  }
  leave_to_library(socket, OSMO_FD_READ);
  return alive();
}

void Association::take_frames() {
  std::size_t at = 0;
  while (user_.has_room()) {
    const auto frame = ipa::read_frame(std::span(input_).first(input_size_).subspan(at));
    if (!frame) break;
    on_frame(frame->protocol, frame->octets);
    at += frame->size;
  }
  std::memmove(input_.data(), input_.data() + at, input_size_ - at);
  input_size_ -= at;
  pause_where_full();
}

void Association::on_frame(std::byte protocol, std::span<const std::byte> octets) {
  if (protocol == ipa::kSccp) {
    user_.on_sccp(*this, octets);
    return;
  }
  if (protocol != ipa::kConnectionManagement || octets.empty()) {
    user_.on_malformed(*this);
    return;
  }
  if (octets.front() == ipa::kPong) unanswered_ = 0;
  if (octets.front() == ipa::kPing && output_.has_room(8)) {
    output_.add(0, [](auto& out) {
      ipa::write_frame(out, ipa::kConnectionManagement, std::span(&ipa::kPong, 1));
    });
  }
}

}  // namespace smsfw::ss7::link
