#include "filters/core/definition_check.hh"

namespace smsfw {

void DefinitionChecker::error(std::span<const PathPiece> path, std::string text) {
  Problem problem{file_, document_.line, {}, std::move(text)};
  const Document* at = &document_;
  for (const PathPiece& piece : path) {
    if (const auto* name = std::get_if<std::string_view>(&piece)) {
      if (!problem.path.empty()) problem.path += '.';
      problem.path += *name;
      if (at != nullptr) at = at->find(*name);
    } else {
      const std::size_t index = std::get<std::size_t>(piece);
      problem.path += '[' + std::to_string(index) + ']';
      const bool has = at != nullptr && index < at->items.size();
      at = has ? &at->items[index] : nullptr;
    }
    if (at != nullptr) problem.line = at->line;
  }
  problems_.push_back(std::move(problem));
}

std::string no_such(std::string_view what, std::string_view name,
                    const std::vector<std::string_view>& names) {
  std::string text = "no " + std::string(what) + " is named '" + std::string(name) + "'";
  const std::string_view guess = nearest(name, names);
  if (!guess.empty()) return text + "; did you mean '" + std::string(guess) + "'?";
  text += names.empty() ? "; there is none" : "; there is: ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += ", ";
    text += names[i];
  }
  return text;
}

}  // namespace smsfw
