#include "filters/core/definition.hh"

#include <algorithm>
#include <array>
#include <charconv>

namespace smsfw {

std::string Problem::to_string() const {
  std::string made = file;
  if (line != 0) made += ':' + std::to_string(line);
  if (!made.empty()) made += ": ";
  if (!path.empty()) made += path + ": ";
  return made + text;
}

DefinitionReader::Step::Step(DefinitionReader& reader, std::string_view name)
    : reader_(reader), size_(reader.path_.size()) {
  if (size_ != 0) reader_.path_ += '.';
  reader_.path_ += name;
}

DefinitionReader::Step::Step(DefinitionReader& reader, std::size_t index)
    : reader_(reader), size_(reader.path_.size()) {
  reader_.path_ += '[' + std::to_string(index) + ']';
}

const Key* Definition::find(std::string_view name) const noexcept {
  const auto at =
      std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
  return at == keys.end() ? nullptr : &*at;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t kLongest = 64;
  if (word.size() > kLongest) return {};
  std::string_view best;
  std::size_t best_distance = (word.size() + 2) / 3 + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    // Edit distance, one row at a time.
    std::array<std::size_t, kLongest + 1> row{};
    for (std::size_t j = 0; j <= candidate.size(); ++j)
      row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= candidate.size(); ++j) {
        const std::size_t change = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
      }
    }
    if (row[candidate.size()] < best_distance) {
      best_distance = row[candidate.size()];
      best = candidate;
    }
  }
  return best;
}

namespace {

std::string unknown_key(std::string_view name, const Definition& table) {
  std::vector<std::string_view> names;
  for (const Key& key : table.keys)
    names.push_back(key.name);
  const std::string_view guess = nearest(name, names);
  if (!guess.empty()) return "unknown key; did you mean '" + std::string(guess) + "'?";
  std::string text = "unknown key; known here: ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += ", ";
    text += names[i];
  }
  return text;
}

void* inside(const Key& key, void* spec) {
  return key.inside == nullptr ? spec : key.inside(spec);
}

void read_required(const Definition& table, DefinitionReader& reader, const Document& document) {
  for (const Key& key : table.keys) {
    if (key.constraint.required && document.find(key.name) == nullptr) {
      const DefinitionReader::Step step(reader, key.name);
      reader.error(document.line, "missing; this key must be given");
    }
  }
}

}  // namespace

void read_section(const Definition& table, DefinitionReader& reader, const Document& document,
                  void* spec) {
  if (document.kind == Document::Kind::kScalar && !table.shorthand.empty()) {
    const Key* key = table.find(table.shorthand);
    key->read(reader, document, inside(*key, spec), key->constraint);
    return;
  }
  if (document.kind == Document::Kind::kNull) {
    // `section:` with nothing under it: all defaults.
    Document empty = Document::map(document.line);
    read_required(table, reader, empty);
    return;
  }
  if (document.kind != Document::Kind::kMap) {
    reader.error(document.line,
                 "takes a map of keys, but here stands " + std::string(to_string(document.kind)));
    return;
  }
  for (std::size_t i = 0; i < document.keys.size(); ++i) {
    const DefinitionReader::Step step(reader, document.keys[i].text);
    const Key* key = table.find(document.keys[i].text);
    if (key == nullptr) {
      reader.error(document.keys[i].line, unknown_key(document.keys[i].text, table));
      continue;
    }
    key->read(reader, document.items[i], inside(*key, spec), key->constraint);
  }
  read_required(table, reader, document);
}

Document write_section(const Definition& table, const void* spec, Secrets secrets) {
  Document made = Document::map();
  for (const Key& key : table.keys) {
    // Writing changes nothing; `inside` only steps to a member.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): see above
    const void* at = inside(key, const_cast<void*>(spec));
    made.add(std::string(key.name), key.write(at, key.constraint, secrets));
  }
  return made;
}

