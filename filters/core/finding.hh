#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw {

/// Oddities of a message that are not a verdict by themselves. Each is counted, named in the
/// event, and may be weighed by the score.
enum class Finding : std::uint8_t {
  kBothPayloadCarriers,  ///< short_message and message_payload are both set; both are judged.
  kUnresolvedSource,     ///< The numbering plan cannot place the source address.
  kUnresolvedDestination,
  kReceiptFromEsme,      ///< An ESME set the receipt type; judged like any message.
  kReceiptFreeText,      ///< More free text behind `text:` than a receipt has; judged.
  kUndecodableText,      ///< The declared coding does not fit the octets, or is not known here.
  kInvalidCharacters,    ///< Single characters could not be decoded; U+FFFD stands for them.
  kUserDataHeader,       ///< UDHI is set.
  kBadUserDataHeader,    ///< UDHI is set, but the header does not fit its octets.
  kDistributionList,     ///< submit_multi to a list that only the SMSC can see through.
  kInvisibleCharacters,  ///< Zero-width, bidi or tag characters were removed.
  kDuplicateTlv,         ///< A TLV that may stand once stands twice.
  kOverBudget,           ///< Inspection was cut short by the time budget.
  kCount,
};

inline constexpr std::size_t kFindingCount = static_cast<std::size_t>(Finding::kCount);

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr std::array<std::string_view, kFindingCount> kFindingNames{
    "both_payload_carriers", "unresolved_source", "unresolved_destination", "receipt_from_esme",
    "receipt_free_text",     "undecodable_text",  "invalid_characters",     "user_data_header",
    "bad_user_data_header",  "distribution_list", "invisible_characters",   "duplicate_tlv",
    "over_budget",
};

constexpr std::string_view to_string(Finding finding) noexcept {
  return kFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message.
class Findings {
 public:
  void add(Finding finding) noexcept { bits_.set(static_cast<std::size_t>(finding)); }
  bool has(Finding finding) const noexcept { return bits_.test(static_cast<std::size_t>(finding)); }
  bool any() const noexcept { return bits_.any(); }
  void clear() noexcept { bits_.reset(); }

 private:
  std::bitset<kFindingCount> bits_;
};

}  // namespace smsfw
