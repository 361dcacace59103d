#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/host_list.hh"
#include "filters/core/direction.hh"
#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"

namespace smsfw {

enum class HostListKind : std::uint8_t {
  kBlock,      ///< Hosts of known fraud.
  kAllow,      ///< Hosts that no other list is asked about.
  kShortener,  ///< Services that hide where a link leads.
  kNewTld,     ///< Top-level domains that are cheap and mostly abused.
};

/// What configuration says of one host list.
struct HostListSpec {
  std::string name;  ///< What reasons and warnings say. Unique.
  HostListKind kind = HostListKind::kBlock;
  Direction direction = Direction::kBoth;
  /// False: monitor. Matches are reported only; an allow list takes nothing out.
  bool enforce = true;
  std::string reason;  ///< Free words for the event, where the entry has none.
  /// What a match adds to the score. Block lists: above 0 a match does not decide by itself.
  float score = 0;
  // Block lists that decide.
  Action deny_with = Action::kReject;  ///< kReject, kAbsorb or kDrop
  std::uint32_t status = 0;            ///< SMPP command_status, 0: the action's default
};

/// Messages in which an address stood on a list. Any thread.
class HostListHits {
 public:
  void count(bool enforced) noexcept {
    counts_[enforced ? 1 : 0].fetch_add(1, std::memory_order_relaxed);
  }
  std::uint64_t counted(bool enforced) const noexcept {
    return counts_[enforced ? 1 : 0].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<std::uint64_t>, 2> counts_{};
};

/// A list with its entries, as control/ has opened them.
struct HostListSource {
  HostListSpec spec;
  access::HostList entries;
  /// Keeps the octets of `entries` where they are.
  std::shared_ptr<const void> octets;
  /// Those of the list of this name before a reload, or new ones (nullptr).
  std::shared_ptr<HostListHits> hits;
};

/// All host lists of a ruleset. Immutable. The octets of their files are let go with it.
class HostLists final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kHosts;
  /// A message may ask each list about UrlList::kMax hosts.
  static constexpr std::size_t kMaxLists = access::kMaxHostLists;

  /// The error names the list and what to do.
  static Expected<std::unique_ptr<const HostLists>, std::string> build(
      std::vector<HostListSource> sources);

  BufferSet reads() const noexcept override;
  std::span<const HostListSource> lists() const noexcept { return lists_; }

 private:
  friend class HostListFilter;

  std::vector<HostListSource> lists_;  // allow lists first
  std::size_t allowing_ = 0;
};

/// Stage 6: looks the host of every address of the text (SmsContext::urls) up.
/// - The longest listed name speaks: an allow list's takes its host out of lists whose names for it
///   are no longer.
/// - A block list's match is a terminal hit (Precedence::kProhibited), or adds its score; the other
///   kinds' add their score, warn, and where enforced add their finding (kListedShortener,
///   kListedNewTld). Each list once a message, with the reason of the entry.
/// - E-mail addresses are asked of block and allow lists alone. A weak address (UrlTrait::kWeak)
///   counts only where its whole host stands on a block list.
class HostListFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "hosts"; }
  Stage stage() const noexcept override { return Stage::kSignature; }
  bool sheddable() const noexcept override { return true; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
};

}  // namespace smsfw
