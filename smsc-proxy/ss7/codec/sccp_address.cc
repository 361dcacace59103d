#include "smsc-proxy/ss7/codec/sccp_address.hh"

namespace smsfw::ss7 {
namespace {

// The address indicator, Q.713 3.4.1.
constexpr unsigned kPointCodeBit = 0x01;
constexpr unsigned kSubsystemBit = 0x02;
constexpr unsigned kTitleShift = 2;
constexpr unsigned kTitleMask = 0x0F;
constexpr unsigned kRouteOnSubsystemBit = 0x40;
constexpr unsigned kNationalBit = 0x80;

constexpr unsigned kOddBit = 0x80;  // kind 1
constexpr unsigned kNatureMask = 0x7F;
constexpr unsigned kEndOfPulsing = 15;  // ST
constexpr std::string_view kSignals = "0123456789abcdef";

/// What a kind of title has in front of its digits. The one description of Q.713 3.4.2.3.
struct TitleSpec {
  TitleKind kind;
  bool translation;
  bool plan;
  bool nature;
};

constexpr std::array kTitles{
    TitleSpec{TitleKind::kNone, false, false, false},
    TitleSpec{TitleKind::kNature, false, false, true},
    TitleSpec{TitleKind::kTranslation, true, false, false},
    TitleSpec{TitleKind::kTranslationPlan, true, true, false},
    TitleSpec{TitleKind::kFull, true, true, true},
};

bool named(TitleNature nature) noexcept {
  const auto value = static_cast<unsigned>(nature);
  return value <= static_cast<unsigned>(TitleNature::kInternational) ||
         (value >= 112 && value <= 126);
}

bool named(TitlePlan plan) noexcept {
  return plan <= TitlePlan::kIsdnMobile || plan == TitlePlan::kPrivate;
}

/// Digits of a title, ST included.
std::size_t signal_count(const SccpAddress& address) noexcept {
  const std::size_t halves = 2 * address.signals.size();
  return halves - (address.encoding == TitleEncoding::kOddBcd && halves != 0 ? 1U : 0U);
}

/// The lower half of an octet first.
unsigned signal_at(std::span<const std::byte> signals, std::size_t index) noexcept {
  const auto octet = std::to_integer<unsigned>(signals[index / 2]);
  return index % 2 == 0 ? octet & 15U : octet >> 4U;
}

void check_digits(SccpAddress& out) noexcept {
  if (!out.has_digits()) {
    out.findings.add(SccpFinding::kUnknownEncoding);
    return;
  }
  std::size_t count = signal_count(out);
  if (count < 2 * out.signals.size() && signal_at(out.signals, count) != 0) {
    out.findings.add(SccpFinding::kBadFiller);
  }
  if (count != 0 && signal_at(out.signals, count - 1) == kEndOfPulsing) {
    out.findings.add(SccpFinding::kEndOfPulsing);
    --count;
  }
  if (count == 0) out.findings.add(SccpFinding::kEmptyTitle);
  if (count > kMaxNumberDigits) out.findings.add(SccpFinding::kLongTitle);
  for (std::size_t i = 0; i < count; ++i) {
    if (signal_at(out.signals, i) > 9) out.findings.add(SccpFinding::kBadSignal);
  }
}

/// Walks over an address; behind its end everything reads as 0, and `missing` says so.
class AddressReader {
 public:
  explicit AddressReader(std::span<const std::byte> octets) noexcept : octets_(octets) {}

  unsigned next() noexcept {
    if (at_ == octets_.size()) {
      missing_ = true;
      return 0;
    }
    return std::to_integer<unsigned>(octets_[at_++]);
  }
  bool missing() const noexcept { return missing_; }
  std::size_t offset() const noexcept { return at_; }
  std::span<const std::byte> rest() const noexcept { return octets_.subspan(at_); }

