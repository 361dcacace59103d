#include "filters/volume/limits.hh"

#include <xxhash.h>

namespace smsfw::volume {
namespace {

constexpr std::uint32_t kMaxCount = 1'000'000'000;

std::string refusal(std::string_view limit, const std::string& why) {
  return "limits: '" + std::string(limit) + "': " + why;
}

/// An empty string, or why the rate is unsound.
std::string check(std::string_view stage, std::uint32_t count, std::chrono::nanoseconds per) {
  const std::string name(stage);
  if (count == 0) return per.count() == 0 ? "" : name + ": count is 0; leave the stage out instead";
  if (count > kMaxCount) return name + ": count is over 1000000000";
  if (per < std::chrono::milliseconds(1) || per > Limits::kMaxPer) {
    return name + ": per must be from 1ms to 31d";
  }
  if (per.count() < count) return name + ": more than one message a nanosecond; lower count";
  return "";
}

StageRate stage_rate(std::uint32_t count, std::chrono::nanoseconds per) {
  StageRate rate;
  if (count == 0) return rate;
  // Capacity from the rounded interval: exactly `count` fit at once.
  rate.interval = per.count() / count;
  rate.capacity = rate.interval * count;
  return rate;
}

std::uint64_t seed_of(std::string_view name, LimitKey key) {
  return XXH3_64bits_withSeed(name.data(), name.size(), static_cast<std::uint64_t>(key) + 1);
}

Limits::Limit make(const LimitSpec& spec) {
  Limits::Limit limit{
      spec.name, spec.key, spec.direction, spec.sources, spec.enforce, spec.status, {}, 0, {}};
  limit.rates.stage = {stage_rate(spec.warn.count, spec.warn.per),
                       stage_rate(spec.throttle.count, spec.throttle.per),
                       stage_rate(spec.block.count, spec.block.per)};
  limit.rates.block_ns = spec.block.duration.count();
  limit.rates.extend = spec.block.extend;
  limit.seed = seed_of(spec.name, spec.key);
  const std::string by = " by " + std::string(to_string(spec.key));
  limit.details = {"", "warn" + by, "throttle" + by, "block" + by};
  return limit;
}

}  // namespace

Expected<std::unique_ptr<const Limits>, std::string> Limits::build(const LimitsSpec& spec) {
  using Error = Unexpected<std::string>;
  if (spec.limits.size() > kMaxLimits) {
    return Error("limits: " + std::to_string(spec.limits.size()) + " limits; at most " +
                 std::to_string(kMaxLimits) + " fit, remove or join some");
  }
  auto part = std::make_unique<Limits>();
  for (const LimitSpec& one : spec.limits) {
    if (one.name.empty()) return Error("limits: a limit without a name; give it one");
    if (one.name == kControlName) {
      return Error(refusal(one.name, "the name belongs to control traffic; take another"));
    }
    for (const Limit& other : part->limits_) {
      if (other.name == one.name) {
        return Error(refusal(one.name, "the name stands twice; rename one of them"));
      }
    }
    if (one.warn.count == 0 && one.throttle.count == 0 && one.block.count == 0) {
      return Error(refusal(one.name, "no stage; give warn, throttle or block a count"));
    }
    for (const std::string& why : {check("warn", one.warn.count, one.warn.per),
                                   check("throttle", one.throttle.count, one.throttle.per),
                                   check("block", one.block.count, one.block.per)}) {
      if (!why.empty()) return Error(refusal(one.name, why));
    }
    if (one.block.count != 0 &&
        (one.block.duration < std::chrono::milliseconds(1) || one.block.duration > kMaxPer)) {
      return Error(refusal(one.name, "block: for must be from 1ms to 31d"));
    }
    part->limits_.push_back(make(one));
  }
  const std::string why = check("control_limit", spec.control.count, spec.control.per);
  if (!why.empty()) return Error("limits: " + why);
  if (spec.control.count != 0) {
    LimitSpec control;
    control.name = kControlName;
    control.throttle = spec.control;
    part->control_ = std::make_unique<const Limit>(make(control));
  }
  return part;
}

}  // namespace smsfw::volume
