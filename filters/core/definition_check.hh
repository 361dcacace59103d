#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/document.hh"

namespace smsfw {

/// One step of a path: a key, or the index of a list's element.
using PathPiece = std::variant<std::string_view, std::size_t>;

/// For what no single key shows: names that must exist or must be unique, keys that need one
/// another. Collects problems with the lines of the document that a configuration was read from.
class DefinitionChecker {
 public:
  /// All three outlive it.
  DefinitionChecker(const Document& document, const std::string& file, Problems& problems)
      : document_(document), file_(file), problems_(problems) {}

  /// Adds a problem at a path; the line is that of the deepest part which the file has.
  void error(std::span<const PathPiece> path, std::string text);
  void error(std::initializer_list<PathPiece> path, std::string text) {
    error(std::span(path.begin(), path.size()), std::move(text));
  }

  /// Refuses a name that stands twice in the list of sections at `path`. Lists whose names must
  /// differ from one another's too are given the same `seen`; it borrows from them.
  template <class List, class Name>
  void unique(std::span<const PathPiece> path, std::string_view key, const List& list, Name name,
              std::set<std::string_view>& seen) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string& text = std::invoke(name, list[i]);
      if (text.empty() || seen.insert(text).second) continue;
      std::vector<PathPiece> where(path.begin(), path.end());
      where.insert(where.end(), {i, key});
      error(where, "'" + text + "' stands twice; names must be unique");
    }
  }
  template <class List, class Name>
  void unique(std::initializer_list<PathPiece> path, std::string_view key, const List& list,
              Name name) {
    std::set<std::string_view> seen;
    unique(std::span(path.begin(), path.size()), key, list, name, seen);
  }
  template <class List, class Name>
  void unique(std::string_view section, std::string_view key, const List& list, Name name) {
    unique({section}, key, list, name);
  }

 private:
  const Document& document_;
  const std::string& file_;
  Problems& problems_;
};

/// The element of that name, or nullptr.
template <class List>
const typename List::value_type* named(const List& list, std::string_view name) {
  const auto at =
      std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
  return at == list.end() ? nullptr : &*at;
}

/// "no upstream is named 'x'; there is: …", with a guess where one is near.
std::string no_such(std::string_view what, std::string_view name,
                    const std::vector<std::string_view>& names);

template <class List>
std::string no_such(std::string_view what, std::string_view name, const List& list) {
  std::vector<std::string_view> names;
  names.reserve(list.size());
  for (const auto& one : list)
    names.push_back(one.name);
  return no_such(what, name, names);
}

}  // namespace smsfw
