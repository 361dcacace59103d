#pragma once

#include <string>
#include <utility>
#include <vector>

#include "filters/signature/signature_filter.hh"
#include "filters/signature/signature_set_builder.hh"
#include "tests/catch.hh"

namespace smsfw::test {

/// A signature that matches when all of `regexes` do in `folded`.
inline SignatureSpec signature(std::uint32_t sid, std::vector<std::string> regexes) {
  SignatureSpec spec;
  spec.sid = sid;
  spec.msg = "msg of " + std::to_string(sid);
  spec.class_name = "class-of-" + std::to_string(sid);
  spec.score = 2;
  spec.enforce = true;
  for (std::string& regex : regexes)
    spec.all.push_back({Buffer::kFolded, std::move(regex)});
  return spec;
}

/// A ruleset of signatures, and one worker's filter for it.
class Worker {
 public:
  explicit Worker(std::vector<SignatureSpec> specs, ListResolver lists = {}) {
    auto set = build_signature_set(std::move(specs), std::move(lists));
    if (!set) {
      for (const SignatureError& error : set.error())
        UNSCOPED_INFO(error.sid << ' ' << error.where << ": " << error.what);
    }
    REQUIRE(set.has_value());
    ruleset.set(std::move(*set));
    REQUIRE(filter.prepare(ruleset));
  }

  /// sids of the hits on a text that is its own norm and folded form.
  std::vector<std::uint32_t> sids(std::string_view text) {
    SmsContext ctx;
    fill(ctx, text);
    return sids(ctx);
  }
  std::vector<std::uint32_t> sids(SmsContext& ctx) {
    judge(ctx);
    std::vector<std::uint32_t> out;
    for (const Hit& hit : verdict.hits)
      out.push_back(hit.sid);
    return out;
  }
  void judge(SmsContext& ctx) {
    Need need;
    CHECK(filter.judge(ctx, ruleset, verdict_after_reset(), need, 0) == FilterStatus::kContinue);
  }
  static void fill(SmsContext& ctx, std::string_view text) {
    for (const Buffer buffer : {Buffer::kRaw, Buffer::kNorm, Buffer::kFolded})
      ctx.text[buffer] = text;
    ctx.text.ready = true;
  }
  const SignatureSet& set() const { return *ruleset.part<SignatureSet>(); }

  Ruleset ruleset;
  SignatureFilter filter;
  Verdict verdict;
  /// Taken over into the verdict before the message is judged.
  bool skip_signatures = false;

 private:
  Verdict& verdict_after_reset() {
    verdict.reset();
    verdict.skip_signatures = skip_signatures;
    return verdict;
  }
};

using Sids = std::vector<std::uint32_t>;

}  // namespace smsfw::test
