#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::smpp::testing {

using smsfw::testing::from_hex;

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// The values of one random valid PDU, in the order of its table row, and its octets.
struct RandomPdu {
  const PduSpec* spec = nullptr;
  std::uint32_t sequence = 0;
  CommandStatus status = CommandStatus::kOk;
  struct OwnTlv {
    TlvTag tag;
    std::string value;
  };
  /// By field of the row: the octets that PduView::octets must give (lists: empty).
  std::vector<std::string> values;
  std::vector<Destination> destinations;
  std::vector<UnsuccessSme> unsuccess;
  std::vector<OwnTlv> tlvs;
  std::deque<std::string> owned;
  std::vector<std::byte> octets;
};

/// Random valid values for a table row. The same seed gives the same PDU.
class PduGenerator {
 public:
  explicit PduGenerator(std::uint32_t seed) : random_(seed) {}

  std::uint32_t number(std::uint32_t low, std::uint32_t high) {
    return std::uniform_int_distribution<std::uint32_t>(low, high)(random_);
  }

  /// Octets of any value, or of any but 0.
  std::string text(std::size_t length, bool any_octet) {
    std::string out(length, '\0');
    for (char& c : out)
      c = static_cast<char>(number(any_octet ? 0 : 1, 255));
    return out;
  }

  /// Lengths at their bounds come up often.
  std::size_t length(std::size_t max) {
    switch (number(0, 3)) {
      case 0:
        return 0;
      case 1:
        return max;
      default:
        return number(0, static_cast<std::uint32_t>(max));
    }
  }

  /// `tlvs` behind the body, with tags of the table and unknown ones.
  RandomPdu make(const PduSpec& spec, std::size_t tlvs) {
    RandomPdu pdu;
    pdu.spec = &spec;
    pdu.sequence = number(1, 0x7FFFFFFF);
    pdu.status =
        is_response(spec.id) ? static_cast<CommandStatus>(number(0, 0x112)) : CommandStatus::kOk;
    PduBuilder builder(spec.id, pdu.sequence, pdu.status);
    // The builder borrows: strings must stay where they are.
    pdu.values.reserve(spec.fields.size());
    for (const FieldSpec& field : spec.fields)
      fill(pdu, builder, field);
    pdu.tlvs.reserve(tlvs);
    for (std::size_t i = 0; i < tlvs; ++i) {
      const bool known = number(0, 2) != 0;
      const TlvSpec& row = kTlvs[number(0, static_cast<std::uint32_t>(kTlvs.size() - 1))];
      const std::size_t max = row.max_length > 300 ? 300 : row.max_length;
      const TlvTag tag = known ? row.tag : static_cast<TlvTag>(number(0x1400, 0x3FFF));
      const auto size =
          known ? number(row.min_length, static_cast<std::uint32_t>(max)) : number(0, 40);
      pdu.tlvs.push_back({tag, text(size, true)});
      builder.add_tlv(tag, bytes_of(pdu.tlvs.back().value));
    }
    encoded_ = builder.append_to(pdu.octets).has_value();
    return pdu;
  }

  /// Whether the last make() could be encoded.
  bool encoded() const { return encoded_; }

 private:
  void fill(RandomPdu& pdu, PduBuilder& builder, const FieldSpec& field) {
    pdu.values.emplace_back();
    std::string& value = pdu.values.back();
    switch (field.kind) {
      case FieldKind::kU8:
        value = text(1, true);
        builder.set_u8(field.id, static_cast<std::uint8_t>(value[0]));
        break;
      case FieldKind::kCString:
        value = text(length(field.max - 1U), false);
        builder.set_text(field.id, value);
        break;
      case FieldKind::kOctets8:
        value = text(length(field.max), true);
        builder.set_octets(field.id, bytes_of(value));
        break;
      case FieldKind::kDestinations: {
        const std::size_t count = length(field.max);
        for (std::size_t i = 0; i < count; ++i) {
          pdu.owned.push_back(text(length(kListAddressMax - 1), false));
          const bool list = number(0, 3) == 0;
          pdu.destinations.push_back({list ? DestFlag::kDistributionList : DestFlag::kSmeAddress,
                                      static_cast<std::uint8_t>(list ? 0 : number(0, 255)),
                                      static_cast<std::uint8_t>(list ? 0 : number(0, 255)),
                                      pdu.owned.back()});
        }
        builder.set_destinations(pdu.destinations);
        break;
      }
      case FieldKind::kUnsuccess: {
        const std::size_t count = length(field.max);
        for (std::size_t i = 0; i < count; ++i) {
          pdu.owned.push_back(text(length(kListAddressMax - 1), false));
          pdu.unsuccess.push_back({static_cast<std::uint8_t>(number(0, 255)),
                                   static_cast<std::uint8_t>(number(0, 255)), pdu.owned.back(),
                                   static_cast<CommandStatus>(number(0, 0xFFFFFFFF))});
        }
        builder.set_unsuccess(pdu.unsuccess);
        break;
      }
    }
  }

  std::mt19937 random_;
  bool encoded_ = false;
};

}  // namespace smsfw::smpp::testing
