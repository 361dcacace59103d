#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace smsfw::ss7::link {

/// What waits to be written to one association: whole messages, bounded in octets. Many go with one
/// system call. Memory is kept, so that nothing is allocated once it has been full.
class OutputQueue {
 public:
  explicit OutputQueue(std::size_t max_octets) : max_octets_(max_octets) {}

  bool has_room(std::size_t size) const noexcept { return waiting() + size <= max_octets_; }
  std::size_t waiting() const noexcept { return octets_.size() - sent_; }
  bool empty() const noexcept { return waiting() == 0; }

  /// Adds a message: `write(std::vector<std::byte>&)` appends its octets. `stream`: the SCTP
  /// stream.
  template <class Write>
  void add(std::uint16_t stream, Write&& write) {
    const std::size_t before = octets_.size();
    write(octets_);
    messages_.push_back({static_cast<std::uint32_t>(octets_.size() - before), stream});
  }

  enum class Flushed : std::uint8_t {
    kAll,
    kBlocked,  ///< The socket takes no more now.
    kFailed,   ///< The connection is gone; reading will say so.
  };
  Flushed flush_tcp(int fd);
  /// `payload_protocol` as SCTP carries it, in the host's order.
  Flushed flush_sctp(int fd, std::uint32_t payload_protocol);

  /// Drops all, and says how many messages that was.
  std::size_t clear() noexcept;

 private:
  struct Message {
    std::uint32_t size;
    std::uint16_t stream;
  };
  void sent_octets(std::size_t count);
  void compact();

  std::size_t max_octets_;
  std::vector<std::byte> octets_;
  std::size_t sent_ = 0;  // octets at the front that are gone
  std::vector<Message> messages_;
  std::size_t first_ = 0;       // messages at the front that are gone
  std::size_t first_sent_ = 0;  // octets of the first message that are gone (TCP)
};

}  // namespace smsfw::ss7::link
