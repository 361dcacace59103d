#pragma once

#include <string>

namespace smsfw::cli {

/// docs/reference/udh.md: the elements of a user data header.
std::string element_reference();

}  // namespace smsfw::cli
