#include "filters/sms/octet_census.hh"

#include <algorithm>

#include "filters/sms/octet_block.hh"

namespace smsfw::sms {
namespace {

/// Blocks that one octet can count.
constexpr std::size_t kCountedBlocks = 255;

OctetBlock equals(OctetBlock block, unsigned char octet) noexcept {
  return reinterpret_cast<OctetBlock>(block == splat(octet));
}

OctetBlock printable(OctetBlock block) noexcept {
  return in_range(block, 0x20, 0x7E) | equals(block, '\n') | equals(block, '\r') |
         equals(block, '\t');
}

struct Counts {
  OctetBlock printable{};
  OctetBlock high{};
  OctetBlock zeros{};

  // A match is 0xFF, which is one less.
  void add(OctetBlock block) noexcept {
    printable -= sms::printable(block);
    high -= in_range(block, 0x80, 0xFF);
    zeros -= equals(block, 0);
  }
};

std::size_t sum(OctetBlock counts, std::size_t first, std::size_t step) noexcept {
  unsigned char lanes[kOctetBlock];
  store_block(lanes, counts);
  std::size_t total = 0;
  for (std::size_t i = first; i < kOctetBlock; i += step)
    total += lanes[i];
  return total;
}

void add(const Counts& counts, OctetCensus& census) noexcept {
  census.printable += sum(counts.printable, 0, 1);
  census.high += sum(counts.high, 0, 1);
  census.even_zeros += sum(counts.zeros, 0, 2);
  census.odd_zeros += sum(counts.zeros, 1, 2);
}

}  // namespace

OctetCensus count_octets(std::span<const std::byte> octets) noexcept {
  OctetCensus census;
  census.size = octets.size();
  const std::byte* at = octets.data();
  std::size_t blocks = octets.size() / kOctetBlock;
  while (blocks != 0) {
    const std::size_t now = std::min(blocks, kCountedBlocks);
    Counts counts;
    for (std::size_t i = 0; i < now; ++i, at += kOctetBlock)
      counts.add(load_block(at));
    add(counts, census);
    blocks -= now;
  }
  // The rest in a block that is filled up with what is taken off again.
  const std::size_t rest = octets.size() % kOctetBlock;
  if (rest != 0) {
    unsigned char last[kOctetBlock];
    std::fill(std::begin(last), std::end(last), static_cast<unsigned char>(' '));
    std::memcpy(last, at, rest);
    Counts counts;
    counts.add(load_block(last));
    add(counts, census);
    census.printable -= kOctetBlock - rest;
  }
  return census;
}

bool is_plain(std::span<const std::byte> octets) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(octets.data());
  const auto* const end = at + octets.size();
  const auto odd = [](OctetBlock block) {
    return ~(in_range(block, 0x20, 0x7E) | equals(block, '\n') | equals(block, '\r'));
  };
  if (octets.size() >= kOctetBlock) {
    // Four blocks, then one look: a text that is not plain shows it early.
    while (static_cast<std::size_t>(end - at) >= 4 * kOctetBlock) {
      const OctetBlock first = odd(load_block(at)) | odd(load_block(at + kOctetBlock));
      const OctetBlock second =
          odd(load_block(at + 2 * kOctetBlock)) | odd(load_block(at + 3 * kOctetBlock));
      if (any_bit(first | second)) return false;
      at += 4 * kOctetBlock;
    }
    OctetBlock rest = odd(load_block(end - kOctetBlock));
    for (; static_cast<std::size_t>(end - at) > kOctetBlock; at += kOctetBlock)
      rest |= odd(load_block(at));
    return !any_bit(rest);
  }
  return std::all_of(at, end, [](unsigned char octet) {
    return (octet >= 0x20 && octet <= 0x7E) || octet == '\n' || octet == '\r';
  });
}

}  // namespace smsfw::sms
