#pragma once

#include <string>
#include <vector>

#include "filters/core/definition.hh"

namespace smsfw::control {

/// One text file that rules came from; the ruleset's version is a hash over all of them.
struct SourceText {
  std::string name;  ///< Path as given, or the embedded path.
  std::string text;
};

/// Adds the text of `file`. False, and a problem, where it cannot be read.
bool read_text(const std::string& file, std::vector<SourceText>& out, Problems& problems);

}  // namespace smsfw::control
