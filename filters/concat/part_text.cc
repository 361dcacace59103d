#include "filters/concat/part_text.hh"

#include <algorithm>

#include "filters/sms/alphabet.hh"
#include "filters/sms/message_text.hh"
#include "filters/sms/plausible_coding.hh"
#include "filters/sms/user_data_elements.hh"

namespace smsfw::concat {
namespace {

using sms::Alphabet;

// Shift tables are kept as they stand in the header; 0 names no language.
sms::Gsm7Tables tables_of(const PartCoding& coding) noexcept {
  sms::UserDataElements elements;
  if (coding.locking_shift != 0) elements.locking_shift = coding.locking_shift;
  if (coding.single_shift != 0) elements.single_shift = coding.single_shift;
  return sms::gsm7_tables(elements);
}

/// Writes the readings of one choice of forms.
class Joined {
 public:
  Joined(const PartsSoFar& parts, bool last_forms, Findings& findings, std::string& out,
         sms::TextConverter* converter)
      : parts_(parts),
        last_forms_(last_forms),
        findings_(findings),
        out_(out),
        converter_(converter) {}

  void write() noexcept {
    PartCoding coding;
    std::uint8_t before = 0;
    for (std::size_t i = 0; i < parts_.parts.size(); ++i) {
      const PartsSoFar::Part& part = parts_.parts[i];
      const bool has_last =
          i + 1 < parts_.parts.size() && parts_.parts[i + 1].number == part.number;
      if (part.last_form && !last_forms_) continue;
      if (has_last && last_forms_) continue;
      const bool goes_on = before != 0 && part.number == before + 1 && part.coding == coding;
      if (!goes_on) flush(coding);
      coding = part.coding;
      before = part.number;
      const auto octets = part.in(parts_.octets);
      run_.insert(run_.end(), octets.begin(), octets.end());
    }
    flush(coding);
  }

 private:
  /// The text of parts that follow each other, and what else it may be.
  void flush(const PartCoding& coding) noexcept {
    if (run_.empty()) return;
    const auto alphabet = static_cast<Alphabet>(coding.alphabet);
    append(alphabet, run_, tables_of(coding));
    // Septets of a TPDU were unpacked; of its octets nothing is left to guess by.
    if (alphabet != Alphabet::kGsm7Packed) {
      for (const Alphabet other : sms::plausible_alternates(alphabet, run_)) {
        append(other, run_, {});
        findings_.add(sms::finding_of(other));
      }
    }
    run_.clear();
  }

  void append(Alphabet alphabet, std::span<const std::byte> octets,
              const sms::Gsm7Tables& tables) noexcept {
    const std::size_t before = out_.size();
    if (before != 0) out_.push_back(kVariantSeparator);
    const std::size_t begin = out_.size();
    if (alphabet == Alphabet::kGsm7Unpacked || alphabet == Alphabet::kGsm7Packed) {
      sms::append_gsm7(octets, tables, out_);
    } else if (sms::is_text(alphabet)) {
      sms::append_text(alphabet, octets, out_);
    } else if (sms::needs_converter(alphabet) && converter_ != nullptr) {
      converter_->append(alphabet, octets, out_);
    }
    if (out_.size() == begin) return out_.resize(before);
    std::replace(out_.begin() + static_cast<std::ptrdiff_t>(begin), out_.end(), kVariantSeparator,
                 kUnitSeparator);
  }

  const PartsSoFar& parts_;
  const bool last_forms_;
  Findings& findings_;
  std::string& out_;
  sms::TextConverter* const converter_;
  std::vector<std::byte> run_;
};

}  // namespace

PartBody part_body(const SmsContext& ctx, sms::SeptetBuffer& septets) noexcept {
  PartBody body;
  if (!ctx.decoded_text.empty()) {
    body.coding.alphabet = static_cast<std::uint8_t>(Alphabet::kUtf8);
    body.octets = std::as_bytes(std::span(ctx.decoded_text));
    return body;
  }
  sms::UserDataHeader header;
  if (ctx.udhi) header = sms::UserDataHeader::read(ctx.ud);
  const sms::UserDataElements elements = sms::read_elements(header);
  body.coding.locking_shift = elements.locking_shift.value_or(0);
  body.coding.single_shift = elements.single_shift.value_or(0);
  const Alphabet alphabet = sms::declared_coding(ctx).alphabet;
  body.coding.alphabet = static_cast<std::uint8_t>(alphabet);
  body.octets = ctx.ud.subspan(header.size());
  if (alphabet == Alphabet::kGsm7Packed) {
    const std::size_t first = sms::header_septets(header.size());
    const std::size_t held = ctx.tp_udl ? *ctx.tp_udl : sms::septets_in(ctx.ud.size());
    const std::size_t count = held > first ? held - first : 0;
    body.octets = std::span(septets).first(sms::unpack_septets(ctx.ud, first, count, septets));
  }
  return body;
}

void append_joined_text(const PartsSoFar& parts, Findings& findings, std::string& out,
                        sms::TextConverter* converter) noexcept {
  Joined(parts, false, findings, out, converter).write();
  if (parts.conflict) Joined(parts, true, findings, out, converter).write();
}

}  // namespace smsfw::concat
