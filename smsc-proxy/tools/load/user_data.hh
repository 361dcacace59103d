#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace smsfw::load {

/// A text as SMPP carries it; a TPDU packs the septets.
struct UserData {
  std::uint8_t data_coding = 0;  ///< 0: GSM 7-bit, one septet an octet; 8: UCS-2.
  std::vector<std::byte> octets;
};

/// GSM 03.38's default alphabet where the text fits, else UTF-16 big endian. Broken UTF-8 becomes
/// U+FFFD.
UserData encode_text(std::string_view utf8);

/// UTF-16 big endian, whatever the text.
std::vector<std::byte> encode_ucs2(std::string_view utf8);

}  // namespace smsfw::load
