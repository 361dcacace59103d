#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smsfw {

/// A configuration file or pack as its author wrote it: plain data with line numbers, whatever
/// syntax it came in. A reader of a syntax (control/yaml_document) bounds size and depth before
/// one of these exists.
class Document {
 public:
  enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };
  struct Key {
    std::string text;
    std::uint32_t line = 0;
  };

  Document() = default;
  static Document scalar(std::string text, bool quoted = false, std::uint32_t line = 0) {
    Document made;
    made.kind = Kind::kScalar;
    made.text = std::move(text);
    made.quoted = quoted;
    made.line = line;
    return made;
  }
  static Document list(std::uint32_t line = 0) {
    Document made;
    made.kind = Kind::kList;
    made.line = line;
    return made;
  }
  static Document map(std::uint32_t line = 0) {
    Document made;
    made.kind = Kind::kMap;
    made.line = line;
    return made;
  }

  /// The value under `key` of a map, or nullptr.
  const Document* find(std::string_view key) const noexcept {
    if (kind != Kind::kMap) return nullptr;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i].text == key) return &items[i];
    }
    return nullptr;
  }
  /// Adds a pair to a map.
  void add(std::string key, Document value) {
    keys.push_back({std::move(key), value.line});
    items.push_back(std::move(value));
  }
  /// Adds an element to a list.
  void add(Document value) { items.push_back(std::move(value)); }

  Kind kind = Kind::kNull;
  bool quoted = false;     ///< A scalar in quotes: text, never a number, a truth value or nothing.
  std::uint32_t line = 0;  ///< 1 is the first line; 0 where the value came from no file.
  std::string text;        ///< Of a scalar.
  std::vector<Key> keys;   ///< Of a map; keys[i] belongs to items[i]. No key stands twice.
  std::vector<Document> items;  ///< Of a map or list.

  /// Same data; lines do not count.
  friend bool operator==(const Document& a, const Document& b) noexcept {
    if (a.kind != b.kind || a.text != b.text || a.keys.size() != b.keys.size()) return false;
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
      if (a.keys[i].text != b.keys[i].text) return false;
    }
    return a.items == b.items;
  }
};

/// "scalar", "list", … as error messages say it.
constexpr std::string_view to_string(Document::Kind kind) noexcept {
  switch (kind) {
    case Document::Kind::kNull:
      return "nothing";
    case Document::Kind::kScalar:
      return "a single value";
    case Document::Kind::kList:
      return "a list";
    case Document::Kind::kMap:
      return "a map of keys";
  }
  return "unknown";
}

}  // namespace smsfw
