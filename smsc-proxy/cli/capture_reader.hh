#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "filters/core/decode_error.hh"
#include "smsc-proxy/cli/capture_file.hh"
#include "smsc-proxy/ss7/codec/point_code.hh"

namespace smsfw::cli {

/// Which TCP ports carry what: the port of the end that listens.
struct CapturePorts {
  std::vector<std::uint16_t> smpp{2775};
  std::vector<std::uint16_t> ipa{5000};
};

/// Routing label of a unit; without one (SCCP alone, IPA) nobody knows who sent it.
struct UnitLabel {
  ss7::PointCode opc;
  ss7::PointCode dpc;
};

enum class CaptureLayer : std::uint8_t { kM3ua, kSmpp };

/// Takes what a capture holds, in the order of its packets. Octets live as long as the call.
class CaptureSink {
 public:
  virtual ~CaptureSink() = default;

  /// The user part of a signal unit of SCCP.
  virtual void sccp(std::chrono::microseconds time, const std::optional<UnitLabel>& label,
                    std::span<const std::byte> octets) = 0;
  /// One PDU, whole. `connection`: the same number for both directions of one TCP connection.
  virtual void smpp(std::chrono::microseconds time, std::uint64_t connection, bool from_client,
                    std::span<const std::byte> pdu) = 0;
  /// A connection began, or nothing more comes of it: its number is free.
  virtual void smpp_over(std::uint64_t connection) = 0;
  /// Octets that should be of this layer and cannot be read. `from_client`: of SMPP.
  virtual void unreadable(std::chrono::microseconds time, CaptureLayer layer, bool from_client,
                          const DecodeError& error) = 0;
};

/// What a capture was made of.
struct CaptureCounts {
  std::uint64_t packets = 0;
  std::uint64_t units = 0;       ///< Given as sccp().
  std::uint64_t pdus = 0;        ///< Given as smpp().
  std::uint64_t unreadable = 0;  ///< Told of as unreadable().
  std::uint64_t others = 0;      ///< Packets of other protocols, link types and ports.
  std::uint64_t fragments = 0;   ///< Parts of IP packets or SCTP messages: not put together.
  std::uint64_t repeated = 0;    ///< SCTP chunks that were sent again.
  std::uint64_t gaps = 0;        ///< Where a TCP stream misses octets.
};

struct CaptureResult {
  CaptureCounts counts;
  std::optional<CaptureError> error;  ///< Where the file could not be read on.
};

/// Reads a capture to its end, or to where it breaks off. Pure but for the sink; memory is bounded
/// whatever the file holds: at most kMaxConnections TCP connections with kMaxStreamOctets together,
/// and 4096 directions of SCTP associations; who was silent longest is forgotten first.
CaptureResult read_capture(std::span<const std::byte> file, const CapturePorts& ports,
                           CaptureSink& sink);

inline constexpr std::size_t kMaxConnections = 4'096;
inline constexpr std::size_t kMaxStreamOctets = 64UL * 1024 * 1024;

}  // namespace smsfw::cli
