#include "smsc-proxy/cli/capture_file.hh"

#include <algorithm>

namespace smsfw::cli {
namespace {

using Octets = std::span<const std::byte>;
using std::chrono::microseconds;

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
// tcpdump's own bound, MAXIMUM_SNAPLEN.
constexpr std::uint32_t kMaxPacket = 262'144;

constexpr std::uint32_t kMicroMagic = 0xA1B2C3D4;
constexpr std::uint32_t kNanoMagic = 0xA1B23C4D;
constexpr std::uint32_t kSectionBlock = 0x0A0D0D0A;  // the same in both byte orders
constexpr std::uint32_t kOrderMagic = 0x1A2B3C4D;
constexpr std::uint32_t kInterfaceBlock = 1;
constexpr std::uint32_t kSimplePacketBlock = 3;
constexpr std::uint32_t kEnhancedPacketBlock = 6;
constexpr std::size_t kBlockHeader = 8;
constexpr std::size_t kBlockTrailer = 4;
constexpr std::size_t kMaxInterfaces = 1024;
constexpr std::uint16_t kResolutionOption = 9;
constexpr std::uint8_t kBinaryResolution = 0x80;

constexpr std::uint64_t kMaxSeconds = 0xFFFFFFFF;
constexpr std::uint64_t kMicros = 1'000'000;

std::uint32_t load(Octets octets, std::size_t at, std::size_t size, bool big_endian) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto octet = static_cast<std::uint32_t>(octets[at + (big_endian ? i : size - 1 - i)]);
    value = value << 8U | octet;
  }
  return value;
}

microseconds time_of(std::uint64_t seconds, std::uint64_t micros) noexcept {
  return microseconds(std::min(seconds, kMaxSeconds) * kMicros + micros);
}

/// A time stamp of pcapng in units of its interface.
microseconds time_of(std::uint64_t stamp, std::uint8_t resolution) noexcept {
  unsigned power = resolution & 0x7FU;
  if ((resolution & kBinaryResolution) != 0) {
    power = std::min(power, 63U);
    const std::uint64_t seconds = stamp >> power;
    std::uint64_t fraction = stamp - (seconds << power);
    if (power > 40) {
      fraction >>= power - 40;
      power = 40;
    }
    return time_of(seconds, fraction * kMicros >> power);
  }
  std::uint64_t units = 1;
  for (unsigned i = 0; i < std::min(power, 19U); ++i)
    units *= 10;
  const std::uint64_t rest = stamp % units;
  const std::uint64_t micros =
      units >= kMicros ? rest / (units / kMicros) : rest * (kMicros / units);
  return time_of(stamp / units, micros);
}

}  // namespace

std::uint32_t CaptureFile::u32(Octets octets, std::size_t at) const noexcept {
  return load(octets, at, 4, big_endian_);
}

std::uint16_t CaptureFile::u16(Octets octets, std::size_t at) const noexcept {
  return static_cast<std::uint16_t>(load(octets, at, 2, big_endian_));
}

bool CaptureFile::recognises(Octets file) noexcept {
  if (file.size() < 4) return false;
  for (const bool big_endian : {false, true}) {
    const std::uint32_t magic = load(file, 0, 4, big_endian);
    if (magic == kMicroMagic || magic == kNanoMagic || magic == kSectionBlock) return true;
  }
  return false;
}

Expected<CaptureFile, CaptureError> CaptureFile::open(Octets file) {
  using Refused = Unexpected<CaptureError>;
  if (!recognises(file)) return Refused(CaptureError{"not a capture", 0});
  CaptureFile made(file);
  if (load(file, 0, 4, true) == kSectionBlock) {
    made.blocks_ = true;
    return made;
  }
  if (file.size() < kFileHeader)
    return Refused(CaptureError{"ends inside its header", file.size()});
  const std::uint32_t magic = load(file, 0, 4, true);
  made.big_endian_ = magic == kMicroMagic || magic == kNanoMagic;
  made.nanoseconds_ = made.u32(file, 0) == kNanoMagic;
  // The upper bits say how long a frame check sequence is.
  made.link_type_ = made.u32(file, 20) & 0x0FFFFFFFU;
  made.at_ = kFileHeader;
  return made;
}

std::optional<CapturedPacket> CaptureFile::next() {
  if (error_) return std::nullopt;
  return blocks_ ? next_block() : next_record();
}

