#pragma once

#include <optional>

#include "filters/origin/check_input.hh"
#include "filters/sms/user_data_elements.hh"

namespace smsfw::origin {

/// What a short message asks the handset to do, by TP-PID, TP-DCS and user data header (3GPP
/// TS 23.040 9.2.3.9, TS 23.038 4). One function a check (see kCheckTable). The header is read
/// once, where there is one.
class ContentChecks {
 public:
  explicit ContentChecks(const CheckInput& in) noexcept;

  Answer silent() const noexcept;
  Answer toolkit() const noexcept;
  Answer application_port() const noexcept;
  Answer replace() const noexcept;
  Answer flash() const noexcept;

 private:
  const CheckInput& in_;
  const bool message_;
  bool header_sound_ = true;
  sms::UserDataElements elements_;
};

}  // namespace smsfw::origin
