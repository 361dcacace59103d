#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/smpp/codec/entry_iterator.hh"
#include "smsc-proxy/smpp/codec/tlv.hh"

namespace smsfw::smpp {

/// Octets of a TLV's tag and length, SMPP 3.4 section 3.2.4.1.
inline constexpr std::size_t kTlvHeaderSize = 4;

/// Most TLVs of one PDU. The specification's own lists hold fewer than 40.
inline constexpr std::size_t kMaxTlvs = 128;

/// One TLV over the caller's octets.
class Tlv {
 public:
  Tlv() noexcept = default;
  Tlv(TlvTag tag, std::span<const std::byte> value) noexcept : tag_(tag), value_(value) {}

  TlvTag tag() const noexcept { return tag_; }
  std::span<const std::byte> value() const noexcept { return value_; }

  /// The value as an integer; empty unless its length is exactly that of the type.
  std::optional<std::uint8_t> u8() const noexcept;
  std::optional<std::uint16_t> u16() const noexcept;
  std::optional<std::uint32_t> u32() const noexcept;

  /// The value up to its first NUL, or all of it: peers send C-Octet String TLVs with and without.
  std::string_view text() const noexcept;

  /// False where the table knows the tag and the length lies outside its bounds
  /// (ESME_RINVTLVLEN). decode() does not refuse such a TLV, it carries it.
  bool length_ok() const noexcept;

 private:
  TlvTag tag_{};
  std::span<const std::byte> value_{};
};

/// Reads one TLV and returns its octets, tag and length included; 0 where it does not fit.
std::size_t read_entry(std::span<const std::byte> in, Tlv& out) noexcept;

/// The TLVs of a PDU in wire order, unknown ones included. Made by decode() over octets that it has
/// checked; over any other octets it ends before the first TLV that does not fit. Borrows.
class TlvRange {
 public:
  using Iterator = EntryIterator<Tlv>;

  TlvRange() noexcept = default;
  explicit TlvRange(std::span<const std::byte> octets) noexcept : octets_(octets) {}

  Iterator begin() const noexcept { return Iterator(octets_); }
  Iterator end() const noexcept { return Iterator(); }
  bool empty() const noexcept { return octets_.empty(); }

  /// The first TLV with this tag.
  std::optional<Tlv> find(TlvTag tag) const noexcept;
  /// How many TLVs have this tag.
  std::size_t count(TlvTag tag) const noexcept;
  /// The raw octets of all TLVs, headers included.
  std::span<const std::byte> octets() const noexcept { return octets_; }

 private:
  std::span<const std::byte> octets_{};
};

}  // namespace smsfw::smpp
