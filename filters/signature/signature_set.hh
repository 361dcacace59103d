#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"
#include "filters/signature/pattern_database.hh"

namespace re2 {
class RE2;
}

namespace smsfw {

/// The signatures of a ruleset with their compiled databases. Immutable; made by
/// SignatureSetBuilder. The views of its hits live as long as the set.
class SignatureSet final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kSignature;

  /// One signature, ready to be judged. Ranges are positions in references().
  struct Entry {
    Hit hit;  ///< What is added when it matches. Its views point into the set.
    std::string class_name;
    std::string msg;
    std::uint8_t severity = 3;
    std::uint8_t ingress_mask = 0;   ///< Bit 1 << Ingress.
    std::uint8_t oa_type_mask = 0;   ///< Bit 1 << OaType; 0: any address, of no kind too.
    std::uint64_t except_lists = 0;  ///< Bits of SmsContext::lists.
    std::uint32_t first = 0;         ///< Where its references begin: all, any, not, in this order.
    std::uint32_t all_end = 0;
    std::uint32_t any_end = 0;
    std::uint32_t not_end = 0;
  };

  /// One distinct (buffer, expression).
  struct Pattern {
    Buffer buffer = Buffer::kRaw;
    /// Set: Hyperscan reports a superset, this decides.
    std::unique_ptr<re2::RE2> confirm;
    /// Entries to look at when it matches: range in triggers(). An entry with `all` is triggered by
    /// the one of them that fewest entries share, one without by each of its `any`.
    std::uint32_t trigger_begin = 0;
    std::uint32_t trigger_end = 0;

    Pattern();
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();
  };

  /// One compiled database. A match of expression i is one of patterns()[first_pattern + i].
  struct Database {
    PatternDatabase compiled;
    std::uint32_t first_pattern = 0;
  };

  ~SignatureSet() override;

  BufferSet reads() const noexcept override;

  /// By ascending sid.
  std::span<const Entry> entries() const noexcept { return entries_; }
  std::span<const Pattern> patterns() const noexcept { return patterns_; }
  std::span<const Database> databases() const noexcept { return databases_; }
  std::span<const std::uint32_t> references() const noexcept { return references_; }
  std::span<const std::uint32_t> triggers() const noexcept { return triggers_; }

  /// How many patterns RE2 has to confirm.
  std::size_t confirmed_patterns() const noexcept { return confirmed_patterns_; }
  /// Octets that the databases take.
  std::size_t memory() const noexcept;

 private:
  friend class SignatureSetBuilder;
  SignatureSet();

  std::vector<Entry> entries_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> references_;
  std::vector<std::uint32_t> triggers_;
  std::vector<Database> databases_;
  std::size_t confirmed_patterns_ = 0;
};

}  // namespace smsfw
