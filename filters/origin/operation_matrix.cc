#include "filters/origin/operation_matrix.hh"

#include <array>

namespace smsfw::origin {
namespace {

// 3GPP TS 23.003 8.2.
constexpr int kHlr = 6;
constexpr int kVlr = 7;
constexpr int kMsc = 8;
constexpr int kSgsn = 149;

enum class Way : std::uint8_t { kEither, kToHandset, kFromHandset };

/// One operation in one context. A test holds the rows against the codec's table.
struct Row {
  std::uint8_t operation;
  std::uint8_t context;
  std::uint8_t from_version;
  std::uint8_t to_version;
  Way way;
  Subsystems called;
  Subsystems calling;
};

// forwardSM of versions 1 and 2 is 46 both ways; shortMsgRelay of version 1 is 21 both ways.
// Who asks the HLR is an SMS-GMSC, or an IP-SM-GW or SMS Router that stands as one: 8; HLRs ask
// each other as 6.
constexpr std::array kRows{
    Row{44, 25, 3, 3, Way::kToHandset, Subsystems(kMsc, kSgsn), Subsystems(kMsc)},
    Row{46, 25, 2, 2, Way::kToHandset, Subsystems(kMsc, kSgsn), Subsystems(kMsc)},
    Row{46, 21, 1, 1, Way::kToHandset, Subsystems(kMsc, kSgsn), Subsystems(kMsc)},
    Row{46, 21, 1, 3, Way::kFromHandset, Subsystems(kMsc), Subsystems(kMsc, kSgsn, kVlr)},
    Row{45, 20, 1, 3, Way::kEither, Subsystems(kHlr), Subsystems(kMsc, kHlr)},
    Row{47, 20, 1, 3, Way::kEither, Subsystems(kHlr), Subsystems(kMsc, kHlr)},
    Row{63, 20, 2, 3, Way::kEither, Subsystems(kMsc), Subsystems(kHlr)},
    Row{64, 23, 2, 2, Way::kEither, Subsystems(kMsc), Subsystems(kHlr)},
    Row{49, 23, 1, 1, Way::kEither, Subsystems(kMsc), Subsystems(kHlr)},
    Row{66, 24, 2, 3, Way::kEither, Subsystems(kHlr), Subsystems(kVlr, kMsc, kSgsn)},
    Row{48, 24, 1, 1, Way::kEither, Subsystems(kHlr), Subsystems(kVlr, kMsc)},
    Row{21, 41, 3, 3, Way::kToHandset, Subsystems(kMsc), Subsystems(kMsc)},
};

bool goes(Way way, bool mobile_terminated) noexcept {
  return way == Way::kEither || (way == Way::kToHandset) == mobile_terminated;
}

}  // namespace

Answer check_context(const Ss7Facts& facts, bool mobile_terminated,
                     const Subsystems& further) noexcept {
  bool known_operation = false;
  bool has_version1 = false;
  bool context_of_messages = false;
  const Row* found = nullptr;
  for (const Row& row : kRows) {
    if (facts.context == row.context) context_of_messages = true;
    if (facts.operation != row.operation) continue;
    known_operation = true;
    if (!goes(row.way, mobile_terminated)) continue;
    if (row.from_version == 1) has_version1 = true;
    const bool without = facts.context == 0 && row.from_version == 1;
    const bool with = facts.context == row.context && facts.version >= row.from_version &&
                      facts.version <= row.to_version;
    if (without || with) found = &row;
  }
  if (facts.operation == 0) return unknown("the operation is not known");
  if (!known_operation) {
    return context_of_messages ? mismatch("the context is one of short messages, the operation not")
                               : unknown("the operation is none of short messages");
  }
  if (found == nullptr) {
    if (facts.context == 0 && !has_version1) return mismatch("the operation needs a context");
    return mismatch("the operation does not belong into this context and version");
  }
  const auto fits = [&](std::uint8_t given, const Subsystems& row) {
    return given == 0 || row.has(given) || further.has(given);
  };
  if (!fits(facts.called.subsystem, found->called)) {
    return mismatch("the called subsystem does not serve this operation");
  }
  if (!fits(facts.calling.subsystem, found->calling)) {
    return mismatch("the calling subsystem does not send this operation");
  }
  if (facts.context == 0) return unknown("no application context, as in version 1");
  return match();
}

}  // namespace smsfw::origin
