#pragma once

#include <cstdint>
#include <cstring>

namespace smsfw::sms {

/// 16 octets that are looked at together: GCC's and clang's vector type, so that one source serves
/// all processors.
using OctetBlock = unsigned char __attribute__((vector_size(16)));
inline constexpr std::size_t kOctetBlock = sizeof(OctetBlock);

inline OctetBlock load_block(const void* from) noexcept {
  OctetBlock block;
  std::memcpy(&block, from, sizeof block);
  return block;
}

inline void store_block(void* to, OctetBlock block) noexcept {
  std::memcpy(to, &block, sizeof block);
}

/// A block of one octet.
constexpr OctetBlock splat(unsigned char octet) noexcept {
  return OctetBlock{} + octet;
}

/// Octets from `low` to `high` are 0xFF, others 0.
inline OctetBlock in_range(OctetBlock block, unsigned char low, unsigned char high) noexcept {
  return reinterpret_cast<OctetBlock>((block - low) <=
                                      splat(static_cast<unsigned char>(high - low)));
}

/// True when any bit is set.
inline bool any_bit(OctetBlock block) noexcept {
  std::uint64_t halves[2];
  std::memcpy(halves, &block, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/// One bit an octet, the first octet lowest: its highest bit. For masks of in_range() and ==.
inline unsigned bit_mask(OctetBlock block) noexcept {
#ifdef __SSE2__
  using Chars = char __attribute__((vector_size(16)));
  return static_cast<unsigned>(__builtin_ia32_pmovmskb128(reinterpret_cast<Chars>(block)));
#else
  unsigned mask = 0;
  for (std::size_t i = 0; i < kOctetBlock; ++i)
    mask |= static_cast<unsigned>(block[i] >> 7) << i;
  return mask;
#endif
}

}  // namespace smsfw::sms
