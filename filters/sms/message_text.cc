#include "filters/sms/message_text.hh"

#include "filters/sms/alphabet.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/user_data_header.hh"

namespace smsfw::sms {
namespace {

void append_part(std::span<const std::byte> octets, bool udhi, Coding coding, Findings& findings,
                 std::string& out) noexcept {
  if (octets.empty()) return;
  if (udhi) {
    const UserDataHeader header = UserDataHeader::read(octets);
    findings.add(Finding::kUserDataHeader);
    if (!header.valid()) findings.add(Finding::kBadUserDataHeader);
    octets = octets.subspan(header.size());
    if (octets.empty()) return;
  }
  if (!coding.known || !is_text(coding.alphabet)) findings.add(Finding::kUndecodableText);
  if (append_text(coding.alphabet, octets, out) != 0) findings.add(Finding::kInvalidCharacters);
}

}  // namespace

void append_message_text(const SmsContext& ctx, Findings& findings, std::string& out) noexcept {
  if (!ctx.decoded_text.empty()) {
    const auto octets = std::as_bytes(std::span(ctx.decoded_text));
    if (append_text(Alphabet::kUtf8, octets, out) != 0) findings.add(Finding::kInvalidCharacters);
    return;
  }
  const Coding coding = coding_of_smpp(ctx.data_coding, ctx.default_alphabet);
  append_part(ctx.ud, ctx.udhi, coding, findings, out);
  if (ctx.second_ud.empty()) return;
  if (!out.empty()) out.push_back('\n');
  append_part(ctx.second_ud, ctx.udhi, coding, findings, out);
}

}  // namespace smsfw::sms
