#pragma once

#include <string>

namespace smsfw::cli {

/// docs/reference/findings.md: all findings of messages and codecs.
std::string finding_reference();

}  // namespace smsfw::cli
