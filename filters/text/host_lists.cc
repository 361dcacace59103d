#include "filters/text/host_lists.hh"

#include <algorithm>
#include <cmath>

#include "filters/core/precedence_table.hh"
#include "filters/text/url.hh"

namespace smsfw {
namespace {

std::string unsound(const HostListSpec& spec) {
  if (spec.name.empty()) return "a list without a name; give it one";
  const std::string where = "'" + spec.name + "': ";
  if (!std::isfinite(spec.score) || spec.score < 0) return where + "score must be 0 or more";
  if (spec.kind == HostListKind::kBlock && spec.deny_with != Action::kReject &&
      spec.deny_with != Action::kAbsorb && spec.deny_with != Action::kDrop) {
    return where + "deny_with must be reject, absorb or drop, not " +
           std::string(to_string(spec.deny_with));
  }
  return {};
}

Hit hit_of(const HostListSpec& spec, std::string_view reason) noexcept {
  Hit hit;
  hit.reason = spec.name;
  hit.detail = reason.empty() ? std::string_view(spec.reason) : reason;
  hit.buffer = Buffer::kUrlHost;
  hit.enforced = spec.enforce;
  hit.score = spec.score;
  if (spec.kind == HostListKind::kBlock) {
    hit.precedence = Precedence::kProhibited;
    if (spec.score == 0) {
      hit.action = spec.deny_with;
      hit.terminal = true;
      hit.smpp_status = spec.status;
    }
  }
  return hit;
}

/// What a match on a list says of the message beyond its hit.
void add_finding(const HostListSpec& spec, Findings& findings) noexcept {
  if (!spec.enforce) return;
  if (spec.kind == HostListKind::kShortener) findings.add(Finding::kListedShortener);
  if (spec.kind == HostListKind::kNewTld) findings.add(Finding::kListedNewTld);
}

/// True when lists of `kind` are asked about `url`.
bool concerns(HostListKind kind, const Url& url) noexcept {
  const bool any = kind == HostListKind::kBlock || kind == HostListKind::kAllow;
  return any || (url.kind != UrlKind::kMail && !url.has(UrlTrait::kWeak));
}

}  // namespace

Expected<std::unique_ptr<const HostLists>, std::string> HostLists::build(
    std::vector<HostListSource> sources) {
  using Refused = Unexpected<std::string>;
  if (sources.size() > kMaxLists) {
    return Refused("host_lists: " + std::to_string(sources.size()) + " lists; at most " +
                   std::to_string(kMaxLists) + " fit, join some of them");
  }
  for (const HostListSource& source : sources) {
    if (std::string wrong = unsound(source.spec); !wrong.empty()) {
      return Refused("host_lists: " + wrong);
    }
    const auto same = [&](const HostListSource& other) {
      return other.spec.name == source.spec.name;
    };
    if (std::count_if(sources.begin(), sources.end(), same) > 1) {
      return Refused("host_lists: '" + source.spec.name +
                     "': the name stands twice; rename one of them");
    }
  }
  auto part = std::make_unique<HostLists>();
  part->lists_ = std::move(sources);
  for (HostListSource& source : part->lists_) {
    if (!source.hits) source.hits = std::make_shared<HostListHits>();
  }
  const auto rest = std::stable_partition(
      part->lists_.begin(), part->lists_.end(),
      [](const auto& source) { return source.spec.kind == HostListKind::kAllow; });
  part->allowing_ = static_cast<std::size_t>(rest - part->lists_.begin());
  return part;
}

BufferSet HostLists::reads() const noexcept {
  BufferSet buffers;
  // With it stage 5 fills SmsContext::urls.
  if (!lists_.empty()) buffers.add(Buffer::kUrlHost);
  return buffers;
}

FilterStatus HostListFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                   Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* const part = ruleset.part<HostLists>();
  if (part == nullptr || part->lists_.empty() || ctx.urls == nullptr || !ctx.text.ready) {
    return FilterStatus::kContinue;
  }
  const std::span lists(part->lists_);
  std::uint64_t met = 0;
  const auto meet = [&](std::size_t i) {
    if ((met >> i & 1) == 0) lists[i].hits->count(lists[i].spec.enforce);
    met |= std::uint64_t{1} << i;
  };
  for (const Url& url : *ctx.urls) {
    if (url.host.empty()) continue;
    // Octets of the longest name that allows the host.
    std::size_t allowed = 0;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      const HostListSpec& spec = lists[i].spec;
      const bool allows = i < part->allowing_;
      if ((!allows && (met >> i & 1) != 0) || !goes(ctx.ingress, spec.direction) ||
          !concerns(spec.kind, url)) {
        continue;
      }
      const auto entry = lists[i].entries.find(url.host, ctx.received.wall);
      if (!entry) continue;
      const std::size_t size = entry->host.size();
      if (allows) {
        if (spec.enforce) allowed = std::max(allowed, size);
        meet(i);
        continue;
      }
      if (size <= allowed || (url.has(UrlTrait::kWeak) && size != url.host.size())) continue;
      meet(i);
      add_finding(spec, ctx.findings);
      add_hit(verdict, hit_of(spec, entry->reason), ruleset.precedence);
    }
  }
  return FilterStatus::kContinue;
}

}  // namespace smsfw
