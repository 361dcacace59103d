#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

namespace smsfw::ss7::testing {

/// Reads a message that is sound; its octets live to the end of the test program.
inline SccpMessage read_sccp(std::string_view hex) {
  const auto message = decode_sccp(keep(from_hex(hex)));
  INFO(hex);
  REQUIRE(message);
  return *message;
}

/// A message in the layout of Q.713: parameters in the order of their pointers, nothing between.
struct SccpSample {
  std::string hex;
};

/// Each type, with and without its optional parts, with each kind of Global Title.
inline std::vector<SccpSample> sccp_samples() {
  std::string long_data = "2c01";
  for (int i = 0; i < 300; ++i)
    long_data += "a5";
  return {
      {"09 00 03 05 07 02 4208 02 4206 01 62"},
      {"09 81 03 0e 19 0b 1208001104480900001001 0b 1206001104480900002002 05 62aabbccdd"},
      {"09 01 03 09 0f 06 060884214365 06 0a0607214365 03 62aabb"},
      {"09 00 03 0a 0f 07 0e080561214305 05 4312100800 01 62"},
      {"09 00 03 05 06 02 4208 01 00 02 62aa"},
      {"0a 01 03 05 07 02 4208 02 4206 03 62aabb"},
      {"11 00 0f 04 06 08 00 02 4208 02 4206 02 62aa"},
      {"11 81 0f 04 06 08 0a 02 4208 02 4206 02 62aa 10 04 c2 010203 12 01 05 00"},
      {"11 01 0e 04 06 08 09 02 4208 02 4206 01 62 00"},
      {"11 01 0e 04 06 08 09 02 4208 02 4206 01 62 12 01 03 fe 02 aabb 10 04 01 070000 00"},
      {"12 0e 0a 04 06 08 09 02 4208 02 4206 01 62 10 04 41 ffffff 00"},
      {"12 01 0f 04 06 08 00 02 4208 02 4206 01 62"},
      {"13 01 0f 0700 0800 0900 0c00 02 4208 02 4206 0300 62aabb 12 01 07 00"},
      {"13 81 0f 0700 0800 0900 3501 02 4208 02 4206" + long_data + "10 04 c1 010203 00"},
      {"14 0d 0f 0700 0800 0900 0000 02 4208 02 4206" + long_data},
  };
}

}  // namespace smsfw::ss7::testing
