#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smsfw {

/// What is wrong with an expression before an engine sees it.
struct ExpressionFault {
  std::string what;
  std::string hint;
};

/// Expressions are matched octet by octet. Finds what engines take without complaint but what then
/// does not mean what its author meant: a character beyond ASCII in brackets or before a
/// quantifier (each of its octets would be a character), Unicode properties, verbs that switch
/// modes, octets that cannot stand in an expression.
std::optional<ExpressionFault> find_fault(std::string_view regex);

/// The expression without its assertions (^ $ \A \z \Z \b \B), which matches wherever the original
/// does and perhaps elsewhere: what Hyperscan scans for where it refuses their position.
std::string without_assertions(std::string_view regex);

/// What to do about a message of Hyperscan's compiler. Empty when there is no advice.
std::string hint_for(std::string_view compiler_message);

}  // namespace smsfw
