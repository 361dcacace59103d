#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace smsfw::cli {

/// A status document for people: single values first, then a table for each list of objects and a
/// block for each object, in the document's order.
std::string status_text(const nlohmann::ordered_json& status);

}  // namespace smsfw::cli
