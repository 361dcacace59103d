#include "filters/sms/message_text.hh"

#include <algorithm>

#include "filters/sms/dcs.hh"
#include "filters/sms/element_table.hh"
#include "filters/sms/hyperlink.hh"
#include "filters/sms/octet_census.hh"
#include "filters/sms/plausible_coding.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/user_data_elements.hh"

namespace smsfw::sms {
namespace {

/// A header of fewer octets has no room for a text worth hiding.
constexpr std::size_t kShortestText = 12;
/// A length octet of a header without UDHI: text seldom begins below a space, and headers are
/// short.
constexpr std::size_t kLongestBareHeader = 0x1F;

}  // namespace

Coding declared_coding(const SmsContext& ctx) noexcept {
  if (!ctx.tp_udl) return coding_of_smpp(ctx.data_coding, ctx.default_alphabet);
  const TpCoding coding = coding_of_tpdu(ctx.data_coding);
  const bool septets = coding.alphabet == Alphabet::kGsm7Unpacked;
  return {septets ? Alphabet::kGsm7Packed : coding.alphabet, coding.known};
}

namespace {

/// True where `octets` begin with a header of elements that are defined, and of the right lengths.
bool begins_with_header(const UserDataHeader& header) noexcept {
  if (!header.valid() || header.size() < 3 || header.size() > kLongestBareHeader) return false;
  bool all = true;
  header.for_each([&](const InformationElement& element) {
    const ElementRow& row = element_row(element.id);
    all &= row.kind != ElementKind::kReserved && element.data.size() >= row.shortest &&
           element.data.size() <= row.longest;
  });
  return all;
}

/// Three of four: ids and lengths stand between.
bool is_text_like(std::span<const std::byte> octets) noexcept {
  const OctetCensus census = count_octets(octets);
  return census.printable * 4 >= census.size * 3;
}

/// Writes the variants of one message.
class Variants {
 public:
  Variants(const SmsContext& ctx, Findings& findings, std::string& out, TextConverter* converter)
      : ctx_(ctx),
        findings_(findings),
        out_(out),
        converter_(converter),
        coding_(declared_coding(ctx)),
        start_(out.size()) {}

  void decoded(std::string_view text) noexcept {
    begin();
    const auto octets = std::as_bytes(std::span(text));
    if (append_text(Alphabet::kUtf8, octets, out_) != 0) {
      findings_.add(Finding::kInvalidCharacters);
    }
    end();
    shown_ = text_;
    if (ctx_.udhi && !ctx_.ud.empty()) read_header(ctx_.ud);
    links();
  }

  void user_data(std::span<const std::byte> octets) noexcept {
    if (octets.empty()) return;
    UserDataHeader header;
    if (ctx_.udhi) header = read_header(octets);
    declared(octets, header.size());
    if (gsm7_tables(elements_).national()) variant(octets, header.size(), {});
    if (ctx_.udhi) {
      over_text(octets, header);
    } else if (std::to_integer<std::size_t>(octets[0]) <= kLongestBareHeader) {
      bare_header(octets);
    }
    alternates(octets, header.size());
    links();
  }

  std::size_t count() const noexcept { return count_; }

 private:
  UserDataHeader read_header(std::span<const std::byte> octets) noexcept {
    const UserDataHeader header = UserDataHeader::read(octets);
    findings_.add(Finding::kUserDataHeader);
    if (!header.valid()) findings_.add(Finding::kBadUserDataHeader);
    elements_ = read_elements(header);
    findings_.add(elements_.findings);
    return header;
  }

  /// A place in `out`, which may move.
  struct Place {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  std::string_view text(const Place& place) const noexcept {
    return std::string_view(out_).substr(place.begin, place.size);
  }

  void begin() noexcept {
    if (out_.size() != start_) out_.push_back(kVariantSeparator);
    variant_ = out_.size();
  }

  /// Ends a variant; takes it back when it says nothing new.
  void end() noexcept {
    if (out_.find(kVariantSeparator, variant_) != std::string::npos) {
      std::replace(out_.begin() + static_cast<std::ptrdiff_t>(variant_), out_.end(),
                   kVariantSeparator, kUnitSeparator);
    }
    text_ = {variant_, out_.size() - variant_};
    if (variant_ == start_) {
      first_ = text_;
      count_ = text_.size != 0 ? 1 : 0;
    } else if (text_.size != 0 && text(text_) != text(first_)) {
      ++count_;
    } else {
      out_.resize(variant_ - 1);
      text_ = first_;
    }
  }

  /// The text behind `header` octets, by the coding that is declared. Characters that could not be
  /// read; nothing where the coding cannot be.
  std::optional<std::size_t> append(std::span<const std::byte> octets, std::size_t header,
                                    const Gsm7Tables& tables) noexcept {
    const Alphabet alphabet = coding_.alphabet;
    if (alphabet == Alphabet::kGsm7Packed && ctx_.tp_udl) {
      const std::size_t first = header_septets(header);
      const std::size_t count = *ctx_.tp_udl > first ? *ctx_.tp_udl - first : 0;
      return append_packed_text(octets, first, count, out_, tables);
    }
    if (alphabet == Alphabet::kGsm7Packed && header != 0) {
      const std::size_t first = header_septets(header);
      const std::size_t held = septets_in(octets.size());
      return append_packed_text(octets, first, held > first ? held - first : 0, out_, tables);
    }
    const auto behind = octets.subspan(header);
    if (alphabet == Alphabet::kGsm7Unpacked) return append_gsm7(behind, tables, out_);
    if (is_text(alphabet)) return append_text(alphabet, behind, out_);
    if (needs_converter(alphabet) && converter_ != nullptr) {
      return converter_->append(alphabet, behind, out_);
    }
    return std::nullopt;
  }

