#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "smsc-proxy/control/mapped_octets.hh"

namespace smsfw::cli {

/// The octets of a file: mapped where it is a regular one, else read, at most kMaxRead of them.
class ReplayFile {
 public:
  static constexpr std::size_t kMaxRead = 1UL << 30U;

  /// The error says what is wrong, without the file's name.
  static Expected<ReplayFile, std::string> open(const std::string& path);

  std::span<const std::byte> octets() const noexcept {
    return mapped_ ? mapped_->octets() : std::span<const std::byte>(read_);
  }

 private:
  std::optional<control::MappedOctets> mapped_;
  std::vector<std::byte> read_;
};

}  // namespace smsfw::cli
