#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "filters/core/expected.hh"
#include "filters/core/text_matcher.hh"

namespace smsfw::signature {

/// TextMatchers by RE2: one automaton for all expressions of a set, linear in the text.
class Re2Compiler final : public TextMatcherCompiler {
 public:
  /// Octets that the automata of one set may take.
  static constexpr std::int64_t kMaxMemory = std::int64_t{32} << 20;

  Expected<std::unique_ptr<const TextMatcher>, Error> compile(std::span<const std::string> patterns,
                                                              bool fold_case) const override;
};

}  // namespace smsfw::signature
