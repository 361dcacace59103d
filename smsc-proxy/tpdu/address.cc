#include "smsc-proxy/tpdu/address.hh"

#include <array>
#include <string_view>

#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/semi_octets.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/utf8.hh"

namespace smsfw::tpdu {
namespace {

constexpr std::uint8_t kNoExtension = 0x80;
constexpr std::uint8_t kReservedTon = 7;

void read_digits(TpAddress& address, TpduFindings& findings) noexcept {
  std::array<char, kAddressTextSize> digits;
  const auto read = sms::read_semi_octets(address.value, address.semi_octets, digits);
  if (read.early_filler) findings.add(TpduFinding::kEarlyFiller);
  if (read.hidden_digits) findings.add(TpduFinding::kHiddenDigits);
  address.text.assign({digits.data(), read.size});
}

void read_characters(TpAddress& address, TpduFindings& findings) noexcept {
  sms::SeptetBuffer buffer;
  std::size_t count =
      sms::unpack_septets(address.value, 0, std::size_t{address.semi_octets} * 4 / 7, buffer);
  if (sms::ends_in_padding(std::span(buffer).first(count))) {
    findings.add(TpduFinding::kPaddedAddress);
    --count;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto septet = std::to_integer<std::uint8_t>(buffer[i]);
    char32_t character = sms::kGsm7Default[septet];
    if (septet == sms::kGsm7Escape) {
      if (i + 1 == count) {
        character = sms::kReplacement;
        findings.add(TpduFinding::kBadAlphanumeric);
      } else {
        character = sms::gsm7_extended(std::to_integer<std::uint8_t>(buffer[++i]));
      }
    }
    std::array<char, 4> utf8;
    const auto* const end = sms::put_utf8(utf8.data(), character);
    if (!address.text.append({utf8.data(), static_cast<std::size_t>(end - utf8.data())})) return;
  }
}

}  // namespace

Expected<std::size_t, DecodeError> read_address(std::span<const std::byte> octets,
                                                TpAddress& address,
                                                TpduFindings& findings) noexcept {
  if (octets.size() < 2) {
    return Unexpected<DecodeError>(
        DecodeError{DecodeCode::kTruncated, static_cast<std::uint32_t>(octets.size()), true});
  }
  address.semi_octets = std::to_integer<std::uint8_t>(octets[0]);
  address.type_of_address = std::to_integer<std::uint8_t>(octets[1]);
  const std::size_t size = sms::semi_octets_size(address.semi_octets);
  if (size > octets.size() - 2)
    return Unexpected<DecodeError>(DecodeError{DecodeCode::kBadLength, 0, true});
  address.value = octets.subspan(2, size);
  address.text.clear();
  if (address.semi_octets > kMaxAddressSemiOctets) findings.add(TpduFinding::kLongAddress);
  if ((address.type_of_address & kNoExtension) == 0 || address.ton() == kReservedTon)
    findings.add(TpduFinding::kReservedTypeOfAddress);
  if (address.alphanumeric()) {
    read_characters(address, findings);
  } else {
    read_digits(address, findings);
  }
  if (address.text.empty()) findings.add(TpduFinding::kEmptyAddress);
  return 2 + size;
}

}  // namespace smsfw::tpdu
