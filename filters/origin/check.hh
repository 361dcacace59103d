#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::origin {

/// What a check found. A look-up that failed, an operator that is not listed, a field that is not
/// there: all that is kUnknown, and never held against a message as a mismatch would be.
enum class AnswerKind : std::uint8_t { kMatch, kMismatch, kUnknown };
inline constexpr std::size_t kAnswerKindCount = 3;
inline constexpr std::array<std::string_view, kAnswerKindCount> kAnswerKindNames{
    "match", "mismatch", "unknown"};

/// One check's answer.
struct Answer {
  AnswerKind kind = AnswerKind::kMatch;
  /// False: the check says nothing of this operation, and does not count.
  bool applies = false;
  /// Free words for the event: what does not fit. Static, or of the ruleset.
  std::string_view detail;
};

constexpr Answer match() noexcept {
  return {AnswerKind::kMatch, true, {}};
}
constexpr Answer mismatch(std::string_view detail) noexcept {
  return {AnswerKind::kMismatch, true, detail};
}
constexpr Answer unknown(std::string_view detail) noexcept {
  return {AnswerKind::kUnknown, true, detail};
}

/// The checks, in the order in which they run.
enum class Check : std::uint8_t {
  kNetwork,
  kCallingTitle,
  kOwnTitle,
  kOwnNumber,
  kOperationCode,
  kComponents,
  kContext,
  kQueryAddress,
  kFakeSccp,
  kFakeMap,
  kFakeQuery,
  kFakeForward,
  kUnsolicited,
  kHomeRouting,
  kCorrelation,
  kMoServing,
  kMoImsi,
  kHarvesting,
  kScanning,
  kSilent,
  kToolkit,
  kApplicationPort,
  kReplace,
  kFlash,
};
inline constexpr std::size_t kCheckCount = 24;

/// Each check, described once: configuration, reasons, metrics and reference pages come from here.
struct CheckRow {
  Check id;
  std::string_view name;     ///< Key of the configuration, reason of a mismatch, label of metrics.
  std::string_view unknown;  ///< Reason where the answer is unknown.
  std::string_view doc;
};

inline constexpr std::array<CheckRow, kCheckCount> kCheckTable{{
    {Check::kNetwork, "barred_network", "unlisted_network",
     "The peer is barred, or the calling title lies in a network that is. Unknown: in none that is "
     "listed."},
    {Check::kCallingTitle, "calling_title", "calling_title_unknown",
     "From outside without a Global Title, or with one that is no international E.164 number."},
    {Check::kOwnTitle, "own_title", "own_title_unknown",
     "From outside with a calling title of our own, or, towards a handset, with an SMSC of our "
     "own. Unknown: no network has the trust own."},
    {Check::kOwnNumber, "own_number", "own_number_unknown",
     "A message from outside to a handset whose sender is a number of own_numbers. A number that "
     "was ported out is none; unknown: numbers can be ported, and nobody looked it up."},
    {Check::kOperationCode, "operation_code", "operation_code_unknown",
     "The operation code is an object identifier, or an integer with leading octets: never sent "
     "by a stack, but read by some and overlooked by filters."},
    {Check::kComponents, "components", "components_unknown",
     "Several invokes in one message, two of one id, or an operation outside a dialogue."},
    {Check::kContext, "context", "context_unknown",
     "Operation, application context and subsystem numbers do not belong together. Unknown: no "
     "context, as in version 1, or an operation that is not one of short messages."},
    {Check::kQueryAddress, "query_address", "query_address_unknown",
     "A query from outside that is not addressed by the number that it asks about: by an HLR's "
     "own title, or by E.212 or E.214, past the router."},
    {Check::kFakeSccp, "fake_sccp", "fake_sccp_unknown",
     "The calling titles of query and message belong to different operators."},
    {Check::kFakeMap, "fake_map", "fake_map_unknown",
     "The SMSC's addresses in query and message belong to different operators."},
    {Check::kFakeQuery, "fake_query", "fake_query_unknown",
     "Inside a query, calling title and SMSC's address belong to different operators."},
    {Check::kFakeForward, "fake_forward", "fake_forward_unknown",
     "Inside a message to a handset, calling title and SMSC's address belong to different "
     "operators."},
    {Check::kUnsolicited, "unsolicited", "unsolicited_unknown",
     "A message to a handset without a query for its recipient before it."},
    {Check::kHomeRouting, "home_routing_bypass", "home_routing_unknown",
     "Critical. From outside with a real IMSI of ours, while queries are answered with correlation "
     "ids: somebody got it past the home router."},
    {Check::kCorrelation, "correlation_id", "correlation_id_unknown",
     "The correlation id is used up, or was given to another network."},
    {Check::kMoServing, "mo_spoofing", "mo_spoofing_unknown",
     "A message from a handset comes from another network than the one that serves its number. "
     "Unknown: the look-up failed or was not made."},
    {Check::kMoImsi, "mo_imsi", "mo_imsi_unknown",
     "The IMSI beside a message from a handset is not the one of its number."},
    {Check::kHarvesting, "harvesting", "harvesting_unknown",
     "The calling title asks for many subscribers and hardly sends a message, asks for numbers in "
     "a row, or says that none will follow. Unknown: too few queries yet."},
    {Check::kScanning, "title_scanning", "title_scanning_unknown",
     "The calling title sends messages of handsets to many SMSC titles: it looks for an open one. "
     "Unknown: a title is missing."},
    {Check::kSilent, "silent_message", "silent_message_unknown",
     "TP-PID 0x40: the handset acknowledges and shows nothing."},
    {Check::kToolkit, "sim_toolkit", "sim_toolkit_unknown",
     "Critical. To an application on the (U)SIM or the handset: TP-PID 0x7C to 0x7F, a toolkit "
     "security header, or eight-bit data of class 2."},
    {Check::kApplicationPort, "application_port", "application_port_unknown",
     "To a port of `ports`: WAP push, provisioning, cards."},
    {Check::kReplace, "replace_message", "replace_message_unknown",
     "TP-PID 0x41 to 0x47 or 0x5F: takes the place of an earlier message."},
    {Check::kFlash, "flash_message", "flash_message_unknown",
     "Class 0: shown at once, without a sender's history."},
}};

static_assert([] {
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    if (static_cast<std::size_t>(kCheckTable[i].id) != i) return false;
  }
  return true;
}());

constexpr const CheckRow& row(Check check) noexcept {
  return kCheckTable[static_cast<std::size_t>(check)];
}

/// Names alone, in the order of the enumeration.
inline constexpr auto kCheckNames = [] {
  std::array<std::string_view, kCheckCount> names{};
  for (std::size_t i = 0; i < kCheckCount; ++i)
    names[i] = kCheckTable[i].name;
  return names;
}();

}  // namespace smsfw::origin
