#include "filters/origin/content_checks.hh"

#include "filters/sms/dcs.hh"
#include "filters/sms/user_data_header.hh"

namespace smsfw::origin {
namespace {

constexpr std::uint8_t kTypeZero = 0x40;
constexpr std::uint8_t kReplaceFirst = 0x41;
constexpr std::uint8_t kReplaceLast = 0x47;
constexpr std::uint8_t kReturnCall = 0x5F;
constexpr std::uint8_t kAnsi136 = 0x7C;

}  // namespace

ContentChecks::ContentChecks(const CheckInput& in) noexcept
    : in_(in), message_(in.to_handset() || in.from_handset()) {
  if (!message_ || !in.ctx.udhi) return;
  const auto header = sms::UserDataHeader::read(in.ctx.ud);
  header_sound_ = header.valid();
  elements_ = sms::read_elements(header);
}

Answer ContentChecks::silent() const noexcept {
  if (!message_) return {};
  return in_.ctx.protocol_id == kTypeZero ? mismatch("short message type 0") : match();
}

Answer ContentChecks::toolkit() const noexcept {
  if (!message_) return {};
  // 0x7C ANSI-136 to the (U)SIM, 0x7D download to the handset, 0x7E unlocks it, 0x7F download to
  // the (U)SIM.
  if (in_.ctx.protocol_id >= kAnsi136 && in_.ctx.protocol_id <= 0x7F) {
    return mismatch("critical: TP-PID of a data download");
  }
  if (elements_.toolkit) return mismatch("critical: a (U)SIM toolkit security header");
  const sms::TpCoding coding = sms::coding_of_tpdu(in_.ctx.data_coding);
  if (coding.message_class == 2 && coding.alphabet == sms::Alphabet::kBinary) {
    return mismatch("critical: eight-bit data for the (U)SIM");
  }
  return header_sound_ ? match() : unknown("the user data header cannot be read");
}

Answer ContentChecks::application_port() const noexcept {
  if (!message_) return {};
  if (elements_.ports && in_.rules.has_port(elements_.ports->destination)) {
    return mismatch("to an application's port");
  }
  return header_sound_ ? match() : unknown("the user data header cannot be read");
}

Answer ContentChecks::replace() const noexcept {
  if (!message_) return {};
  const std::uint8_t pid = in_.ctx.protocol_id;
  const bool replaces = (pid >= kReplaceFirst && pid <= kReplaceLast) || pid == kReturnCall;
  return replaces ? mismatch("takes the place of an earlier message") : match();
}

Answer ContentChecks::flash() const noexcept {
  if (!message_) return {};
  const bool flash = sms::coding_of_tpdu(in_.ctx.data_coding).message_class == 0;
  return flash ? mismatch("class 0") : match();
}

}  // namespace smsfw::origin
