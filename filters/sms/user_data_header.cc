#include "filters/sms/user_data_header.hh"

namespace smsfw::sms {

UserDataHeader UserDataHeader::read(std::span<const std::byte> user_data) noexcept {
  UserDataHeader header;
  if (user_data.empty()) return header;
  const auto length = std::to_integer<std::size_t>(user_data[0]);
  if (length > user_data.size() - 1) return header;
  header.size_ = length + 1;
  header.elements_ = user_data.subspan(1, length);
  std::size_t walked = 0;
  header.for_each([&](const InformationElement& element) { walked += 2 + element.data.size(); });
  header.valid_ = walked == length;
  return header;
}

}  // namespace smsfw::sms
