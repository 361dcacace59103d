#pragma once

#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace smsfw {

/// An RE2 that matches octets as Hyperscan's databases do (`.` takes newlines, no Unicode mode), or
/// nullptr with `error` set. Linear time; may be used by many threads.
std::unique_ptr<re2::RE2> make_confirmation(const std::string& regex, std::string& error);

}  // namespace smsfw
