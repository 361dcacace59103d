#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"

namespace smsfw {

/// A set of compiled regular expressions. The seam between those who need one (access lists) and
/// the one folder that may know the library (filters/signature). Immutable, shared by workers.
class TextMatcher {
 public:
  TextMatcher() = default;
  TextMatcher(const TextMatcher&) = delete;
  TextMatcher& operator=(const TextMatcher&) = delete;
  virtual ~TextMatcher() = default;

  /// Puts the indexes of all expressions that match somewhere in `text` into `matched` (cleared
  /// first, ascending). False when none does. Time is linear in `text`; nothing is allocated when
  /// nothing matches.
  virtual bool match(std::string_view text, std::vector<int>& matched) const noexcept = 0;
};

/// Builds TextMatchers. Handed to the builders of rulesets by control/.
class TextMatcherCompiler {
 public:
  struct Error {
    std::size_t pattern;  ///< Index of the expression that was refused.
    std::string message;  ///< Why, in the library's words.
  };

  TextMatcherCompiler() = default;
  TextMatcherCompiler(const TextMatcherCompiler&) = delete;
  TextMatcherCompiler& operator=(const TextMatcherCompiler&) = delete;
  virtual ~TextMatcherCompiler() = default;

  /// Not anchored: an expression matches anywhere unless it says ^ or $. `fold_case`: letters
  /// match without regard to case.
  virtual Expected<std::unique_ptr<const TextMatcher>, Error> compile(
      std::span<const std::string> patterns, bool fold_case) const = 0;
};

}  // namespace smsfw
