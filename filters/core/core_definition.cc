#include "filters/core/core_definition.hh"

#include <algorithm>
#include <array>

namespace smsfw {

std::span<const EnumName<Action>> EnumNames<Action>::names() {
  static const auto names = [] {
    std::array<EnumName<Action>, kActionCount> made{};
    for (std::size_t i = 0; i < kActionCount; ++i)
      made[i] = {static_cast<Action>(i), kActionNames[i]};
    return made;
  }();
  return names;
}

std::span<const EnumName<Precedence>> EnumNames<Precedence>::names() {
  static const auto names = [] {
    std::array<EnumName<Precedence>, kPrecedenceCount> made{};
    for (std::size_t i = 0; i < kPrecedenceCount; ++i)
      made[i] = {static_cast<Precedence>(i), kPrecedenceNames[i]};
    return made;
  }();
  return names;
}

std::span<const EnumName<Direction>> EnumNames<Direction>::names() {
  static constexpr std::array<EnumName<Direction>, 3> kNames{
      {{Direction::kSubmit, to_string(Direction::kSubmit)},
       {Direction::kDeliver, to_string(Direction::kDeliver)},
       {Direction::kBoth, to_string(Direction::kBoth)}}};
  return kNames;
}

std::span<const EnumName<Trust>> EnumNames<Trust>::names() {
  static const auto names = [] {
    std::array<EnumName<Trust>, kTrustCount> made{};
    for (std::size_t i = 0; i < kTrustCount; ++i)
      made[i] = {static_cast<Trust>(i), kTrustNames[i]};
    return made;
  }();
  return names;
}

std::string check_name(std::string_view text) {
  const bool good = text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
                    });
  return good ? "" : "is no name; use at most 64 letters, digits, '_', '-' and '.'";
}

std::string check_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos ? ""
                                                                        : "is not digits alone";
}

}  // namespace smsfw
