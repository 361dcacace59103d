#include "filters/volume/volume_filter.hh"

#include <array>
#include <optional>

#include "filters/core/address_key.hh"

namespace smsfw::volume {
namespace {

constexpr bool counts(LimitSources sources, AddressKind source) noexcept {
  switch (sources) {
    case LimitSources::kAll:
      return true;
    case LimitSources::kNumbers:
      return source != AddressKind::kAlphanumeric;
    case LimitSources::kNames:
      return source == AddressKind::kAlphanumeric;
  }
  return true;
}

/// The subjects of one message, each hashed once, and only when a limit asks for it.
class Subjects {
 public:
  Subjects(const SmsContext& ctx, const LimitTables& tables) : ctx_(ctx), tables_(tables) {}

  /// Nothing when the message has no such subject.
  std::optional<std::uint64_t> of(LimitKey key) {
    switch (key) {
      case LimitKey::kSource:
        return source_.get(tables_, ctx_.oa);
      case LimitKey::kDestination:
        return destination_.get(tables_, ctx_.da);
      case LimitKey::kSystemId:
        if (ctx_.system_id.empty()) return std::nullopt;
        return tables_.hash(ctx_.system_id);
      case LimitKey::kCallingTitle:
        if (ctx_.ss7 == nullptr || ctx_.ss7->calling.digits.empty()) return std::nullopt;
        return tables_.hash(ctx_.ss7->calling.digits);
      case LimitKey::kSourceDestination: {
        const auto source = of(LimitKey::kSource);
        const auto destination = of(LimitKey::kDestination);
        if (!source || !destination) return std::nullopt;
        // Multiplied by an odd number, so that A to B is not B to A.
        return LimitTables::key(*source, *destination * 0x9e3779b97f4a7c15ULL);
      }
    }
    return std::nullopt;
  }

  LimitSubject named(const Limits::Limit& limit, LimitKey key, bool enforced) const noexcept {
    LimitSubject subject;
    subject.limit.assign(std::string_view(limit.name).substr(0, 64));
    subject.key_of = key;
    subject.enforced = enforced;
    switch (key) {
      case LimitKey::kSystemId:
        subject.party.text.assign(ctx_.system_id.substr(0, kMaxAddressKey));
        break;
      case LimitKey::kCallingTitle:
        subject.party.text.assign(ctx_.ss7->calling.digits.substr(0, kMaxAddressKey));
        subject.party.kind = AddressKind::kE164;
        break;
      case LimitKey::kDestination:
        subject.party = party(ctx_.da);
        break;
      case LimitKey::kSourceDestination:
        subject.destination = party(ctx_.da);
        [[fallthrough]];
      case LimitKey::kSource:
        subject.party = party(ctx_.oa);
        break;
    }
    return subject;
  }

 private:
  static LimitSubject::Party party(const Address& address) noexcept {
    return {address_key(address), address.kind};
  }

  struct Once {
    bool known = false;
    std::optional<std::uint64_t> hash;

    std::optional<std::uint64_t> get(const LimitTables& tables, const Address& address) {
      if (known) return hash;
      known = true;
      // Most addresses are numbers: hashed where they stand.
      if (!address.e164.empty()) {
        hash = tables.hash(address.e164.view());
      } else if (const AddressKey key = address_key(address); !key.empty()) {
        hash = tables.hash(key.view());
      }
      return hash;
    }
  };

  const SmsContext& ctx_;
  const LimitTables& tables_;
  Once source_;
  Once destination_;
};

/// One limit that counts this message.
struct Counted {
  const Limits::Limit* limit;
  LimitKey key_kind;
  std::uint64_t key;
};

}  // namespace

FilterStatus VolumeFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                 Need& /*need*/, std::uint8_t self) noexcept {
  const auto* part = ruleset.part<Limits>();
  if (part == nullptr || ctx.receipt) return FilterStatus::kContinue;

  Subjects subjects(ctx, tables_);
  std::array<Counted, Limits::kMaxLimits> counted;
  std::array<std::uint64_t, Limits::kMaxLimits> tokens;
  std::size_t count = 0;
  std::size_t token_count = 0;
  const auto add = [&](const Limits::Limit& limit, LimitKey kind) {
    const auto subject = subjects.of(kind);
    if (!subject) return false;
    counted[count] = {&limit, kind, LimitTables::key(*subject, limit.seed)};
    tables_.prefetch(counted[count].key);
    ++count;
    return true;
  };
  if (verdict.control) {
    if (const auto* limit = part->control()) {
      if (!add(*limit, LimitKey::kSource)) add(*limit, LimitKey::kSystemId);
    }
  } else if (!verdict.skip_limits && !ctx.part.counted) {
    for (const Limits::Limit& limit : part->all()) {
      if (goes(ctx.ingress, limit.direction) && counts(limit.sources, ctx.oa.kind)) {
        add(limit, limit.key);
      }
    }
  }

  bool refused = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Counted& one = counted[i];
    const Limits::Limit& limit = *one.limit;
    const auto taken = tables_.take(one.key, limit.rates, ctx.received.steady);
    if (taken.consumed) tokens[token_count++] = taken.token;
    const Crossing crossing = taken.crossing;
    if (crossing == Crossing::kNone) continue;
    if (taken.warning_started || taken.block_started) {
      const LimitSubject subject =
          subjects.named(limit, one.key_kind, limit.enforce && !ruleset.monitor);
      const auto now = ctx.received.steady;
      if (taken.warning_started) tables_.note_warning(one.key, limit.rates, now, subject);
      if (taken.block_started) tables_.note_block(one.key, limit.rates, now, subject);
    }
    Hit hit;
    hit.reason = limit.name;
    hit.detail = limit.details[static_cast<std::size_t>(crossing)];
    hit.precedence = verdict.control ? Precedence::kControl : Precedence::kBehaviour;
    hit.enforced = limit.enforce;
    if (crossing == Crossing::kWarn) {
      hit.action = Action::kTag;
    } else {
      hit.action = crossing == Crossing::kThrottle ? Action::kThrottle : Action::kReject;
      hit.terminal = true;
      hit.smpp_status = limit.status;
      refused = refused || limit.enforce;
    }
    add_hit(verdict, hit, ruleset.precedence);
  }

  for (std::size_t i = 0; i < token_count; ++i) {
    if (refused) {
      tables_.give_back(tokens[i]);
    } else {
      verdict.reservations.push_back({self, tokens[i]});
    }
  }
  return refused && !ruleset.monitor ? FilterStatus::kStop : FilterStatus::kContinue;
}

void VolumeFilter::settle(std::uint64_t value, Outcome outcome,
                          std::chrono::nanoseconds /*now*/) noexcept {
  if (outcome != Outcome::kDelivered && outcome != Outcome::kAbsorbed) tables_.give_back(value);
}

}  // namespace smsfw::volume
