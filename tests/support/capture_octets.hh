#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Captures and packets made by hand, for tests of what reads them.

namespace smsfw::testing {

using Octets = std::vector<std::byte>;

/// Appends numbers in one byte order.
struct OctetWriter {
  bool big_endian = true;
  Octets out{};

  OctetWriter& number(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned place = big_endian ? size - 1 - i : i;
      out.push_back(static_cast<std::byte>(place < sizeof value ? value >> 8U * place : 0));
    }
    return *this;
  }
  OctetWriter& octets(std::span<const std::byte> more) {
    out.insert(out.end(), more.begin(), more.end());
    return *this;
  }
};

struct PcapForm {
  bool big_endian = false;
  bool nanoseconds = false;
};

/// A pcap file; packets one second apart, from second 100 on and 5 parts of it.
inline Octets pcap(std::uint32_t link_type, const std::vector<Octets>& packets,
                   PcapForm form = {}) {
  OctetWriter file{form.big_endian};
  file.number(form.nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4, 4).number(2, 2).number(4, 2);
  file.number(0, 8).number(65535, 4).number(link_type, 4);
  std::uint32_t second = 100;
  for (const Octets& packet : packets) {
    file.number(second++, 4).number(form.nanoseconds ? 5'000 : 5, 4);
    file.number(packet.size(), 4).number(packet.size(), 4).octets(packet);
  }
  return file.out;
}

/// IPv4 from host `from` to host `to` of 192.0.2.0/24.
inline Octets ipv4(std::uint8_t protocol, int from, int to, const Octets& payload,
                   unsigned fragment = 0) {
  OctetWriter made;
  made.number(0x4500, 2).number(20 + payload.size(), 2).number(1, 2).number(fragment, 2);
  made.number(64, 1).number(protocol, 1).number(0, 2);
  for (const int host : {from, to})
    made.number(0xC0000200U + static_cast<unsigned>(host), 4);
  return made.octets(payload).out;
}

inline Octets ethernet(std::uint16_t type, const Octets& payload) {
  return OctetWriter{}.number(0, 8).number(0, 4).number(type, 2).octets(payload).out;
}

struct TcpAt {
  std::uint16_t source = 40'000;
  std::uint16_t destination = 2775;
  std::uint32_t sequence = 0;
  bool syn = false;
};

inline Octets tcp(const TcpAt& at, const Octets& payload) {
  OctetWriter made;
  made.number(at.source, 2).number(at.destination, 2).number(at.sequence, 4).number(0, 4);
  made.number(0x50, 1).number(at.syn ? 2 : 0x10, 1).number(1000, 2).number(0, 4);
  return made.octets(payload).out;
}

/// One SCTP packet with one DATA chunk; `flags`: B and E.
inline Octets sctp(std::uint32_t tsn, const Octets& payload, unsigned flags = 3,
                   std::uint32_t protocol = 3) {
  OctetWriter made;
  made.number(2905, 2).number(2905, 2).number(0x11223344, 4).number(0, 4);
  made.number(0, 1).number(flags, 1).number(16 + payload.size(), 2);
  made.number(tsn, 4).number(0, 4).number(protocol, 4).octets(payload);
  made.number(0, static_cast<unsigned>(-payload.size() % 4));
  return made.out;
}

}  // namespace smsfw::testing
