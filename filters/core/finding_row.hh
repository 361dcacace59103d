#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace smsfw {

/// One finding in the table of its kind: what events and metrics call it, and what it means (one
/// sentence or two, as docs/reference/findings.md prints it).
template <class Kind>
struct FindingRow {
  Kind finding;
  std::string_view name;
  std::string_view doc;
};

/// The names of a table, in the order of the enumeration.
template <class Kind, std::size_t N>
constexpr std::array<std::string_view, N> names_of(const std::array<FindingRow<Kind>, N>& table) {
  std::array<std::string_view, N> names{};
  for (std::size_t i = 0; i < N; ++i)
    names[i] = table[i].name;
  return names;
}

/// True where the rows stand in the order of the enumeration, none left out.
template <class Kind, std::size_t N>
constexpr bool in_order(const std::array<FindingRow<Kind>, N>& table) {
  if (N != static_cast<std::size_t>(Kind::kCount)) return false;
  for (std::size_t i = 0; i < N; ++i) {
    if (static_cast<std::size_t>(table[i].finding) != i) return false;
  }
  return true;
}

}  // namespace smsfw
