#pragma once

#include <memory>
#include <string>

#include "filters/core/expected.hh"
#include "filters/model/linear_model.hh"

namespace smsfw::control {

/// A model file, whole. `octets`, where asked for, gets what was read: it belongs to a ruleset's
/// version. The error says what is wrong with the file, without its name.
Expected<std::shared_ptr<const model::LinearModel>, std::string> load_model(
    const std::string& file, std::string* octets = nullptr);

}  // namespace smsfw::control
