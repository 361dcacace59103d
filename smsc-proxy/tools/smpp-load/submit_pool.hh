#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "smsc-proxy/tools/smpp-load/samples.hh"

namespace smsfw::load {

/// All submit_sm of a run, encoded once and back to back: sending is a copy and a sequence number.
class SubmitPool {
 public:
  /// Throws std::runtime_error, with the sample's id, where one cannot be encoded.
  SubmitPool(const std::vector<Sample>& samples, double receipt_share, std::uint64_t seed);

  std::size_t size() const noexcept { return entries_.size(); }
  std::span<const std::byte> pdu(std::size_t index) const noexcept {
    const Entry& entry = entries_[index];
    return std::span(octets_).subspan(entry.offset, entry.length);
  }
  bool wants_receipt(std::size_t index) const noexcept { return entries_[index].wants_receipt; }

 private:
  struct Entry {
    std::size_t offset;
    std::uint32_t length;
    bool wants_receipt;
  };
  std::vector<std::byte> octets_;
  std::vector<Entry> entries_;
};

}  // namespace smsfw::load