std::optional<CapturedPacket> CaptureFile::next_record() {
  if (at_ == file_.size()) return std::nullopt;
  const Octets rest = file_.subspan(at_);
  if (rest.size() < kRecordHeader) return fail("ends inside the header of a packet", at_);
  const std::uint32_t length = u32(rest, 8);
  if (length > kMaxPacket) return fail("the length of a packet is out of range", at_ + 8);
  if (length > rest.size() - kRecordHeader) return fail("ends inside a packet", at_);
  const std::uint32_t fraction = u32(rest, 4);
  const auto micros =
      std::min<std::uint64_t>(nanoseconds_ ? fraction / 1'000 : fraction, kMicros - 1);
  CapturedPacket packet{link_type_, time_of(u32(rest, 0), micros),
                        rest.subspan(kRecordHeader, length), at_ + kRecordHeader};
  at_ += kRecordHeader + length;
  return packet;
}

// ---- pcapng ----

std::optional<CapturedPacket> CaptureFile::next_block() {
  while (at_ < file_.size()) {
    const std::size_t begin = at_;
    const Octets rest = file_.subspan(begin);
    if (rest.size() < kBlockHeader + kBlockTrailer) return fail("ends inside a block", begin);
    const std::uint32_t type = load(rest, 0, 4, big_endian_);
    if (type == kSectionBlock && !read_section(rest)) return std::nullopt;
    const std::uint32_t length = u32(rest, 4);
    if (length < kBlockHeader + kBlockTrailer || length % 4 != 0) {
      return fail("the length of a block is out of range", begin + 4);
    }
    if (length > rest.size()) return fail("ends inside a block", begin);
    at_ += length;
    const std::size_t body_at = begin + kBlockHeader;
    const Octets body = rest.subspan(kBlockHeader, length - kBlockHeader - kBlockTrailer);
    switch (type) {
      case kInterfaceBlock:
        if (!read_interface(body, body_at)) return std::nullopt;
        break;
      case kEnhancedPacketBlock:
        return read_packet(body, body_at);
      case kSimplePacketBlock:
        return read_simple_packet(body, body_at);
      default:  // names, statistics, secrets, what others invent
        break;
    }
  }
  return std::nullopt;
}

/// A section has a byte order and interfaces of its own.
bool CaptureFile::read_section(Octets block) {
  if (load(block, 8, 4, true) == kOrderMagic) {
    big_endian_ = true;
  } else if (load(block, 8, 4, false) == kOrderMagic) {
    big_endian_ = false;
  } else {
    fail("a section without a byte order", at_ + 8);
    return false;
  }
  interfaces_.clear();
  return true;
}

bool CaptureFile::read_interface(Octets body, std::size_t at) {
  if (body.size() < 8 || interfaces_.size() == kMaxInterfaces) {
    fail(body.size() < 8 ? "an interface that is too short" : "too many interfaces", at);
    return false;
  }
  Interface made;
  made.link_type = u16(body, 0);
  for (Octets options = body.subspan(8); options.size() >= 4;) {
    const std::uint16_t code = u16(options, 0);
    const std::size_t length = u16(options, 2);
    if (code == 0 || length > options.size() - 4) break;
    if (code == kResolutionOption && length == 1) {
      made.resolution = static_cast<std::uint8_t>(options[4]);
    }
    options = options.subspan(std::min(4 + (length + 3) / 4 * 4, options.size()));
  }
  interfaces_.push_back(made);
  return true;
}

std::optional<CapturedPacket> CaptureFile::read_packet(Octets body, std::size_t at) {
  constexpr std::size_t kFields = 20;
  if (body.size() < kFields) return fail("a packet block that is too short", at);
  const std::uint32_t interface = u32(body, 0);
  if (interface >= interfaces_.size()) return fail("a packet of no interface", at);
  const std::uint64_t stamp = std::uint64_t{u32(body, 4)} << 32U | u32(body, 8);
  const std::uint32_t length = u32(body, 12);
  if (length > kMaxPacket || length > body.size() - kFields) {
    return fail("the length of a packet is out of range", at + 12);
  }
  const Interface& from = interfaces_[interface];
  return CapturedPacket{from.link_type, time_of(stamp, from.resolution),
                        body.subspan(kFields, length), at + kFields};
}

std::optional<CapturedPacket> CaptureFile::read_simple_packet(Octets body, std::size_t at) {
  if (body.size() < 4) return fail("a packet block that is too short", at);
  if (interfaces_.empty()) return fail("a packet of no interface", at);
  const std::size_t length = std::min<std::size_t>(u32(body, 0), body.size() - 4);
  return CapturedPacket{interfaces_[0].link_type, microseconds{0}, body.subspan(4, length), at + 4};
}

}  // namespace smsfw::cli
