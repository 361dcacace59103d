#include "smsc-proxy/ss7/link/output_queue.hh"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "smsc-proxy/ss7/link/sctp.hh"

namespace smsfw::ss7::link {
namespace {

constexpr std::size_t kBatch = 32;
constexpr int kFlags = MSG_NOSIGNAL | MSG_DONTWAIT;

OutputQueue::Flushed failure() noexcept {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS
             ? OutputQueue::Flushed::kBlocked
             : OutputQueue::Flushed::kFailed;
}

struct Control {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(sctp_sndrcvinfo))> octets{};
};

void set_stream(msghdr& header, Control& control, std::uint16_t stream, std::uint32_t protocol) {
  header.msg_control = control.octets.data();
  header.msg_controllen = control.octets.size();
  cmsghdr* at = CMSG_FIRSTHDR(&header);
  at->cmsg_level = IPPROTO_SCTP;
  at->cmsg_type = SCTP_SNDRCV;
  at->cmsg_len = CMSG_LEN(sizeof(sctp_sndrcvinfo));
  sctp_sndrcvinfo info{};
  info.sinfo_stream = stream;
  info.sinfo_ppid = htonl(protocol);
  std::memcpy(CMSG_DATA(at), &info, sizeof info);
}

}  // namespace

OutputQueue::Flushed OutputQueue::flush_tcp(int fd) {
  while (!empty()) {
    const ssize_t count = ::send(fd, octets_.data() + sent_, waiting(), kFlags);
    if (count < 0) {
      const Flushed why = failure();
      compact();
      return why;
    }
    sent_octets(static_cast<std::size_t>(count));
  }
  clear();
  return Flushed::kAll;
}

OutputQueue::Flushed OutputQueue::flush_sctp(int fd, std::uint32_t payload_protocol) {
  std::array<mmsghdr, kBatch> batch;
  std::array<iovec, kBatch> parts;
  std::array<Control, kBatch> controls;
  while (!empty()) {
    std::size_t count = 0;
    std::size_t at = sent_;
    for (; count < kBatch && first_ + count < messages_.size(); ++count) {
      const Message& message = messages_[first_ + count];
      parts[count] = {octets_.data() + at, message.size};
      batch[count] = {};
      batch[count].msg_hdr.msg_iov = &parts[count];
      batch[count].msg_hdr.msg_iovlen = 1;
      set_stream(batch[count].msg_hdr, controls[count], message.stream, payload_protocol);
      at += message.size;
    }
    const int gone = ::sendmmsg(fd, batch.data(), static_cast<unsigned int>(count), kFlags);
    if (gone < 0) {
      const Flushed why = failure();
      compact();
      return why;
    }
    for (int i = 0; i < gone; ++i)
      sent_octets(messages_[first_].size);
  }
  clear();
  return Flushed::kAll;
}

void OutputQueue::sent_octets(std::size_t count) {
  sent_ += count;
  first_sent_ += count;
  while (first_ < messages_.size() && first_sent_ >= messages_[first_].size)
    first_sent_ -= messages_[first_++].size;
}

void OutputQueue::compact() {
  octets_.erase(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(sent_));
  messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(first_));
  sent_ = 0;
  first_ = 0;
}

std::size_t OutputQueue::clear() noexcept {
  const std::size_t dropped = messages_.size() - first_;
  octets_.clear();
  messages_.clear();
  sent_ = 0;
  first_ = 0;
  first_sent_ = 0;
  return dropped;
}

}  // namespace smsfw::ss7::link
