#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "filters/core/moment.hh"
#include "filters/core/precedence_table.hh"
#include "filters/core/text_buffers.hh"

namespace smsfw {

/// The places that filters have in a Ruleset. A filter's part says which is its own with
/// `static constexpr RulesetSlot kSlot`.
enum class RulesetSlot : std::uint8_t {
  kNumbering,
  kControl,
  kAccess,
  kOrigin,
  kVolume,
  kSignature,
  kHosts,
  kBrand,
  kModel,
  kScore,
  kCount,
};
inline constexpr std::size_t kRulesetSlotCount = static_cast<std::size_t>(RulesetSlot::kCount);

/// What one filter needs to judge: built by control/, immutable from then on.
class RulesetPart {
 public:
  RulesetPart() = default;
  RulesetPart(const RulesetPart&) = delete;
  RulesetPart& operator=(const RulesetPart&) = delete;
  virtual ~RulesetPart() = default;

  /// Buffers that the filter of this part reads. Those that cost something are made for messages
  /// where a part of the ruleset names them.
  virtual BufferSet reads() const noexcept { return {}; }
};

/// Everything that decides, in one immutable snapshot. Shared by the workers through
/// SnapshotHolder<Ruleset>; a message is judged by one Ruleset from its first stage to its last.
class Ruleset {
 public:
  /// Name for events and `smsfw status`: hash of all that went into it.
  std::string version;
  /// When it was built.
  std::chrono::microseconds built_at{0};
  /// Monitor mode of the whole system: everything is judged, nothing is acted on.
  bool monitor = false;
  /// Messages pass without being judged: for maintenance, switched on by hand, loud in metrics.
  bool bypass = false;
  PrecedenceTable precedence;

  /// Puts a part in its place, instead of an earlier one. Only while the Ruleset is being built.
  template <class Part>
  void set(std::unique_ptr<const Part> part) {
    parts_[static_cast<std::size_t>(Part::kSlot)] = std::move(part);
    reads_ = {};
    for (const auto& other : parts_) {
      if (other != nullptr) reads_.add(other->reads());
    }
  }

  /// A filter's own part, or nullptr where the ruleset has none.
  template <class Part>
  const Part* part() const noexcept {
    return static_cast<const Part*>(parts_[static_cast<std::size_t>(Part::kSlot)].get());
  }

  /// Buffers that its parts read.
  BufferSet reads() const noexcept { return reads_; }

 private:
  std::array<std::unique_ptr<const RulesetPart>, kRulesetSlotCount> parts_;
  BufferSet reads_;
};

}  // namespace smsfw
