#include "smsc-proxy/tpdu/user_data.hh"

#include "filters/sms/alphabet.hh"
#include "filters/sms/septets.hh"

namespace smsfw::tpdu {
namespace {

void read_header(UserData& data, TpduFindings& findings) noexcept {
  data.header = sms::UserDataHeader::read(data.octets);
  if (!data.header.valid()) findings.add(TpduFinding::kBadUserDataHeader);
  data.elements = sms::read_elements(data.header);
  if (data.elements.ignored) findings.add(TpduFinding::kIgnoredElement);
  if (data.elements.repeated) findings.add(TpduFinding::kRepeatedElement);
}

}  // namespace

Expected<std::size_t, DecodeError> read_user_data(std::span<const std::byte> octets,
                                                  const sms::TpCoding& coding, bool has_header,
                                                  UserData& data, TpduFindings& findings) noexcept {
  if (octets.empty()) return Unexpected<DecodeError>(DecodeError{DecodeCode::kTruncated, 0, true});
  data.length = std::to_integer<std::uint8_t>(octets[0]);
  data.coding = coding;
  data.has_header = has_header;
  const std::size_t size =
      coding.counts_septets() ? sms::packed_size(data.length) : std::size_t{data.length};
  if (size > octets.size() - 1)
    return Unexpected<DecodeError>(DecodeError{DecodeCode::kBadLength, 0, true});
  data.octets = octets.subspan(1, size);
  if (has_header) read_header(data, findings);

  if (coding.counts_septets()) {
    data.first_septet = sms::header_septets(data.header.size());
    if (data.first_septet <= data.length) {
      data.septets = data.length - data.first_septet;
    } else {
      findings.add(TpduFinding::kBadUserDataHeader);  // it ends in the last octet's spare bits
    }
  } else {
    data.text = data.octets.subspan(data.header.size());
    if (coding.alphabet == sms::Alphabet::kUcs2 && data.text.size() % 2 != 0)
      findings.add(TpduFinding::kOddUserData);
  }
  return 1 + size;
}

std::size_t append_text(const UserData& data, std::string& out) noexcept {
  if (data.coding.counts_septets())
    return sms::append_packed_text(data.octets, data.first_septet, data.septets, out,
                                   sms::gsm7_tables(data.elements));
  return sms::append_text(data.coding.alphabet, data.text, out);
}

std::size_t unpack_text(const UserData& data, std::span<std::byte> out) noexcept {
  return sms::unpack_septets(data.octets, data.first_septet, data.septets, out);
}

}  // namespace smsfw::tpdu
