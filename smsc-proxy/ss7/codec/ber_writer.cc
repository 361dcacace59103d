#include "smsc-proxy/ss7/codec/ber_writer.hh"

#include <array>
#include <cstring>

namespace smsfw::ss7 {

void BerWriter::octets(std::span<const std::byte> value) noexcept {
  if (failed_) return;
  if (value.size() > at_) return fail(BerEncodeCode::kNoRoom);
  at_ -= value.size();
  if (!value.empty()) std::memcpy(out_.data() + at_, value.data(), value.size());
}

void BerWriter::integer(BerTag element_tag, std::int64_t value) noexcept {
  std::array<std::byte, 8> all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (56U - 8U * i));
  }
  // Leading octets that only repeat the sign are left out.
  const auto sign = value < 0 ? std::byte{0xFF} : std::byte{0};
  std::size_t first = 0;
  while (first + 1 < all.size() && all[first] == sign &&
         ((all[first + 1] ^ sign) & std::byte{0x80}) == std::byte{0}) {
    ++first;
  }
  element(element_tag, std::span<const std::byte>(all).subspan(first));
}

void BerWriter::boolean(BerTag element_tag, bool value) noexcept {
  const std::array content = {value ? std::byte{0xFF} : std::byte{0}};
  element(element_tag, content);
}

void BerWriter::close(BerTag element_tag, std::size_t begin) noexcept {
  const std::size_t length = mark() - begin;
  std::array<std::byte, 6> header;
  std::size_t first = header.size();
  if (length < 0x80) {
    header[--first] = static_cast<std::byte>(length);
  } else {
    std::size_t rest = length;
    std::size_t count = 0;
    for (; rest != 0 && count < 4; rest >>= 8U, ++count) {
      header[--first] = static_cast<std::byte>(rest & 0xFFU);
    }
    if (rest != 0) return fail(BerEncodeCode::kTooLong);
    header[--first] = static_cast<std::byte>(0x80U | count);
  }
  header[--first] = static_cast<std::byte>(element_tag);
  octets(std::span<const std::byte>(header).subspan(first));
}

BerEncoded BerWriter::finish() noexcept {
  if (failed_) return Unexpected<BerEncodeError>(error_);
  const std::size_t size = mark();
  if (size != 0) std::memmove(out_.data(), out_.data() + at_, size);
  return size;
}

}  // namespace smsfw::ss7
