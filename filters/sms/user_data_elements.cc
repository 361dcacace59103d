#include "filters/sms/user_data_elements.hh"

#include <algorithm>
#include <bitset>

#include "filters/sms/element_table.hh"

namespace smsfw::sms {
namespace {

std::uint8_t octet(const InformationElement& element, std::size_t at) noexcept {
  return std::to_integer<std::uint8_t>(element.data[at]);
}

std::uint16_t two_octets(const InformationElement& element, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(octet(element, at) << 8 | octet(element, at + 1));
}

bool is_concatenation(const InformationElement& element) noexcept {
  const auto id = static_cast<ElementId>(element.id);
  return id == ElementId::kConcatenation8 || id == ElementId::kConcatenation16;
}

Concat concatenation(const InformationElement& element) noexcept {
  const bool wide = static_cast<ElementId>(element.id) == ElementId::kConcatenation16;
  const std::size_t reference_size = wide ? 2 : 1;
  Concat read;
  read.wide = wide;
  read.reference = wide ? two_octets(element, 0) : octet(element, 0);
  read.total = octet(element, reference_size);
  read.number = octet(element, reference_size + 1);
  return read;
}

bool makes_sense(const Concat& part) noexcept {
  return part.total != 0 && part.number != 0 && part.number <= part.total;
}

/// Two that speak of different parts. References of different widths need not be equal.
bool disagree(const Concat& one, const Concat& other) noexcept {
  return one.total != other.total || one.number != other.number ||
         (one.wide == other.wide && one.reference != other.reference);
}

Ports ports(const InformationElement& element, bool wide) noexcept {
  if (wide) return Ports{two_octets(element, 0), two_octets(element, 2), true};
  return Ports{octet(element, 0), octet(element, 1), false};
}

class Reader {
 public:
  void operator()(const InformationElement& element) noexcept {
    const ElementRow& row = element_row(element.id);
    if (row.kind == ElementKind::kReserved) {
      elements.findings.add(Finding::kReservedElement);
      return;
    }
    if (element.data.size() < row.shortest || element.data.size() > row.longest) return ignore();
    if (is_concatenation(element) && !makes_sense(concatenation(element))) {
      elements.findings.add(Finding::kConcatenationNumber);
      return ignore();
    }
    if (!row.repeats) hold_against_earlier(element);
    read(element);
  }

  UserDataElements elements;

 private:
  void read(const InformationElement& element) noexcept {
    switch (static_cast<ElementId>(element.id)) {
      case ElementId::kConcatenation8:
      case ElementId::kConcatenation16:
        return take(concatenation(element));
      case ElementId::kPorts8:
        return take(ports(element, false));
      case ElementId::kPorts16:
        return take(ports(element, true));
      case ElementId::kSingleShift:
        return take(elements.single_shift, single_shift_table, octet(element, 0));
      case ElementId::kLockingShift:
        return take(elements.locking_shift, locking_shift_table, octet(element, 0));
      case ElementId::kHyperlink:
        elements.findings.add(Finding::kHyperlink);
        elements.hyperlinks.push_back(
            Hyperlink{two_octets(element, 0), octet(element, 2), octet(element, 3)});
        return;
      case ElementId::kReplyAddress:
        elements.findings.add(Finding::kReplyAddress);
        return;
      case ElementId::kSpecialIndication:
      case ElementId::kVoiceMail:
        elements.findings.add(Finding::kWaitingElement);
        return;
      case ElementId::kEmailHeader:
        elements.findings.add(Finding::kEmailHeader);
        return;
      default:
        break;
    }
    if (element.id >= static_cast<std::uint8_t>(ElementId::kToolkitFirst) &&
        element.id <= static_cast<std::uint8_t>(ElementId::kToolkitLast)) {
      if (elements.toolkit && elements.toolkit != element.id) repeat(true);
      if (!elements.toolkit) elements.toolkit = element.id;
    }
  }

  void take(std::optional<std::uint8_t>& into, const ShiftTable* (*table)(std::uint8_t) noexcept,
            std::uint8_t language) noexcept {
    into = language;
    elements.findings.add(table(language) != nullptr ? Finding::kNationalLanguage
                                                     : Finding::kReservedLanguage);
  }

  void take(const Concat& part) noexcept {
    if (elements.concatenation) {
      if (elements.concatenation->wide != part.wide) repeat(true);
      if (disagree(*elements.concatenation, part))
        elements.findings.add(Finding::kConcatenationDisagrees);
    }
    elements.concatenation = part;
  }

  void take(const Ports& read) noexcept {
    if (elements.ports && elements.ports->wide != read.wide) repeat(true);
    elements.ports = read;
  }

  /// One that may stand once, held against the one before it with the same id.
  void hold_against_earlier(const InformationElement& element) noexcept {
    const std::size_t place = place_of(element.id);
    std::span<const std::byte>& earlier = earlier_[place];
    if (seen_.test(place)) {
      repeat(!std::equal(element.data.begin(), element.data.end(), earlier.begin(), earlier.end()));
    }
    seen_.set(place);
    earlier = element.data;
  }

  /// Ids that may stand once are below kLanguagesEnd, or of the toolkit.
  static constexpr std::size_t kLanguagesEnd = 0x26;
  static constexpr std::size_t place_of(std::uint8_t id) noexcept {
    return id < kLanguagesEnd ? id : kLanguagesEnd + (id & 0xFU);
  }

  void repeat(bool differs) noexcept {
    elements.repeated = true;
    elements.findings.add(Finding::kRepeatedElement);
    if (differs) elements.findings.add(Finding::kConflictingElements);
  }

  void ignore() noexcept {
    elements.ignored = true;
    elements.findings.add(Finding::kIgnoredElement);
  }

  std::bitset<kLanguagesEnd + 16> seen_;
  std::array<std::span<const std::byte>, kLanguagesEnd + 16> earlier_;
};

}  // namespace

UserDataElements read_elements(const UserDataHeader& header) noexcept {
  Reader reader;
  header.for_each(reader);
  return reader.elements;
}

Gsm7Tables gsm7_tables(const UserDataElements& elements) noexcept {
  return {elements.locking_shift ? locking_shift_table(*elements.locking_shift) : nullptr,
          elements.single_shift ? single_shift_table(*elements.single_shift) : nullptr};
}

}  // namespace smsfw::sms
