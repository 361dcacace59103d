#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace smsfw::control {

/// The octets of a file that is open, mapped for reading. Who shortens the file meanwhile ends the
/// process: only for files that nobody else writes into, or that only grow.
class MappedOctets {
 public:
  /// Nothing where it cannot be mapped; `size` 0 cannot.
  static std::optional<MappedOctets> map(int fd, std::size_t size) noexcept {
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) return std::nullopt;
    return MappedOctets(at, size);
  }
  MappedOctets(MappedOctets&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), size_(other.size_) {}
  MappedOctets& operator=(MappedOctets&&) = delete;
  ~MappedOctets() {
    if (at_ != nullptr) ::munmap(at_, size_);
  }
  std::span<const std::byte> octets() const noexcept {
    return {static_cast<const std::byte*>(at_), size_};
  }

 private:
  MappedOctets(void* at, std::size_t size) noexcept : at_(at), size_(size) {}
  void* at_;
  std::size_t size_;
};

}  // namespace smsfw::control
