#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/finding_row.hh"
#include "filters/core/finding_set.hh"

namespace smsfw {

/// Oddities of a message that are not a verdict by themselves. Each is counted, named in the
/// event, and may be weighed by the score.
enum class Finding : std::uint8_t {
  kBothPayloadCarriers,
  kUnresolvedSource,
  kUnresolvedDestination,
  kReceiptFromEsme,
  kReceiptFreeText,
  kUndecodableText,
  kInvalidCharacters,
  kUserDataHeader,
  kBadUserDataHeader,
  kDistributionList,
  kInvisibleCharacters,
  kMixedScriptWord,
  kStackedMarks,
  kSpacedLetters,
  kLeetWords,
  kLookAlikeText,
  kDuplicateTlv,
  kOverBudget,
  kReservedLanguage,
  kNationalLanguage,
  kRepeatedElement,
  kConflictingElements,
  kIgnoredElement,
  kReservedElement,
  kConcatenationNumber,
  kConcatenationDisagrees,
  kHyperlink,
  kHyperlinkOutside,
  kReplyAddress,
  kWaitingElement,
  kEmailHeader,
  kHeaderOverText,
  kHeaderWithoutIndicator,
  kOddUcs2,
  kCompressedText,
  kLooksLikeUtf8,
  kLooksLikeUcs2,
  kLooksLikeGsm7,
  kLooksLikePackedGsm7,
  kLooksLikeLatin1,
  kConcatConflict,
  kConcatTotalChanged,
  kSarDisagrees,
  kBadSar,
  kObfuscatedUrl,
  kMixedScriptUrl,
  kUrlUserinfo,
  kManyUrls,
  kListedShortener,
  kListedNewTld,
  kHostBrandLookalike,
  kHostBrandToken,
  kPathBrandToken,
  kCount,
};

inline constexpr std::size_t kFindingCount = static_cast<std::size_t>(Finding::kCount);

/// The one description of each.
inline constexpr std::array kFindingTable{
    FindingRow<Finding>{Finding::kBothPayloadCarriers, "both_payload_carriers",
                        "`short_message` and `message_payload` are both set; both are judged."},
    FindingRow<Finding>{Finding::kUnresolvedSource, "unresolved_source",
                        "The numbering plan cannot place the source address."},
    FindingRow<Finding>{Finding::kUnresolvedDestination, "unresolved_destination",
                        "The numbering plan cannot place the destination address."},
    FindingRow<Finding>{Finding::kReceiptFromEsme, "receipt_from_esme",
                        "An ESME set the receipt type; judged like any message."},
    FindingRow<Finding>{Finding::kReceiptFreeText, "receipt_free_text",
                        "More free text behind `text:` than a receipt has; judged."},
    FindingRow<Finding>{Finding::kUndecodableText, "undecodable_text",
                        "The declared coding does not fit the octets, or is not known here."},
    FindingRow<Finding>{Finding::kInvalidCharacters, "invalid_characters",
                        "Single characters could not be decoded; U+FFFD stands for them."},
    FindingRow<Finding>{Finding::kUserDataHeader, "user_data_header", "UDHI is set."},
    FindingRow<Finding>{Finding::kBadUserDataHeader, "bad_user_data_header",
                        "UDHI is set, but the header does not fit its octets."},
    FindingRow<Finding>{Finding::kDistributionList, "distribution_list",
                        "A submit_multi to a list that only the SMSC can see through."},
    FindingRow<Finding>{Finding::kInvisibleCharacters, "invisible_characters",
                        "Zero-width, bidi or tag characters were removed."},
    FindingRow<Finding>{
        Finding::kMixedScriptWord, "mixed_script_word",
        "Letters of two alphabets in one word of the text or the sender, one posing as "
        "the other."},
    FindingRow<Finding>{Finding::kStackedMarks, "stacked_marks",
                        "Three combining marks or more beyond the second on a letter."},
    FindingRow<Finding>{Finding::kSpacedLetters, "spaced_letters",
                        "Four letters or more stand one by one. Looked for where something reads "
                        "`squeezed`: a rule, or a score of this finding or the next."},
    FindingRow<Finding>{Finding::kLeetWords, "leet_words",
                        "Three digits or signs or more stand for letters inside words."},
    FindingRow<Finding>{Finding::kLookAlikeText, "look_alike_text",
                        "A third of the letters or more are small capitals, framed letters or of "
                        "rare alphabets, and imitate ASCII."},
    FindingRow<Finding>{Finding::kDuplicateTlv, "duplicate_tlv",
                        "A TLV that may stand once stands twice."},
    FindingRow<Finding>{Finding::kOverBudget, "over_budget",
                        "Inspection was cut short by the time budget."},
    FindingRow<Finding>{
        Finding::kReservedLanguage, "reserved_language",
        "The header names a national language without such a table; the default alphabet is read."},
    FindingRow<Finding>{Finding::kNationalLanguage, "national_language",
                        "The header names a national language table; the text is read by it."},
    FindingRow<Finding>{Finding::kRepeatedElement, "udh_repeated",
                        "An element that may stand once stands twice, or 8 and 16 bits of one; the "
                        "last one holds."},
    FindingRow<Finding>{Finding::kConflictingElements, "udh_conflict",
                        "Such elements that say different things: receivers may follow either."},
    FindingRow<Finding>{Finding::kIgnoredElement, "udh_ignored",
                        "An element with a length or values that make a receiver ignore it."},
    FindingRow<Finding>{Finding::kReservedElement, "udh_reserved",
                        "An element that 3GPP TS 23.040 reserves."},
    FindingRow<Finding>{
        Finding::kConcatenationNumber, "concat_number",
        "A concatenation of no parts, part 0, or a part beyond the total; ignored."},
    FindingRow<Finding>{Finding::kConcatenationDisagrees, "concat_disagrees",
                        "Two concatenation elements that name different parts."},
    FindingRow<Finding>{
        Finding::kHyperlink, "udh_hyperlink",
        "The header makes a part of the text a link; its address is judged by itself too."},
    FindingRow<Finding>{Finding::kHyperlinkOutside, "udh_hyperlink_outside",
                        "A hyperlink of a message in one part points past its text."},
    FindingRow<Finding>{Finding::kReplyAddress, "udh_reply_address",
                        "Replies go to another address than the one that is shown."},
    FindingRow<Finding>{
        Finding::kWaitingElement, "udh_waiting",
        "The header announces waiting messages, or a voice mail and a number for it."},
    FindingRow<Finding>{Finding::kEmailHeader, "udh_email",
                        "The text begins with the header of an e-mail."},
    FindingRow<Finding>{Finding::kHeaderOverText, "udh_over_text",
                        "UDHI is set over octets that read as text; they are judged as text too."},
    FindingRow<Finding>{
        Finding::kHeaderWithoutIndicator, "udh_without_udhi",
        "UDHI is not set, and the octets begin with a header; the text behind it is judged too."},
    FindingRow<Finding>{Finding::kOddUcs2, "odd_ucs2", "UCS-2 text of an odd number of octets."},
    FindingRow<Finding>{Finding::kCompressedText, "compressed_text",
                        "The coding says compressed (3GPP TS 23.042), which is not decoded."},
    FindingRow<Finding>{
        Finding::kLooksLikeUtf8, "looks_like_utf8",
        "Declared as another coding, the octets make sense as UTF-8; that reading is judged too."},
    FindingRow<Finding>{Finding::kLooksLikeUcs2, "looks_like_ucs2",
                        "The same for UCS-2, in either order of octets."},
    FindingRow<Finding>{Finding::kLooksLikeGsm7, "looks_like_gsm7",
                        "The same for GSM 7-bit text, one septet an octet."},
    FindingRow<Finding>{Finding::kLooksLikePackedGsm7, "looks_like_packed_gsm7",
                        "The same for packed GSM 7-bit text."},
    FindingRow<Finding>{Finding::kLooksLikeLatin1, "looks_like_latin1",
                        "The same for ASCII and Latin-1."},
    FindingRow<Finding>{
        Finding::kConcatConflict, "concat_conflict",
        "A part came again with other content while its message was incomplete; the text is "
        "judged with each."},
    FindingRow<Finding>{Finding::kConcatTotalChanged, "concat_total_changed",
                        "A message under the same reference was begun with another number of "
                        "parts."},
    FindingRow<Finding>{Finding::kSarDisagrees, "sar_disagrees",
                        "SMPP's sar_* parameters and the header name different parts; the part is "
                        "judged with the others of both messages."},
    FindingRow<Finding>{Finding::kBadSar, "bad_sar",
                        "sar_* parameters that do not all stand there, or name no part."},
    FindingRow<Finding>{Finding::kObfuscatedUrl, "obfuscated_url",
                        "An address is written as no honest sender writes it: hxxp, [.], spaces at "
                        "dots, other characters for letters or dots, numbers for the host."},
    FindingRow<Finding>{Finding::kMixedScriptUrl, "mixed_script_url",
                        "A host name mixes scripts that no language mixes."},
    FindingRow<Finding>{Finding::kUrlUserinfo, "url_userinfo",
                        "An address has a name before its host: name@host."},
    FindingRow<Finding>{Finding::kManyUrls, "many_urls", "More addresses than are looked at."},
    FindingRow<Finding>{Finding::kListedShortener, "listed_shortener",
                        "An address stands on an enforced host list of kind shortener."},
    FindingRow<Finding>{Finding::kListedNewTld, "listed_new_tld",
                        "An address stands on an enforced host list of kind new_tld."},
    FindingRow<Finding>{Finding::kHostBrandLookalike, "host_brand_lookalike",
                        "The host of a link is read as a protected brand's name and is not: other "
                        "letters, digits, or a wrong one. `brands` lists them."},
    FindingRow<Finding>{Finding::kHostBrandToken, "host_brand_token",
                        "The host of a link has a protected brand's name in it, and is none of its "
                        "own."},
    FindingRow<Finding>{Finding::kPathBrandToken, "path_brand_token",
                        "The path of a link to a foreign host has a protected brand's name in "
                        "it."},
};
static_assert(in_order(kFindingTable));

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr auto kFindingNames = names_of(kFindingTable);

constexpr std::string_view to_string(Finding finding) noexcept {
  return kFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message.
using Findings = FindingSet<Finding>;

}  // namespace smsfw