namespace {

void compare(const Definition& table, const Document& before, const Document& after,
             const std::string& path, std::vector<Difference>& out);

const Document* element_named(const Document& list, std::string_view key, const Document& name) {
  for (const Document& element : list.items) {
    const Document* other = element.find(key);
    if (other != nullptr && *other == name) return &element;
  }
  return nullptr;
}

// Lists of sections: elements with the same name are compared key by key, the rest came or went.
void compare_lists(const Key& key, const Document& before, const Document& after,
                   const std::string& path, std::vector<Difference>& out) {
  const Definition& table = key.kind.section();
  const std::string_view name_key = table.keys.front().name;
  const std::size_t found = out.size();
  for (const Document& element : before.items) {
    const Document* name = element.find(name_key);
    const Document* other = name == nullptr ? nullptr : element_named(after, name_key, *name);
    const std::string element_path = path + '[' + (name == nullptr ? "" : name->text) + ']';
    if (other == nullptr) {
      out.push_back({element_path, key.change});
    } else {
      compare(table, element, *other, element_path, out);
    }
  }
  for (const Document& element : after.items) {
    const Document* name = element.find(name_key);
    if (name == nullptr || element_named(before, name_key, *name) == nullptr) {
      out.push_back({path + '[' + (name == nullptr ? "" : name->text) + ']', key.change});
    }
  }
  // The same elements in another order, or the same name twice.
  if (out.size() == found) out.push_back({path, key.change});
}

void compare(const Definition& table, const Document& before, const Document& after,
             const std::string& path, std::vector<Difference>& out) {
  for (const Key& key : table.keys) {
    const Document* a = before.find(key.name);
    const Document* b = after.find(key.name);
    if (a == nullptr || b == nullptr || *a == *b) continue;
    std::string key_path = path;
    if (!key_path.empty()) key_path += '.';
    key_path += key.name;
    const bool section = key.kind.base == ValueKind::Base::kSection;
    if (section && key.kind.list) {
      compare_lists(key, *a, *b, key_path, out);
    } else if (section && a->kind == Document::Kind::kMap && b->kind == Document::Kind::kMap) {
      compare(key.kind.section(), *a, *b, key_path, out);
    } else {
      out.push_back({std::move(key_path), key.change});
    }
  }
}

}  // namespace

std::vector<Difference> differences(const Definition& table, const Document& before,
                                    const Document& after) {
  std::vector<Difference> out;
  compare(table, before, after, {}, out);
  return out;
}

