#pragma once

#include <string_view>

#include "filters/sms/user_data_elements.hh"

namespace smsfw::sms {

/// The address that a hyperlink opens: as many characters of `text` (valid UTF-8, the whole
/// message) as it says, behind the title and white space that may follow it. Empty where the text
/// ends before the address does. A view into `text`.
std::string_view hyperlink_address(std::string_view text, const Hyperlink& link) noexcept;

}  // namespace smsfw::sms
