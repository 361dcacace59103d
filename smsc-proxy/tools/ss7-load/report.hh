#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/tools/load/histogram.hh"
#include "smsc-proxy/tools/ss7-load/options.hh"

namespace smsfw::ss7_load {

/// What became of one message that was sent.
enum class Outcome : std::uint8_t {
  kResult,
  kError,      ///< A MAP error.
  kReject,     ///< TCAP's Reject.
  kAbort,      ///< The peer's user aborted or refused the dialogue.
  kPAbort,     ///< The peer's transaction layer did.
  kReturned,   ///< SCCP brought it back: UDTS, XUDTS, LUDTS.
  kClosed,     ///< The dialogue ended without an answer to it.
  kContinued,  ///< An empty TC-BEGIN of a hex line was taken.
  kTimeout,
};

inline constexpr std::array<std::string_view, 9> kOutcomeNames{
    "result", "error", "reject", "abort", "p_abort", "returned", "closed", "continued", "timeout"};

constexpr std::string_view to_string(Outcome outcome) noexcept {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// One answer, for --print. Borrows.
struct Answer {
  std::uint64_t dialogue = 0;  ///< The how-manieth of the run.
  std::string_view place;      ///< FILE:LINE.
  Outcome outcome = Outcome::kResult;
  std::int32_t operation = 0;
  std::string_view operation_name{};  ///< Where the line has named it.
  ss7::MapVersion version = ss7::MapVersion::k1;
  /// Of an error its code, of the others the cause or problem that came.
  std::optional<std::int32_t> code;
  std::span<const std::byte> parameter{};
  std::optional<ss7::TcapType> tcap;     ///< Nothing where nothing came, or SCCP's return.
  std::optional<std::uint8_t> accepted;  ///< Result of an AARE.
  std::span<const std::byte> octets{};   ///< As received, where it was one SCCP message.
  std::chrono::nanoseconds latency{0};
};

/// Everything that a run found out.
struct Results {
  std::uint64_t dialogues = 0;
  std::uint64_t sent = 0;      ///< Messages that an answer is due to.
  std::uint64_t one_way = 0;   ///< Messages that none is due to.
  std::uint64_t unsent = 0;    ///< Further messages of dialogues that ended before.
  std::uint64_t not_sent = 0;  ///< Further messages that the link did not take.
  std::uint64_t strays = 0;    ///< Answers to no open dialogue.
  std::uint64_t malformed = 0;
  std::uint64_t refused = 0;  ///< By the link.
  std::array<std::uint64_t, kOutcomeNames.size()> outcomes{};
  std::map<std::int32_t, std::uint64_t> errors;  ///< By error code.
  load::Histogram latency_ns;
  double seconds = 0;  ///< From the first message to the last answer.

  std::uint64_t count(Outcome outcome) const noexcept {
    return outcomes[static_cast<std::size_t>(outcome)];
  }
  std::uint64_t answered() const noexcept;
  /// All answers are as `expected` says; where it is empty, there are answers to all.
  bool as_expected(const std::vector<std::string>& expected) const;
};

std::string answer_json(const Answer& answer);
std::string report_json(const DriveOptions& options, const Results& results);
std::string report_text(const DriveOptions& options, const Results& results);

/// Lower case, without spaces.
std::string hex_of(std::span<const std::byte> octets);

}  // namespace smsfw::ss7_load