 private:
  std::span<const std::byte> octets_;
  std::size_t at_ = 0;
  bool missing_ = false;
};

void read_title(AddressReader& reader, const TitleSpec& spec, SccpAddress& out) noexcept {
  if (spec.translation) out.translation_type = static_cast<std::uint8_t>(reader.next());
  if (spec.plan) {
    const unsigned octet = reader.next();
    out.plan = static_cast<TitlePlan>(octet >> 4U);
    out.encoding = static_cast<TitleEncoding>(octet & 15U);
    if (!named(out.plan)) out.findings.add(SccpFinding::kReservedPlan);
  }
  if (spec.nature) {
    const unsigned octet = reader.next();
    out.nature = static_cast<TitleNature>(octet & kNatureMask);
    if (!named(out.nature)) out.findings.add(SccpFinding::kReservedNature);
    if (!spec.plan) {
      out.encoding = (octet & kOddBit) != 0 ? TitleEncoding::kOddBcd : TitleEncoding::kEvenBcd;
    } else if ((octet & kOddBit) != 0) {
      out.findings.add(SccpFinding::kSpareBits);
    }
  } else if (!spec.plan) {
    out.encoding = TitleEncoding::kEvenBcd;
    out.findings.add(SccpFinding::kAssumedEncoding);
  }
  out.signals = reader.rest();
  if (!reader.missing()) check_digits(out);
}

/// Missing parts that the routing indicator refers to. Having none at all is for the caller's
/// party to say, not an oddity of the indicator.
void check_routing(SccpAddress& out) noexcept {
  const bool routable =
      out.route_on_subsystem ? out.subsystem.has_value() : out.title != TitleKind::kNone;
  if (!routable && !out.absent()) out.findings.add(SccpFinding::kUnroutableAddress);
  if (out.national) out.findings.add(SccpFinding::kNationalAddress);
}

}  // namespace

TitleDigits SccpAddress::digits() const noexcept {
  TitleDigits out;
  if (!has_digits()) return out;
  std::size_t count = signal_count(*this);
  if (count != 0 && signal_at(signals, count - 1) == kEndOfPulsing) --count;
  if (count > kMaxTitleDigits) count = kMaxTitleDigits;
  std::array<char, kMaxTitleDigits> text;
  for (std::size_t i = 0; i < count; ++i)
    text[i] = kSignals[signal_at(signals, i)];
  out.assign({text.data(), count});
  return out;
}

Expected<SccpAddress, DecodeError> decode_sccp_address(std::span<const std::byte> octets) noexcept {
  Expected<SccpAddress, DecodeError> result;
  SccpAddress& out = *result;
  AddressReader reader(octets);
  const unsigned indicator = reader.next();
  out.octets = octets;
  out.title = static_cast<TitleKind>(indicator >> kTitleShift & kTitleMask);
  out.route_on_subsystem = (indicator & kRouteOnSubsystemBit) != 0;
  out.national = (indicator & kNationalBit) != 0;
  if ((indicator & kPointCodeBit) != 0) {
    const unsigned low = reader.next();
    const unsigned all = reader.next() << 8U | low;
    out.point_code = PointCode{static_cast<std::uint16_t>(all & kMaxPointCode)};
    if (all > kMaxPointCode) out.findings.add(SccpFinding::kSpareBits);
  }
  if ((indicator & kSubsystemBit) != 0) {
    out.subsystem = static_cast<std::uint8_t>(reader.next());
  }
  const auto kind = static_cast<std::size_t>(out.title);
  if (kind >= kTitles.size()) {
    out.signals = reader.rest();
    out.findings.add(SccpFinding::kReservedTitle);
  } else if (out.title != TitleKind::kNone) {
    read_title(reader, kTitles[kind], out);
  } else if (!reader.rest().empty()) {
    out.findings.add(SccpFinding::kAddressRest);
  }
  if (reader.missing()) {
    result = Unexpected<DecodeError>(
        DecodeError{DecodeCode::kTruncated, static_cast<std::uint32_t>(reader.offset()), true});
    return result;
  }
  check_routing(out);
  return result;
}

Expected<SccpAddressOctets, SccpEncodeError> SccpAddressOctets::make(
    const SccpAddressFields& fields) noexcept {
  const auto kind = static_cast<std::size_t>(fields.title);
  const std::size_t count = fields.digits.size();
  const bool odd = count % 2 != 0;
  if (kind >= kTitles.size() || (fields.title == TitleKind::kNone) != (count == 0) ||
      (fields.title == TitleKind::kTranslation && odd)) {
    return refuse(SccpEncodeCode::kBadValue);
  }
  if (count > kMaxTitleDigits) return refuse(SccpEncodeCode::kTooLong);
  const auto plan = static_cast<unsigned>(fields.plan);
  const auto nature = static_cast<unsigned>(fields.nature);
  if (plan > 15 || nature > kNatureMask ||
      (fields.point_code && fields.point_code->value > kMaxPointCode)) {
    return refuse(SccpEncodeCode::kBadValue);
  }
  SccpAddressOctets out;
  out.put((fields.point_code ? kPointCodeBit : 0U) | (fields.subsystem ? kSubsystemBit : 0U) |
          static_cast<unsigned>(kind) << kTitleShift |
          (fields.route_on_subsystem ? kRouteOnSubsystemBit : 0U) |
          (fields.national ? kNationalBit : 0U));
  if (fields.point_code) {
    out.put(fields.point_code->value & 0xFFU);
    out.put(fields.point_code->value >> 8U);
  }
  if (fields.subsystem) out.put(*fields.subsystem);
  const TitleSpec& spec = kTitles[kind];
  if (spec.translation) out.put(fields.translation_type);
  if (spec.plan) {
    const auto scheme = odd ? TitleEncoding::kOddBcd : TitleEncoding::kEvenBcd;
    out.put(plan << 4U | static_cast<unsigned>(scheme));
  }
  if (spec.nature) out.put(nature | (!spec.plan && odd ? kOddBit : 0U));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t signal = kSignals.find(fields.digits[i]);
    // ST is the network's to add.
    if (signal >= kEndOfPulsing) return refuse(SccpEncodeCode::kBadValue);
    if (i % 2 == 0) {
      out.put(static_cast<unsigned>(signal));
    } else {
      out.octets_[out.size_ - 1] |= static_cast<std::byte>(signal << 4U);
    }
  }
  return out;
}

Expected<SccpAddressOctets, SccpEncodeError> SccpAddressOctets::title(
    std::string_view digits, std::uint8_t subsystem) noexcept {
  SccpAddressFields fields;
  fields.subsystem = subsystem;
  fields.title = TitleKind::kFull;
  fields.plan = TitlePlan::kIsdn;
  fields.nature = TitleNature::kInternational;
  fields.digits = digits;
  return make(fields);
}

}  // namespace smsfw::ss7
