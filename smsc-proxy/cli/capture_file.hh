#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"

namespace smsfw::cli {

/// One packet of a capture. Borrows the file.
struct CapturedPacket {
  std::uint32_t link_type = 0;        ///< LINKTYPE_ value, as tcpdump.org lists them.
  std::chrono::microseconds time{0};  ///< Since 1970; 0 where the file has none.
  std::span<const std::byte> octets{};
  std::size_t offset = 0;  ///< Of the packet's octets in the file.
};

/// Why a file cannot be read, or not any further.
struct CaptureError {
  std::string_view what;
  std::size_t offset = 0;  ///< In the file.
};

/// A capture in memory: pcap of either byte order and precision (libpcap's pcap-savefile(5)), or
/// pcapng (draft-ietf-opsawg-pcapng). Borrows the file, allocates only for pcapng's interfaces, and
/// never reads behind the end. Times beyond 32 bits of seconds are taken for the last that fits.
class CaptureFile {
 public:
  /// True where the file begins like a capture.
  static bool recognises(std::span<const std::byte> file) noexcept;

  static Expected<CaptureFile, CaptureError> open(std::span<const std::byte> file);

  /// The next packet; nothing at the end, and where the file cannot be read on: see error().
  std::optional<CapturedPacket> next();
  const std::optional<CaptureError>& error() const noexcept { return error_; }

 private:
  struct Interface {
    std::uint32_t link_type = 0;
    std::uint8_t resolution = 6;  // if_tsresol: 10^-n, with the high bit 2^-n seconds
  };

  explicit CaptureFile(std::span<const std::byte> file) noexcept : file_(file) {}

  std::optional<CapturedPacket> next_record();
  std::optional<CapturedPacket> next_block();
  bool read_section(std::span<const std::byte> body);
  bool read_interface(std::span<const std::byte> body, std::size_t at);
  std::optional<CapturedPacket> read_packet(std::span<const std::byte> body, std::size_t at);
  std::optional<CapturedPacket> read_simple_packet(std::span<const std::byte> body, std::size_t at);
  std::nullopt_t fail(std::string_view what, std::size_t offset) {
    error_ = CaptureError{what, offset};
    return std::nullopt;
  }
  std::uint32_t u32(std::span<const std::byte> octets, std::size_t at) const noexcept;
  std::uint16_t u16(std::span<const std::byte> octets, std::size_t at) const noexcept;

  std::span<const std::byte> file_;
  std::size_t at_ = 0;
  bool blocks_ = false;  // pcapng
  bool big_endian_ = false;
  bool nanoseconds_ = false;
  std::uint32_t link_type_ = 0;        // pcap
  std::vector<Interface> interfaces_;  // pcapng, of this section
  std::optional<CaptureError> error_;
};

}  // namespace smsfw::cli
