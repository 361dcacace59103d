#pragma once

#include <string>

#include "filters/core/sms_context.hh"

namespace smsfw::sms {

/// Appends the text of an SMPP message to `out` as valid UTF-8: `ud` by data_coding and the
/// ingress' default alphabet, behind its user data header where UDHI is set; then, where both
/// payload carriers are set, a newline and `second_ud` read the same way (a receiver may show
/// either). `decoded_text`, where not empty, is taken instead of both.
///
/// Findings: kUserDataHeader, kBadUserDataHeader; kUndecodableText for 8-bit data, codings that are
/// not decoded here and reserved values, only where there are octets; kInvalidCharacters.
void append_message_text(const SmsContext& ctx, Findings& findings, std::string& out) noexcept;

}  // namespace smsfw::sms
