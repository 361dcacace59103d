#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/filter_chain.hh"
#include "filters/core/snapshot_holder.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// When inspection is cut short.
struct OverloadConfig {
  /// A message that has waited this long for its verdict is judged without the sheddable filters.
  std::chrono::microseconds budget{5'000};
  /// One that has waited this long is throttled unjudged. Control traffic never is.
  std::chrono::microseconds throttle_after{250'000};
};

/// Judges the messages of one worker: one context, one verdict, one chain, one view of the ruleset.
class MessageJudge {
 public:
  /// `plans`: names of the numbering plans that listeners and upstreams refer to, in the order of
  /// the indexes that judge() is given.
  MessageJudge(const SnapshotHolder<Ruleset>& rulesets, std::unique_ptr<FilterChain> chain,
               std::vector<std::string> plans);

  /// What the edge knows of a message besides its PDU.
  struct Source {
    Ingress ingress = Ingress::kSmppSubmit;
    std::string_view system_id;
    std::string_view listener;
    std::uint16_t plan = 0;  ///< Index into `plans`.
    DefaultAlphabet default_alphabet = DefaultAlphabet::kGsm7Unpacked;
    /// See SmsContext.
    std::chrono::nanoseconds hold_parts{0};
    std::array<std::uint64_t, kMaxConcats> waited{};
  };

  /// Judges one PDU that carries text. Destination of a submit_multi: see judge_destination().
  const Verdict& judge(const PduView& pdu, const Source& source, Moment now, ShedLevel shed);

  /// True: judge() has no verdict yet, the message is a part that waits for others as
  /// FilterChain::need() says.
  bool waits() const noexcept { return waits_; }

  /// Fills the context without judging (overload: the event still says who sent what to whom).
  void read(const PduView& pdu, const Source& source, Moment now);

  /// Judges the message that read() has filled in, for one destination of a submit_multi.
  const Verdict& judge_destination(std::uint8_t ton, std::uint8_t npi, std::string_view digits,
                                   ShedLevel shed);

  /// Takes a newly published ruleset, if there is one. Returns true when it changed. Call at the
  /// start of a turn: a message is judged by one ruleset from first to last.
  bool refresh();

  const SmsContext& context() const noexcept { return context_; }
  SmsContext& context() noexcept { return context_; }
  const Verdict& verdict() const noexcept { return verdict_; }
  /// For verdicts that the edge itself makes (overload).
  Verdict& verdict() noexcept { return verdict_; }
  const Ruleset& ruleset() const noexcept { return *ruleset_; }
  std::uint64_t generation() const noexcept { return reader_.generation(); }
  FilterChain& chain() noexcept { return *chain_; }

 private:
  void run(ShedLevel shed);

  SnapshotReader<Ruleset> reader_;
  std::shared_ptr<const Ruleset> ruleset_;
  std::unique_ptr<FilterChain> chain_;
  std::vector<std::string> plan_names_;
  std::vector<std::uint16_t> plans_;  // by index in plan_names_
  SmsContext context_;
  Findings read_findings_;  // what read() found, without the filters' findings
  Verdict verdict_;
  bool waits_ = false;
};

/// How long text of a message may stand behind `text:` in a receipt before it is judged.
inline constexpr std::size_t kMaxReceiptFreeText = 20;

/// Operation of a PDU that carries text.
Operation operation_of(CommandId id) noexcept;

}  // namespace smsfw::smpp