namespace definition_detail {
namespace {

// The scalar's text, or a problem.
bool scalar(DefinitionReader& reader, const Document& in, std::string_view what) {
  if (in.kind == Document::Kind::kScalar) return true;
  reader.error(in.line, "takes " + std::string(what) + ", but here stands " +
                            std::string(to_string(in.kind)));
  return false;
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  return '\'' + std::string(text.substr(0, kMost)) + (text.size() > kMost ? "…'" : "'");
}

}  // namespace

bool read_truth(DefinitionReader& reader, const Document& in, bool& out) {
  if (!scalar(reader, in, "true or false")) return false;
  if (!in.quoted && (in.text == "true" || in.text == "false")) {
    out = in.text == "true";
    return true;
  }
  reader.error(in.line, "takes true or false, not " + shown(in.text));
  return false;
}

bool read_integer(DefinitionReader& reader, const Document& in, const Constraint& rule,
                  std::int64_t lowest, std::int64_t highest, std::int64_t& out) {
  const std::string_view what =
      rule.octets ? "a size in octets (for instance 65536, 64k, 8M)" : "a whole number";
  if (!scalar(reader, in, what)) return false;
  const auto value = in.quoted     ? std::nullopt
                     : rule.octets ? parse_octets(in.text)
                                   : parse_integer(in.text);
  if (!value) {
    reader.error(in.line, "takes " + std::string(what) + ", not " + shown(in.text));
    return false;
  }
  const std::int64_t least = std::max(rule.min, lowest);
  const std::int64_t most = std::min(rule.max, highest);
  if (*value < least || *value > most) {
    const auto text = [&](std::int64_t number) {
      return rule.octets ? octets_text(number) : std::to_string(number);
    };
    reader.error(in.line, in.text + " is out of range; give " + text(least) + " to " + text(most));
    return false;
  }
  out = *value;
  return true;
}

bool read_real(DefinitionReader& reader, const Document& in, const Constraint& rule, double& out) {
  if (!scalar(reader, in, "a number")) return false;
  const auto value = in.quoted ? std::nullopt : parse_real(in.text);
  if (!value) {
    reader.error(in.line, "takes a number, not " + shown(in.text));
    return false;
  }
  if (*value < rule.real_min || *value > rule.real_max) {
    reader.error(in.line, in.text + " is out of range; give " + real_text(rule.real_min) + " to " +
                              real_text(rule.real_max));
    return false;
  }
  out = *value;
  return true;
}

bool read_text(DefinitionReader& reader, const Document& in, const Constraint& rule,
               std::string& out) {
  if (in.kind == Document::Kind::kNull) {
    out.clear();
    if (rule.required) reader.error(in.line, "is empty; this key must be given");
    return !rule.required;
  }
  if (!scalar(reader, in, "text")) return false;
  if (in.text.size() > rule.text_max) {
    reader.error(in.line, "is longer than " + std::to_string(rule.text_max) + " octets");
    return false;
  }
  if (in.text.find('\0') != std::string::npos) {
    reader.error(in.line, "holds a NUL character");
    return false;
  }
  if (rule.required && in.text.empty()) {
    reader.error(in.line, "is empty; this key must be given");
    return false;
  }
  if (rule.form != nullptr && !in.text.empty()) {
    std::string wrong = rule.form(in.text);
    if (!wrong.empty()) {
      // A secret's text stays out of messages.
      reader.error(in.line, rule.secret ? std::move(wrong) : shown(in.text) + ' ' + wrong);
      return false;
    }
  }
  out = in.text;
  return true;
}

bool read_duration(DefinitionReader& reader, const Document& in, const Constraint& rule,
                   std::chrono::nanoseconds tick, std::chrono::nanoseconds& out) {
  constexpr std::string_view kWhat =
      "a duration with its unit (for instance 500ms, 5s, 1m, 2h, 1d)";
  if (!scalar(reader, in, kWhat)) return false;
  const auto value = in.quoted ? std::nullopt : parse_duration(in.text);
  if (!value) {
    reader.error(in.line, "takes " + std::string(kWhat) + ", not " + shown(in.text));
    return false;
  }
  if (value->count() < rule.min || value->count() > rule.max) {
    const auto text = [](std::int64_t count) {
      return duration_text(std::chrono::nanoseconds{count});
    };
    reader.error(in.line, in.text + " is out of range; give " +
                              text(std::max<std::int64_t>(rule.min, 0)) + " to " + text(rule.max));
    return false;
  }
  if (*value % tick != std::chrono::nanoseconds{0}) {
    reader.error(in.line, in.text + " is finer than this key is kept; give a multiple of " +
                              duration_text(tick));
    return false;
  }
  out = *value;
  return true;
}

bool read_time(DefinitionReader& reader, const Document& in, std::chrono::microseconds& out) {
  constexpr std::string_view kWhat =
      "a date or a time with its zone (for instance 2027-01-01 or 2027-01-01T00:00:00Z)";
  if (!scalar(reader, in, kWhat)) return false;
  const auto value = parse_time(in.text);
  if (!value) {
    reader.error(in.line, "takes " + std::string(kWhat) + ", not " + shown(in.text));
    return false;
  }
  out = *value;
  return true;
}

bool read_choice(DefinitionReader& reader, const Document& in, const Constraint& rule,
                 std::span<const std::string_view> choices, std::size_t& out) {
  const std::span<const std::string_view> allowed =
      rule.only.empty() ? choices : std::span<const std::string_view>(rule.only);
  std::string what = "one of ";
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    if (i != 0) what += ", ";
    what += allowed[i];
  }
  if (!scalar(reader, in, what)) return false;
  const auto at = std::find(choices.begin(), choices.end(), in.text);
  if (at == choices.end() || std::find(allowed.begin(), allowed.end(), in.text) == allowed.end()) {
    reader.error(in.line, "takes " + what + ", not " + shown(in.text));
    return false;
  }
  out = static_cast<std::size_t>(at - choices.begin());
  return true;
}

bool read_list(DefinitionReader& reader, const Document& in, const Constraint& rule) {
  if (in.kind == Document::Kind::kNull && rule.count_min == 0) return true;
  if (in.kind != Document::Kind::kList) {
    reader.error(in.line, "takes a list, but here stands " + std::string(to_string(in.kind)) +
                              "; write one element as [ element ]");
    return false;
  }
  if (in.items.size() < rule.count_min || in.items.size() > rule.count_max) {
    reader.error(in.line, "has " + std::to_string(in.items.size()) + " elements; give " +
                              std::to_string(rule.count_min) + " to " +
                              std::to_string(rule.count_max));
    return false;
  }
  return true;
}

Document write_integer(std::int64_t value, const Constraint& rule) {
  if (rule.octets) return Document::scalar(octets_text(value));
  if (rule.hexadecimal) {
    std::array<char, 20> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, 16).ptr;
    return Document::scalar("0x" + std::string(buffer.data(), end));
  }
  return Document::scalar(std::to_string(value));
}

}  // namespace definition_detail
}  // namespace smsfw