  void declared(std::span<const std::byte> octets, std::size_t header) noexcept {
    begin();
    const auto invalid = append(octets, header, gsm7_tables(elements_));
    if (octets.size() > header) {
      if (!coding_.known || !invalid) findings_.add(Finding::kUndecodableText);
      if (coding_.alphabet == Alphabet::kCompressed) findings_.add(Finding::kCompressedText);
      if (coding_.alphabet == Alphabet::kUcs2 && (octets.size() - header) % 2 != 0) {
        findings_.add(Finding::kOddUcs2);
      }
    }
    if (invalid.value_or(0) != 0) findings_.add(Finding::kInvalidCharacters);
    end();
    shown_ = text_;
  }

  void variant(std::span<const std::byte> octets, std::size_t header,
               const Gsm7Tables& tables) noexcept {
    begin();
    append(octets, header, tables);
    end();
  }

  /// UDHI over a text: what a receiver that does not know it shows.
  void over_text(std::span<const std::byte> octets, const UserDataHeader& header) noexcept {
    if (header.size() == 0) return;  // all of it has been read
    const bool text = header.size() > kShortestText && is_text_like(octets.first(header.size()));
    if (text) findings_.add(Finding::kHeaderOverText);
    if (text || !header.valid()) variant(octets, 0, {});
  }

  void bare_header(std::span<const std::byte> octets) noexcept {
    const UserDataHeader header = UserDataHeader::read(octets);
    if (!begins_with_header(header)) return;
    findings_.add(Finding::kHeaderWithoutIndicator);
    elements_ = read_elements(header);
    findings_.add(elements_.findings);
    variant(octets, header.size(), gsm7_tables(elements_));
    shown_ = text_;
  }

  void alternates(std::span<const std::byte> octets, std::size_t header) noexcept {
    // Only where septets make no text are the octets another coding.
    if (coding_.alphabet == Alphabet::kGsm7Packed &&
        reads_as_ascii(std::as_bytes(std::span(text(shown_))))) {
      return;
    }
    const auto behind = octets.subspan(header);
    for (const Alphabet alphabet : plausible_alternates(coding_.alphabet, behind)) {
      const bool marked = alphabet == Alphabet::kUcs2 && coding_.alphabet == Alphabet::kUcs2;
      begin();
      append_text(alphabet, marked ? behind.subspan(2) : behind, out_);
      end();
      findings_.add(finding_of(alphabet));
    }
  }

  /// Positions count in what is shown.
  void links() noexcept {
    if (elements_.hyperlinks.empty()) return;
    const bool one_part = !elements_.concatenation || elements_.concatenation->total == 1;
    if (!one_part && elements_.concatenation->number != 1) return;  // positions count from part 1
    for (const Hyperlink& link : elements_.hyperlinks) {
      const std::string_view address = hyperlink_address(text(shown_), link);
      if (address.empty() && one_part && link.address != 0) {
        findings_.add(Finding::kHyperlinkOutside);
      }
      if (address.empty()) continue;
      const auto at = static_cast<std::size_t>(address.data() - out_.data());
      const std::size_t length = address.size();
      begin();
      out_.append(out_, at, length);
      end();
    }
  }

  const SmsContext& ctx_;
  Findings& findings_;
  std::string& out_;
  TextConverter* converter_;
  Coding coding_;
  UserDataElements elements_;
  std::size_t start_;
  std::size_t count_ = 0;
  std::size_t variant_ = 0;  ///< Where the one that is being written begins.
  Place first_;
  Place text_;   ///< The last one, or the first where the last said nothing new.
  Place shown_;  ///< What a handset that knows headers shows.
};

/// The common case: nothing but a plain text, in one carrier, in an alphabet that has ASCII.
bool is_simple(const SmsContext& ctx) noexcept {
  if (ctx.udhi || ctx.tp_udl || !ctx.second_ud.empty()) return false;
  if (!ctx.decoded_text.empty()) return is_plain(std::as_bytes(std::span(ctx.decoded_text)));
  if (ctx.data_coding != 0 || ctx.default_alphabet == DefaultAlphabet::kGsm7Packed) return false;
  return is_plain(ctx.ud);
}

std::size_t append_simple(const SmsContext& ctx, std::string& out) noexcept {
  if (!ctx.decoded_text.empty()) {
    out += ctx.decoded_text;
  } else {
    append_text(alphabet_of(ctx.default_alphabet), ctx.ud, out);
  }
  return 1;
}

}  // namespace

std::size_t append_message_text(const SmsContext& ctx, Findings& findings, std::string& out,
                                TextConverter* converter) noexcept {
  if (is_simple(ctx)) return append_simple(ctx, out);
  Variants variants(ctx, findings, out, converter);
  if (!ctx.decoded_text.empty()) {
    variants.decoded(ctx.decoded_text);
  } else {
    variants.user_data(ctx.ud);
    variants.user_data(ctx.second_ud);
  }
  return variants.count();
}

}  // namespace smsfw::sms
