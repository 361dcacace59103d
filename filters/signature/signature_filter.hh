#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "filters/core/filter.hh"
#include "filters/signature/scratch.hh"
#include "filters/signature/signature_set.hh"

namespace smsfw {

/// What the signature filter of one worker did since it was made. Written by the owner alone.
struct SignatureCounters {
  std::uint64_t messages = 0;    ///< Scanned.
  std::uint64_t candidates = 0;  ///< Patterns that Hyperscan reported.
  std::uint64_t evaluated = 0;   ///< Signatures looked at because of them.
  std::uint64_t matched = 0;     ///< Signatures that added a hit.
  std::uint64_t confirms = 0;    ///< RE2 runs.
  std::uint64_t refuted = 0;     ///< RE2 runs that said no.
  /// Messages that could not be scanned; their verdict says `shed`.
  std::uint64_t failed = 0;
};

/// Stage 6: scans the buffers of stage 5 with the ruleset's SignatureSet and adds a hit for each
/// signature that matches, by ascending sid. Scope, `except` lists and an allow list's
/// skip_signatures are honoured; the latter leaves terminal hits of precedence kProhibited in
/// force. Messages without buffers (receipts) pass.
///
/// All candidates are kept, so that `all` and `not` stay right whatever a text contains: each
/// pattern is reported at most once a message.
class SignatureFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "signature"; }
  Stage stage() const noexcept override { return Stage::kSignature; }
  bool sheddable() const noexcept override { return true; }

  /// Grows scratch and candidate space for the ruleset's set; what an earlier one needed stays.
  bool prepare(const Ruleset& ruleset) noexcept override;
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

  const SignatureCounters& counters() const noexcept { return counters_; }

 private:
  /// False when a buffer could not be scanned.
  bool scan(const SmsContext& ctx, const SignatureSet& set) noexcept;
  void confirm(const SmsContext& ctx, const SignatureSet& set) noexcept;
  void evaluate(const SmsContext& ctx, const SignatureSet& set, const Verdict& verdict) noexcept;

  Scratch scratch_;
  std::vector<std::uint64_t> reported_;    // one a pattern: it matches this message
  std::vector<std::uint32_t> candidates_;  // those reported, refuted ones too
  std::vector<std::uint64_t> seen_;        // one a signature: looked at for this message
  std::vector<std::uint32_t> looked_at_;
  std::vector<std::uint32_t> matches_;
  SignatureCounters counters_;
};

}  // namespace smsfw
