#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::ss7 {

/// What the relay met that is no message to judge.
enum class RelayNote : std::uint8_t {
  kBadSccp,          ///< Discarded (Q.714 has no answer).
  kBadTcap,          ///< Answered with a P-ABORT where somebody waits for one, else discarded.
  kLoop,             ///< A Begin came back from where it was sent to; discarded.
  kUnknownDialogue,  ///< Passed on.
  kDialogueTimeout,  ///< Silent for too long; forgotten.
  kDialogueEvicted,  ///< Gave its place to another.
  kSegmentsLost,     ///< Segments that never became a message; discarded.
  kSegmentRefused,   ///< A segment that fits nowhere; discarded.
  kCannotAnswer,     ///< An answer of ours could not be written; the message is discarded.
  kNotForUs,         ///< The home router has no use for it; aborted where somebody waits for it.
  kBadRoutingInfo,   ///< An HLR's answer names nobody to send to; its asker gets systemFailure.
  kReturned,         ///< A network could not deliver a message of ours.
};
inline constexpr std::size_t kRelayNoteCount = 12;
inline constexpr std::array<std::string_view, kRelayNoteCount> kRelayNoteNames{
    "bad_sccp",         "bad_tcap",         "loop",
    "unknown_dialogue", "dialogue_timeout", "dialogue_evicted",
    "segments_lost",    "segment_refused",  "cannot_answer",
    "not_for_us",       "bad_routing_info", "returned"};

}  // namespace smsfw::ss7
