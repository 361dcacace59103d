#include "filters/concat/concat_filters.hh"

#include <algorithm>
#include <optional>

#include "filters/concat/part_text.hh"
#include "filters/core/address_key.hh"
#include "filters/core/reasons.hh"
#include "filters/sms/user_data_elements.hh"

namespace smsfw::concat {
namespace {

std::optional<Concat> concat_of_header(const SmsContext& ctx) noexcept {
  if (!ctx.udhi || ctx.ud.empty()) return std::nullopt;
  return sms::read_elements(sms::UserDataHeader::read(ctx.ud)).concatenation;
}

/// Both ends and where the message comes in. A message to a handset is to its IMSI, where no number
/// is known. Nothing where neither end is: who could tell its messages apart?
std::optional<std::uint64_t> ends_of(const SmsContext& ctx, const PartTable& table) noexcept {
  std::array<char, 2 * kMaxAddressKey + 3> text;
  std::size_t size = 0;
  const auto add = [&](std::string_view part) {
    const std::size_t length = std::min(part.size(), kMaxAddressKey);
    std::copy_n(part.begin(), length, text.begin() + static_cast<std::ptrdiff_t>(size));
    size += length;
    text[size++] = '\0';
  };
  text[size++] = static_cast<char>(ctx.ingress);
  const AddressKey from = address_key(ctx.oa);
  add(from.view());
  const AddressKey to = address_key(ctx.da);
  const bool by_imsi = to.empty() && ctx.ss7 != nullptr;
  const std::string_view end = by_imsi ? ctx.ss7->imsi : to.view();
  if (from.empty() && end.empty()) return std::nullopt;
  add(end);
  return table.hash(std::as_bytes(std::span(text).first(size)));
}

std::uint64_t ruleset_of(const Ruleset& ruleset, const PartTable& table) noexcept {
  return table.hash(std::as_bytes(std::span(ruleset.version)));
}

/// Kept back for good. What is only put off comes again by itself.
bool stops(Action action) noexcept {
  return action == Action::kReject || action == Action::kAbsorb || action == Action::kDrop ||
         action == Action::kQuarantine;
}

}  // namespace

// ---- which message ----

void ConcatFilter::take(SmsContext& ctx, const Ruleset& ruleset, const Concat& concat,
                        std::size_t index) noexcept {
  const auto ends = ends_of(ctx, table_);
  if (!ends) return;
  const WholeKey key{*ends, concat.reference, concat.wide, concat.total};
  const PartBody body = part_body(ctx, septets_);
  const auto added = ctx.waited[index] != 0 ? table_.again(ctx.waited[index])
                                            : table_.add(key, concat.number, body.coding,
                                                         body.octets, ctx.received.steady);
  PartFacts& part = ctx.part;
  part.tokens[index] = added.token;
  if (added.conflict) ctx.findings.add(Finding::kConcatConflict);
  if (added.other_total) ctx.findings.add(Finding::kConcatTotalChanged);
  if (added.stopped.action != Action::kAllow &&
      added.stopped.ruleset == ruleset_of(ruleset, table_) && part.stopped == Action::kAllow) {
    part.stopped = added.stopped.action;
    part.stop_reason = added.stopped.reason;
  }
  if (index != 0) return;
  part.concat = concat;
  part.message = added.whole;
  part.complete = added.complete;
  part.counted = added.token != 0 && !added.first;
}

FilterStatus ConcatFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                 Need& need, std::uint8_t self) noexcept {
  ctx.part = PartFacts{};
  if (ctx.receipt || ctx.ingress == Ingress::kMapQuery) return FilterStatus::kContinue;
  const auto header = concat_of_header(ctx);
  const bool differ =
      header && ctx.sar && (header->total != ctx.sar->total || header->number != ctx.sar->number);
  if (differ) ctx.findings.add(Finding::kSarDisagrees);
  const auto& first = header ? header : ctx.sar;
  if (!first || first->total < 2) {
    if (!differ || ctx.sar->total < 2) return FilterStatus::kContinue;
  }
  std::size_t count = 0;
  if (first->total >= 2) take(ctx, ruleset, *first, count++);
  if (differ && ctx.sar->total >= 2) take(ctx, ruleset, *ctx.sar, count++);
  for (std::size_t i = 0; i < count; ++i) {
    if (ctx.part.tokens[i] != 0) verdict.reservations.push_back({self, ctx.part.tokens[i]});
  }
  if (ctx.part.stopped != Action::kAllow) {
    Hit hit;
    hit.reason = ctx.part.stop_reason.view();
    hit.detail = "rest of a message that was kept back";
    hit.action = ctx.part.stopped;
    hit.precedence = Precedence::kProhibited;
    hit.terminal = true;
    add_hit(verdict, hit, ruleset.precedence);
    return FilterStatus::kContinue;
  }
  const bool has_waited = ctx.waited[0] != 0;
  if (ctx.hold_parts.count() > 0 && !has_waited && !verdict.control && ctx.part.tokens[0] != 0) {
    need = {Fact::kOtherParts, ctx.part.message, ctx.received.steady + ctx.hold_parts,
            Action::kAllow};
    return FilterStatus::kNeed;
  }
  return FilterStatus::kContinue;
}

void ConcatFilter::settle(std::uint64_t value, Outcome outcome,
                          std::chrono::nanoseconds /*now*/) noexcept {
  // One that nobody has answered for may be there.
  table_.settle(value, outcome == Outcome::kDelivered || outcome == Outcome::kTimedOut);
}

// ---- its text ----

FilterStatus JoinFilter::judge(SmsContext& ctx, const Ruleset& /*ruleset*/, Verdict& /*verdict*/,
                               Need& /*need*/, std::uint8_t /*self*/) noexcept {
  ctx.joined.clear();
  for (const std::uint64_t token : ctx.part.tokens) {
    if (token == 0 || !table_.parts(token, parts_) || parts_.parts.size() < 2) continue;
    append_joined_text(parts_, ctx.findings, ctx.joined, converter_.get());
  }
  return FilterStatus::kContinue;
}

// ---- its end ----

FilterStatus StopFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                               Need& /*need*/, std::uint8_t /*self*/) noexcept {
  // What a limit has cut short may be another time.
  if (ctx.part.tokens[0] == 0 || ctx.part.stopped != Action::kAllow || verdict.truncated ||
      !stops(verdict.applied)) {
    return FilterStatus::kContinue;
  }
  Stopped how;
  how.ruleset = ruleset_of(ruleset, table_);
  how.action = verdict.applied;
  const Reasons names = reasons_of(verdict);
  if (!names.reasons.empty()) how.reason.assign(names.reasons[0].substr(0, 64));
  for (const std::uint64_t token : ctx.part.tokens) {
    if (token != 0) table_.stop(token, how);
  }
  return FilterStatus::kContinue;
}

}  // namespace smsfw::concat
