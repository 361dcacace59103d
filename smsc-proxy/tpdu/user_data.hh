#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/user_data_elements.hh"
#include "filters/sms/user_data_header.hh"
#include "smsc-proxy/tpdu/tpdu_finding.hh"

namespace smsfw::tpdu {

/// TP-UD or TP-CD with what TP-UDL, TP-DCS and TP-UDHI say about it. A view: ends with the octets.
struct UserData {
  std::span<const std::byte> octets;  ///< All of it, header included.
  std::uint8_t length = 0;            ///< TP-UDL: septets or octets, header included.
  sms::TpCoding coding;               ///< Of TP-CD: 8-bit data.
  bool has_header = false;            ///< TP-UDHI.
  sms::UserDataHeader header;         ///< Empty without TP-UDHI.
  sms::UserDataElements elements;     ///< What it says, as far as checks read it.
  /// GSM 7-bit: where the text's septets are in `octets`. Both 0 in other alphabets.
  std::size_t first_septet = 0;
  std::size_t septets = 0;
  /// Other alphabets: the octets behind the header. Empty for GSM 7-bit.
  std::span<const std::byte> text;
};

/// Reads the user data that begins at `octets[0]`, its length octet, adds what is odd to `findings`
/// and returns the octets that it takes. Errors, by an offset within `octets`: kTruncated without a
/// length octet; kBadLength, at it, when the data would reach past `octets`.
/// A header that does not fit: see UserDataHeader::size() for where the text begins. A header that
/// leaves less than TP-UDL's septets leaves none.
Expected<std::size_t, DecodeError> read_user_data(std::span<const std::byte> octets,
                                                  const sms::TpCoding& coding, bool has_header,
                                                  UserData& data, TpduFindings& findings) noexcept;

/// Appends the text to `out` as UTF-8, as append_text() in filters/sms/alphabet.hh does for its
/// alphabet, and returns how many characters could not be read. 8-bit data and compressed text
/// append nothing. GSM 7-bit text is read by the national language tables that the header names.
std::size_t append_text(const UserData& data, std::string& out) noexcept;

/// GSM 7-bit text as SMPP carries it, one septet an octet, to the start of `out`: returns how many.
/// `out` of sms::kMaxSeptets always suffices.
std::size_t unpack_text(const UserData& data, std::span<std::byte> out) noexcept;

}  // namespace smsfw::tpdu
