#include "filters/sms/user_data_elements.hh"

namespace smsfw::sms {
namespace {

std::uint8_t octet(const InformationElement& element, std::size_t at) noexcept {
  return std::to_integer<std::uint8_t>(element.data[at]);
}

std::uint16_t two_octets(const InformationElement& element, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(octet(element, at) << 8 | octet(element, at + 1));
}

/// Nothing for an element that has to be ignored.
std::optional<Concatenation> concatenation(const InformationElement& element, bool wide) noexcept {
  const std::size_t reference_size = wide ? 2 : 1;
  if (element.data.size() != reference_size + 2) return std::nullopt;
  Concatenation read;
  read.wide = wide;
  read.reference = wide ? two_octets(element, 0) : octet(element, 0);
  read.total = octet(element, reference_size);
  read.number = octet(element, reference_size + 1);
  if (read.total == 0 || read.number == 0 || read.number > read.total) return std::nullopt;
  return read;
}

std::optional<Ports> ports(const InformationElement& element, bool wide) noexcept {
  if (element.data.size() != (wide ? 4U : 2U)) return std::nullopt;
  if (wide) return Ports{two_octets(element, 0), two_octets(element, 2), true};
  return Ports{octet(element, 0), octet(element, 1), false};
}

std::optional<std::uint8_t> language(const InformationElement& element) noexcept {
  if (element.data.size() != 1) return std::nullopt;
  return octet(element, 0);
}

class Reader {
 public:
  void operator()(const InformationElement& element) noexcept {
    switch (static_cast<ElementId>(element.id)) {
      case ElementId::kConcatenation8:
        return take(elements.concatenation, concatenation(element, false));
      case ElementId::kConcatenation16:
        return take(elements.concatenation, concatenation(element, true));
      case ElementId::kPorts8:
        return take(elements.ports, ports(element, false));
      case ElementId::kPorts16:
        return take(elements.ports, ports(element, true));
      case ElementId::kSingleShift:
        return take(elements.single_shift, language(element));
      case ElementId::kLockingShift:
        return take(elements.locking_shift, language(element));
      default:
        break;
    }
    if (element.id < static_cast<std::uint8_t>(ElementId::kToolkitFirst) ||
        element.id > static_cast<std::uint8_t>(ElementId::kToolkitLast))
      return;
    if (elements.toolkit) {
      elements.repeated = true;
    } else {
      elements.toolkit = element.id;
    }
  }

  UserDataElements elements;

 private:
  template <class T>
  void take(std::optional<T>& into, const std::optional<T>& value) noexcept {
    if (!value) {
      elements.ignored = true;
      return;
    }
    if (into) elements.repeated = true;
    into = value;
  }
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

bool names_reserved_language(const UserDataElements& elements) noexcept {
  const Gsm7Tables tables = gsm7_tables(elements);
  return (elements.locking_shift && tables.locking == nullptr) ||
         (elements.single_shift && tables.single == nullptr);
}

}  // namespace smsfw::sms
