#include "filters/sms/message_text.hh"

#include "filters/sms/alphabet.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/user_data_elements.hh"

namespace smsfw::sms {
namespace {

void append_part(std::span<const std::byte> octets, bool udhi, Coding coding, Findings& findings,
                 std::string& out) noexcept {
  if (octets.empty()) return;
  Gsm7Tables tables;
  if (udhi) {
    const UserDataHeader header = UserDataHeader::read(octets);
    findings.add(Finding::kUserDataHeader);
    if (!header.valid()) findings.add(Finding::kBadUserDataHeader);
    const UserDataElements elements = read_elements(header);
    tables = gsm7_tables(elements);
    findings.add(elements.findings);
    octets = octets.subspan(header.size());
    if (octets.empty()) return;
  }
  if (!coding.known || !is_text(coding.alphabet)) findings.add(Finding::kUndecodableText);
  const std::size_t invalid = coding.alphabet == Alphabet::kGsm7Unpacked
                                  ? append_gsm7(octets, tables, out)
                                  : append_text(coding.alphabet, octets, out);
  if (invalid != 0) findings.add(Finding::kInvalidCharacters);
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
