#pragma once

#include <string>

#include "filters/core/sms_context.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/text_converter.hh"

namespace smsfw::sms {

/// How the message says that its text is coded. GSM 7-bit of a TP-UD is kGsm7Packed.
Coding declared_coding(const SmsContext& ctx) noexcept;

/// Appends the text of a message to `out` as valid UTF-8, in all the forms that a receiver may
/// show, with kVariantSeparator between them: variants. Of `ud`, by its coding and the ingress'
/// default alphabet (or by TP-DCS where it is a TP-UD), and then of `second_ud`, the same way:
///
///   the declared reading, behind the user data header where UDHI is set
///   by the default alphabet, where the header names national language tables
///   all octets, where the header does not fit or reads as text; the octets behind a header, where
///     UDHI is not set
///   other codings in which the octets make sense (plausible_alternates())
///   the address of each hyperlink
///
/// A variant that would be empty or the same as the first is left out. `decoded_text`, where not
/// empty, is taken instead of the text, and then only the header is read. A text that itself holds
/// the separator has kUnitSeparator instead. Returns how many variants there are. `converter` reads
/// the codings that need one; without it they are not decoded.
///
/// Findings: kUserDataHeader, kBadUserDataHeader, kHeaderOverText, kHeaderWithoutIndicator, those
/// of read_elements(), kHyperlinkOutside; kUndecodableText for 8-bit data, codings that are not
/// decoded and reserved values, only where there are octets; kCompressedText, kOddUcs2,
/// kInvalidCharacters; kLooksLikeUtf8 and its like, one for each alternate.
std::size_t append_message_text(const SmsContext& ctx, Findings& findings, std::string& out,
                                TextConverter* converter = nullptr) noexcept;

}  // namespace smsfw::sms
