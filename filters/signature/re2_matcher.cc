#include "filters/signature/re2_matcher.hh"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <vector>

namespace smsfw::signature {
namespace {

class Re2Matcher final : public TextMatcher {
 public:
  Re2Matcher(std::unique_ptr<const RE2::Set> set, std::vector<std::unique_ptr<const RE2>> single)
      : set_(std::move(set)), single_(std::move(single)) {}

  bool match(std::string_view text, std::vector<int>& matched) const noexcept override try {
    matched.clear();
    const re2::StringPiece piece(text.data(), text.size());
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    // Without a list first: that allocates nothing, and mostly nothing matches.
    if (!set_->Match(piece, nullptr, &error) && error.kind == RE2::Set::kNoError) return false;
    if (error.kind == RE2::Set::kNoError && set_->Match(piece, &matched, &error)) {
      std::sort(matched.begin(), matched.end());
      return true;
    }
    // The common automaton ran out of its memory: one expression after the other is slower, but
    // needs none.
    matched.clear();
    for (std::size_t i = 0; i < single_.size(); ++i) {
      if (RE2::PartialMatch(piece, *single_[i])) matched.push_back(static_cast<int>(i));
    }
    return !matched.empty();
  } catch (...) {  // out of memory
    matched.clear();
    return false;
  }

 private:
  std::unique_ptr<const RE2::Set> set_;
  std::vector<std::unique_ptr<const RE2>> single_;
};

}  // namespace

Expected<std::unique_ptr<const TextMatcher>, TextMatcherCompiler::Error> Re2Compiler::compile(
    std::span<const std::string> patterns, bool fold_case) const {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!fold_case);
  // Sender names are octets of no known coding.
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(kMaxMemory);
  auto set = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
  RE2::Options small = options;
  small.set_max_mem(std::int64_t{1} << 20);
  std::vector<std::unique_ptr<const RE2>> single;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    auto one = std::make_unique<const RE2>(patterns[i], small);
    if (!one->ok()) return Unexpected<Error>(Error{i, one->error()});
    std::string why;
    if (set->Add(patterns[i], &why) < 0) return Unexpected<Error>(Error{i, why});
    single.push_back(std::move(one));
  }
  if (!set->Compile()) {
    return Unexpected<Error>(Error{patterns.empty() ? 0 : patterns.size() - 1,
                                   "the expressions together need over 32 MiB"});
  }
  return std::make_unique<const Re2Matcher>(std::move(set), std::move(single));
}

}  // namespace smsfw::signature
