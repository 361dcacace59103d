#include "filters/brand/confusable_form.hh"

#include <algorithm>
#include <array>
#include <utility>

namespace smsfw::brand {
namespace {

constexpr auto kClasses = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<char>(i);
  constexpr std::pair<char, char> kRows[] = {{'0', 'o'}, {'1', 'l'}, {'i', 'l'}, {'2', 'z'},
                                             {'3', 'e'}, {'4', 'a'}, {'5', 's'}, {'6', 'b'},
                                             {'7', 't'}, {'8', 'b'}, {'9', 'g'}};
  for (const auto& [from, to] : kRows)
    table[static_cast<unsigned char>(from)] = to;
  return table;
}();

char class_of(char c) noexcept {
  return kClasses[static_cast<unsigned char>(c)];
}

std::uint32_t bit_of(char c) noexcept {
  return 1U << (c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') : 26U);
}

/// What two characters side by side look like; 0: like themselves.
char joined(char first, char second) noexcept {
  if (first == 'r') return second == 'n' ? 'm' : '\0';
  if (first == 'v') return second == 'v' ? 'w' : '\0';
  if (first == 'c') return second == 'l' || second == '1' ? 'd' : '\0';
  return 0;
}

}  // namespace

ConfusableForm confusable_form(std::string_view name) noexcept {
  ConfusableForm form;
  const std::size_t size = std::min(name.size(), kMaxName);
  for (std::size_t i = 0; i < size; ++i) {
    char c = i + 1 < size ? joined(name[i], name[i + 1]) : '\0';
    if (c != 0) {
      ++i;
    } else {
      c = class_of(name[i]);
    }
    form.text[form.size++] = c;
    form.letters |= bit_of(c);
  }
  return form;
}

bool within_distance(std::string_view a, std::string_view b, unsigned most) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most || b.size() > kMaxName) return false;
  // What both begin and end with costs nothing.
  while (!a.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (b.size() <= most) return true;
  // Rows of the usual table, the last three of them: a swap looks back two. Of each row only what
  // lies beside the diagonal, with a wall at both ends: the rest is beyond `most` anyway.
  constexpr std::uint8_t kWall = 2 * kMaxName;
  std::array<std::array<std::uint8_t, kMaxName + 2>, 3> rows;
  auto* before = rows.data();
  auto* last = before + 1;
  auto* row = before + 2;
  for (std::size_t j = 0; j <= std::min<std::size_t>(b.size(), most); ++j)
    (*last)[j] = static_cast<std::uint8_t>(j);
  (*last)[most + 1] = kWall;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t from = i > most ? i - most : 1;
    const std::size_t to = std::min(b.size(), i + most);
    (*row)[from - 1] = from == 1 ? static_cast<std::uint8_t>(i) : kWall;
    unsigned least = (*row)[from - 1];
    for (std::size_t j = from; j <= to; ++j) {
      const bool same = a[i - 1] == b[j - 1];
      unsigned cost = (*last)[j - 1] + (same ? 0U : 1U);
      cost = std::min({cost, (*last)[j] + 1U, (*row)[j - 1] + 1U});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost = std::min(cost, (*before)[j - 2] + 1U);
      }
      (*row)[j] = static_cast<std::uint8_t>(cost);
      least = std::min(least, cost);
    }
    (*row)[to + 1] = kWall;
    // A swap may still reach back over a row that is beyond by one.
    if (least > most + 1) return false;
    std::swap(before, last);
    std::swap(last, row);
  }
  return (*last)[b.size()] <= most;
}

}  // namespace smsfw::brand
