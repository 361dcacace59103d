#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "filters/concat/part_table.hh"
#include "filters/core/sms_context.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/text_converter.hh"

namespace smsfw::concat {

/// The text octets of a part, without header, septets one an octet: what parts are joined of.
struct PartBody {
  PartCoding coding;
  std::span<const std::byte> octets;
};

/// Borrows from the message, or from `septets`.
PartBody part_body(const SmsContext& ctx, sms::SeptetBuffer& septets) noexcept;

/// Appends the text of the parts so far to `out`, as sms::append_message_text() does with variants:
/// with the first form of each part, with the last form where that is another, and the readings by
/// other codings in which the octets make sense. Where a part is missing, or has another coding
/// than the one before, a variant ends too.
void append_joined_text(const PartsSoFar& parts, Findings& findings, std::string& out,
                        sms::TextConverter* converter) noexcept;

}  // namespace smsfw::concat
