#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/key_index.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/core/direction.hh"
#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"
#include "filters/core/text_matcher.hh"

namespace smsfw::access {

enum class ListAction : std::uint8_t { kAllow, kDeny };
/// What of a message a list is about.
enum class ListSubject : std::uint8_t { kSource, kDestination, kSystemId };
inline constexpr std::size_t kListSubjectCount = 3;
enum class ListMatch : std::uint8_t { kExact, kPrefix, kRegex };

struct ListEntrySpec {
  std::string value;
  /// Wall clock (Moment::wall) from which on the entry no longer counts.
  std::optional<std::chrono::microseconds> expires{};
  /// Overrides the list's reason.
  std::string reason{};
};

/// What configuration says of one list. A list's `file` is read by control/ into `entries`.
struct AccessListSpec {
  /// What reasons[] and signatures' `except` say. Unique.
  std::string name;
  ListAction action = ListAction::kDeny;
  ListSubject of = ListSubject::kSource;
  ListMatch match = ListMatch::kExact;
  /// Numbers in any form that the first numbering plan resolves: 0912…, 84912… and +84912… are one.
  /// Names without regard to case and blanks around them. system_id as it stands. Expressions see
  /// E.164 digits without '+', or the name in small letters.
  std::vector<ListEntrySpec> entries;
  Direction direction = Direction::kBoth;
  /// False: monitor. A deny hit is reported only, an allow list takes nothing out of force.
  bool enforce = true;
  /// Free words for the event.
  std::string reason;

  // Deny only.
  Action deny_with = Action::kReject;  ///< kReject, kAbsorb or kDrop
  std::uint32_t status = 0;            ///< SMPP command_status, 0: the action's default

  // Allow only: what the list takes out of force. Never a deny list, nor a hit that decides by
  // itself.
  bool skip_limits = true;
  bool skip_score = true;
  bool skip_signatures = false;
};

/// All access lists of a ruleset. Immutable. The cost of a message does not depend on the number of
/// entries: one hash look-up a subject, and one for each length that prefixes have.
class AccessLists final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kAccess;
  /// One bit each in SmsContext::lists.
  static constexpr std::size_t kMaxLists = 64;

  /// `compiler` may be nullptr when no list has expressions. `secret` keys the hash; take the
  /// start-up secret that the state tables have. The error names list, entry and what to do.
  static Expected<std::unique_ptr<const AccessLists>, std::string> build(
      std::span<const AccessListSpec> specs, const NumberingPlans& plans,
      const TextMatcherCompiler* compiler, std::uint64_t secret);

  /// Bit of a list in SmsContext::lists. The bit says that the message is on the list, also when
  /// the list is in monitor mode.
  std::optional<std::uint8_t> index_of(std::string_view name) const noexcept;
  std::size_t size() const noexcept { return lists_.size(); }
  std::string_view name(std::size_t index) const noexcept { return lists_[index].name; }
  /// Entries of all lists together, for status and metrics.
  std::size_t entries() const noexcept { return entries_; }

 private:
  friend class AccessFilter;

  struct List {
    std::string name;
    std::string reason;
    ListAction action;
    Action deny_with;
    Direction direction;
    bool enforce;
    bool skip_limits;
    bool skip_score;
    bool skip_signatures;
    std::uint32_t status;
  };
  struct Expression {
    std::chrono::microseconds expires;
    std::string reason;
  };
  struct Expressions {
    std::uint8_t list;
    ListSubject of;
    std::unique_ptr<const TextMatcher> matcher;
    std::vector<Expression> entries;
  };
  struct Subject {
    KeyIndex exact;
    KeyIndex prefix;
  };

  std::vector<List> lists_;
  std::array<Subject, kListSubjectCount> subjects_;
  std::vector<Expressions> expressions_;
  std::size_t entries_ = 0;
};

/// Stage 2: looks source, destination and system_id up, sets SmsContext::lists, adds a terminal hit
/// (Precedence::kSource) for each deny list, and sets the skips of allow lists.
class AccessFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "access"; }
  Stage stage() const noexcept override { return Stage::kAccess; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  std::vector<int> matched_;  // scratch
};

}  // namespace smsfw::access
