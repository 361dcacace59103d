#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smsfw::cli {

/// What is wrong with a key of a line: thrown while it is read, caught by parse_message().
struct WrongField {
  std::string text;
};

/// Reads the keys of one JSON object. A key that is absent or null leaves its target as it is; one
/// of another kind throws WrongField with the key and what it takes.
class FieldReader {
 public:
  /// `object` must outlive the reader.
  explicit FieldReader(const nlohmann::json& object) : object_(object) {}

  /// True when one of the keys that were asked for stands there.
  bool any() const noexcept { return any_; }

  void text(const char* key, std::string& out) const {
    if (const auto* value = find(key)) {
      if (!value->is_string()) throw WrongField{std::string(key) + ": takes text"};
      out = value->get<std::string>();
    }
  }
  void digits(const char* key, std::string& out) const {
    text(key, out);
    if (out.find_first_not_of("0123456789abcdef") != std::string::npos) {
      throw WrongField{std::string(key) + ": takes digits without '+'"};
    }
  }
  void truth(const char* key, bool& out) const {
    if (const auto* value = find(key)) {
      if (!value->is_boolean()) throw WrongField{std::string(key) + ": takes true or false"};
      out = value->get<bool>();
    }
  }
  void octet(const char* key, std::uint8_t& out) const {
    if (const auto* value = find(key)) {
      if (!value->is_number_integer() || *value < 0 || *value > 255) {
        throw WrongField{std::string(key) + ": takes a whole number from 0 to 255"};
      }
      out = value->get<std::uint8_t>();
    }
  }
  void octets(const char* key, std::vector<std::byte>& out) const {
    std::string digits;
    text(key, digits);
    bool good = digits.size() % 2 == 0;
    for (std::size_t i = 0; good && i < digits.size(); i += 2) {
      unsigned value = 0;
      const char* end = digits.data() + i + 2;
      const auto read = std::from_chars(digits.data() + i, end, value, 16);
      good = read.ec == std::errc{} && read.ptr == end;
      out.push_back(static_cast<std::byte>(value));
    }
    if (!good) throw WrongField{std::string(key) + ": takes octets as hexadecimal digits"};
  }
  /// A word out of a table of (word, value).
  template <class Value, std::size_t N>
  void word(const char* key, const std::array<std::pair<std::string_view, Value>, N>& words,
            Value& out) const {
    std::string given;
    text(key, given);
    if (given.empty()) return;
    for (const auto& [name, value] : words) {
      if (given == name) {
        out = value;
        return;
      }
    }
    std::string known;
    for (const auto& [name, value] : words)
      known += (known.empty() ? "" : ", ") + std::string(name);
    throw WrongField{std::string(key) + ": takes one of " + known};
  }
  /// One of an enumeration's names, which stand in its order.
  template <class Enum>
  void name(const char* key, std::span<const std::string_view> names, Enum& out) const {
    std::string given;
    text(key, given);
    if (!given.empty()) out = static_cast<Enum>(index_of(key, names, given));
  }
  /// A list of them: add(value) is called for each.
  template <class Enum, class Add>
  void names(const char* key, std::span<const std::string_view> names, Add&& add) const {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array()) throw WrongField{std::string(key) + ": takes a list"};
    for (const auto& one : *value) {
      if (!one.is_string()) throw WrongField{std::string(key) + ": takes a list of text"};
      add(static_cast<Enum>(index_of(key, names, one.get<std::string>())));
    }
  }

 private:
  static std::size_t index_of(const char* key, std::span<const std::string_view> names,
                              std::string_view given) {
    std::string known;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == given) return i;
      known += (i == 0 ? "" : ", ") + std::string(names[i]);
    }
    throw WrongField{std::string(key) + ": takes one of " + known};
  }
  const nlohmann::json* find(const char* key) const {
    const auto at = object_.find(key);
    if (at == object_.end() || at->is_null()) return nullptr;
    any_ = true;
    return &*at;
  }

  const nlohmann::json& object_;
  mutable bool any_ = false;
};

}  // namespace smsfw::cli
