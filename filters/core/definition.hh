#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "filters/core/document.hh"
#include "filters/core/value_text.hh"

/// Definition tables: what a configuration key is called, which member it fills, what values it
/// takes and what it means, written once. Reading, error messages, dumps, the comparison of two
/// configurations, docs/reference/config.md and the editors' JSON schema all come from the table.
///
/// A struct gets a table by specialising `definition_of<Struct>()` beside itself:
///
///   template <> const Definition& definition_of<ListenerConfig>() {
///     static const Definition table = define<ListenerConfig>(
///         "One listening address for ESMEs.",
///         {key<&ListenerConfig::window>("window", Change::kRestart, "…", Range{1, 100'000})});
///     return table;
///   }
///
/// Defaults are never written here: they are read from a default-constructed struct.
namespace smsfw {

/// One thing that is wrong with a file.
struct Problem {
  std::string file;
  std::uint32_t line = 0;  ///< 0: of the whole file.
  std::string path;        ///< `listeners[0].window`; empty for the file itself.
  std::string text;        ///< What is wrong and what to do.

  /// `file:line: path: text`
  std::string to_string() const;
};
using Problems = std::vector<Problem>;

/// When a changed value takes force.
enum class Change : std::uint8_t {
  kHot,      ///< With a reload.
  kRestart,  ///< With a restart; a reload that changes it is refused by name.
};

// ---- What a value may be (options of key()) -----------------------------------------------------

/// Bounds of whole numbers (also of sizes), both included.
struct Range {
  std::int64_t min, max;
};
/// Bounds of durations, both included.
struct Span {
  std::chrono::nanoseconds min, max;
};
/// Bounds of numbers with a fraction, both included.
struct RealRange {
  double min, max;
};
/// A whole number that is a size: `64k`, `8M`.
struct Octets {};
/// A whole number that is printed as 0x45.
struct Hexadecimal {};
/// A duration that is a moment since 1970-01-01T00:00:00Z: written as a date or time.
struct WallClock {};
/// Of an enumeration's names only these.
struct Only {
  std::vector<std::string_view> names;
};
/// Must be given.
struct Required {};
/// Shown as `(set)` in dumps.
struct Secret {};
/// Text of a certain form. The function returns what is wrong, or an empty string. For lists it
/// sees each element.
struct Form {
  std::string (*check)(std::string_view text);
};
/// Fewest and most elements of a list.
struct Count {
  std::size_t min, max;
};

struct Constraint {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  double real_min = -std::numeric_limits<double>::max();
  double real_max = std::numeric_limits<double>::max();
  std::size_t count_min = 0;
  std::size_t count_max = 100'000;
  std::size_t text_max = 4'096;
  bool octets = false;
  bool hexadecimal = false;
  bool wall_clock = false;
  bool required = false;
  bool secret = false;
  std::vector<std::string_view> only;
  std::string (*form)(std::string_view) = nullptr;

  void apply(Range r) { min = r.min, max = r.max; }
  void apply(Span s) { min = s.min.count(), max = s.max.count(); }
  void apply(RealRange r) { real_min = r.min, real_max = r.max; }
  void apply(Octets) { octets = true; }
  void apply(Hexadecimal) { hexadecimal = true; }
  void apply(WallClock) { wall_clock = true; }
  void apply(const Only& o) { only = o.names; }
  void apply(Required) { required = true; }
  void apply(Secret) { secret = true; }
  void apply(Form f) { form = f.check; }
  void apply(Count c) { count_min = c.min, count_max = c.max; }
};

// ---- Names of enumerations ----------------------------------------------------------------------

template <class E>
struct EnumName {
  E value;
  std::string_view name;
};

/// Specialise with `static std::span<const EnumName<E>> names()`.
template <class E>
struct EnumNames;

// ---- Reading ------------------------------------------------------------------------------------

/// Where reading is, and what went wrong so far. All problems are collected.
class DefinitionReader {
 public:
  DefinitionReader(std::string file, Problems& problems)
      : file_(std::move(file)), problems_(&problems) {}

  void error(std::uint32_t line, std::string text) {
    problems_->push_back({file_, line, path_, std::move(text)});
  }
  /// Goes one step down for as long as the result lives.
  class Step {
   public:
    Step(DefinitionReader& reader, std::string_view name);
    Step(DefinitionReader& reader, std::size_t index);
    ~Step() { reader_.path_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    DefinitionReader& reader_;
    std::size_t size_;
  };
  const std::string& path() const noexcept { return path_; }

 private:
  std::string file_;
  std::string path_;
  Problems* problems_;
};

/// What a dump does with secrets.
enum class Secrets : std::uint8_t { kShown, kHidden };

// ---- Tables -------------------------------------------------------------------------------------

struct Definition;

/// What kind of value a key takes; for reference pages and schemas.
struct ValueKind {
  enum class Base : std::uint8_t {
    kTruth,
    kInteger,
    kReal,
    kText,
    kDuration,
    kTime,
    kChoice,
    kSection,
  };
  Base base = Base::kText;
  bool list = false;
  bool optional = false;
  std::vector<std::string_view> choices;     ///< Of kChoice.
  const Definition& (*section)() = nullptr;  ///< Of kSection.
  std::int64_t type_min = 0;                 ///< Of kInteger: what the member can hold.
  std::int64_t type_max = 0;
};

struct Key {
  std::string_view name;
  Change change = Change::kRestart;
  std::string_view doc;
  std::string_view since;
  Constraint constraint;
  ValueKind kind;
  void (*read)(DefinitionReader&, const Document&, void* spec, const Constraint&) = nullptr;
  Document (*write)(const void* spec, const Constraint&, Secrets) = nullptr;
  /// From the table's struct to the member whose table the key came from (see included()).
  void* (*inside)(void* spec) = nullptr;
};

/// A Key of a certain struct; keeps the keys of one struct out of another's table.
template <class Spec>
struct KeyOf : Key {};

/// The table of one struct.
struct Definition {
  std::string_view doc;
  std::vector<Key> keys;
  /// A single value in place of the map fills this key: `- '84900000001'` for `- {value: …}`.
  std::string_view shorthand;
  /// All keys at their defaults.
  Document defaults;

  const Key* find(std::string_view name) const noexcept;
};

/// The table of a struct. Specialised beside it.
template <class Spec>
const Definition& definition_of();

/// Reads `document` into `spec` by `table`: unknown keys, wrong types, values out of range and
/// missing keys become problems of `reader`; what is in order is filled in all the same.
void read_section(const Definition& table, DefinitionReader& reader, const Document& document,
                  void* spec);
/// The opposite: a map of all keys in the table's order.
Document write_section(const Definition& table, const void* spec, Secrets secrets);

/// One key that has different values in two configurations.
struct Difference {
  std::string path;
  Change change;
};
/// Compares two documents written by write_section(). Elements of lists are matched by their first
/// key (the name).
std::vector<Difference> differences(const Definition& table, const Document& before,
                                    const Document& after);

// ---- How the types of members are read and written ----------------------------------------------

namespace definition_detail {

template <class T>
inline constexpr bool kIsDuration = false;
template <class Rep, class Period>
inline constexpr bool kIsDuration<std::chrono::duration<Rep, Period>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

bool read_truth(DefinitionReader&, const Document&, bool& out);
bool read_integer(DefinitionReader&, const Document&, const Constraint&, std::int64_t type_min,
                  std::int64_t type_max, std::int64_t& out);
bool read_real(DefinitionReader&, const Document&, const Constraint&, double& out);
bool read_text(DefinitionReader&, const Document&, const Constraint&, std::string& out);
bool read_duration(DefinitionReader&, const Document&, const Constraint&,
                   std::chrono::nanoseconds tick, std::chrono::nanoseconds& out);
bool read_time(DefinitionReader&, const Document&, std::chrono::microseconds& out);
/// The index of the choice.
bool read_choice(DefinitionReader&, const Document&, const Constraint&,
                 std::span<const std::string_view> choices, std::size_t& out);
bool read_list(DefinitionReader&, const Document&, const Constraint&);
Document write_integer(std::int64_t value, const Constraint&);

template <class T>
std::int64_t type_min() {
  if constexpr (sizeof(T) == 8 && std::is_unsigned_v<T>) return 0;
  return static_cast<std::int64_t>(std::numeric_limits<T>::min());
}
template <class T>
std::int64_t type_max() {
  if constexpr (sizeof(T) == 8) return std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::numeric_limits<T>::max());
}

template <class E>
const std::vector<std::string_view>& choices_of() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> made;
    for (const EnumName<E>& one : EnumNames<E>::names())
      made.push_back(one.name);
    return made;
  }();
  return names;
}

template <class T>
ValueKind kind_of() {
  using Base = ValueKind::Base;
  ValueKind kind;
  if constexpr (kIsOptional<T>) {
    kind = kind_of<typename T::value_type>();
    kind.optional = true;
  } else if constexpr (kIsVector<T>) {
    kind = kind_of<typename T::value_type>();
    kind.list = true;
  } else if constexpr (std::is_same_v<T, bool>) {
    kind.base = Base::kTruth;
  } else if constexpr (std::is_enum_v<T>) {
    kind.base = Base::kChoice;
    kind.choices = choices_of<T>();
  } else if constexpr (std::is_integral_v<T>) {
    kind.base = Base::kInteger;
    kind.type_min = type_min<T>();
    kind.type_max = type_max<T>();
  } else if constexpr (std::is_floating_point_v<T>) {
    kind.base = Base::kReal;
  } else if constexpr (kIsDuration<T>) {
    kind.base = Base::kDuration;
  } else if constexpr (std::is_same_v<T, std::string>) {
    kind.base = Base::kText;
  } else {
    kind.base = Base::kSection;
    kind.section = &definition_of<T>;
  }
  return kind;
}

template <class T>
bool read_value(DefinitionReader& reader, const Document& in, T& out, const Constraint& rule) {
  if constexpr (kIsOptional<T>) {
    if (in.kind == Document::Kind::kNull) {
      out.reset();
      return true;
    }
    typename T::value_type value{};
    if (!read_value(reader, in, value, rule)) return false;
    out = std::move(value);
    return true;
  } else if constexpr (kIsVector<T>) {
    if (!read_list(reader, in, rule)) return false;
    T made;
    made.reserve(in.items.size());
    for (std::size_t i = 0; i < in.items.size(); ++i) {
      const DefinitionReader::Step step(reader, i);
      typename T::value_type value{};
      if (read_value(reader, in.items[i], value, rule)) made.push_back(std::move(value));
    }
    out = std::move(made);
    return true;
  } else if constexpr (std::is_same_v<T, bool>) {
    return read_truth(reader, in, out);
  } else if constexpr (std::is_enum_v<T>) {
    std::size_t index = 0;
    if (!read_choice(reader, in, rule, choices_of<T>(), index)) return false;
    out = EnumNames<T>::names()[index].value;
    return true;
  } else if constexpr (std::is_integral_v<T>) {
    std::int64_t value = 0;
    if (!read_integer(reader, in, rule, type_min<T>(), type_max<T>(), value)) return false;
    out = static_cast<T>(value);
    return true;
  } else if constexpr (std::is_floating_point_v<T>) {
    double value = 0;
    if (!read_real(reader, in, rule, value)) return false;
    out = static_cast<T>(value);
    return true;
  } else if constexpr (kIsDuration<T>) {
    if (rule.wall_clock) {
      std::chrono::microseconds moment{0};
      if (!read_time(reader, in, moment)) return false;
      out = std::chrono::duration_cast<T>(moment);
      return true;
    }
    std::chrono::nanoseconds value{0};
    if (!read_duration(reader, in, rule, T{1}, value)) return false;
    out = std::chrono::duration_cast<T>(value);
    return true;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_text(reader, in, rule, out);
  } else {
    read_section(definition_of<T>(), reader, in, &out);
    return true;
  }
}

template <class T>
Document write_value(const T& in, const Constraint& rule, Secrets secrets) {
  if constexpr (kIsOptional<T>) {
    return in ? write_value(*in, rule, secrets) : Document{};
  } else if constexpr (kIsVector<T>) {
    Document made = Document::list();
    for (const auto& element : in)
      made.add(write_value<typename T::value_type>(element, rule, secrets));
    return made;
  } else if constexpr (std::is_same_v<T, bool>) {
    return Document::scalar(in ? "true" : "false");
  } else if constexpr (std::is_enum_v<T>) {
    for (const EnumName<T>& one : EnumNames<T>::names()) {
      if (one.value == in) return Document::scalar(std::string(one.name));
    }
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    return write_integer(static_cast<std::int64_t>(in), rule);
  } else if constexpr (std::is_floating_point_v<T>) {
    return Document::scalar(real_text(static_cast<double>(in)));
  } else if constexpr (kIsDuration<T>) {
    if (rule.wall_clock) {
      return Document::scalar(time_text(std::chrono::duration_cast<std::chrono::microseconds>(in)));
    }
    return Document::scalar(duration_text(in));
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (rule.secret && secrets == Secrets::kHidden && !in.empty()) {
      return Document::scalar("(set)", true);
    }
    return Document::scalar(in, true);
  } else {
    return write_section(definition_of<T>(), &in, secrets);
  }
}

template <class T>
struct MemberOf;
template <class Spec, class Field>
struct MemberOf<Field Spec::*> {
  using SpecType = Spec;
  using FieldType = Field;
};

}  // namespace definition_detail

/// The entry of one member. `name`, `doc` and `since` must be literals.
template <auto Member, class... Options>
auto key(std::string_view name, Change change, std::string_view doc, Options... options) {
  using Traits = definition_detail::MemberOf<decltype(Member)>;
  using Spec = typename Traits::SpecType;
  using Field = typename Traits::FieldType;
  KeyOf<Spec> made;
  made.name = name;
  made.change = change;
  made.doc = doc;
  made.since = "0.1";
  (made.constraint.apply(options), ...);
  made.kind = definition_detail::kind_of<Field>();
  if (made.constraint.wall_clock) made.kind.base = ValueKind::Base::kTime;
  if (!made.constraint.only.empty()) made.kind.choices = made.constraint.only;
  made.read = [](DefinitionReader& reader, const Document& in, void* spec, const Constraint& rule) {
    definition_detail::read_value(reader, in, static_cast<Spec*>(spec)->*Member, rule);
  };
  made.write = [](const void* spec, const Constraint& rule, Secrets secrets) {
    return definition_detail::write_value<Field>(static_cast<const Spec*>(spec)->*Member, rule,
                                                 secrets);
  };
  return made;
}

/// The table of `Spec`. Each part is a list of keys: `{key<…>(…), …}` or included<…>().
template <class Spec>
Definition define(std::string_view doc, std::vector<KeyOf<Spec>> keys,
                  std::string_view shorthand = {}) {
  Definition table;
  table.doc = doc;
  table.keys.assign(keys.begin(), keys.end());
  table.shorthand = shorthand;
  const Spec plain{};
  table.defaults = write_section(table, &plain, Secrets::kShown);
  return table;
}

/// The keys of a member's own table, to stand among those of `Spec` without a level of their own.
template <auto Member>
auto included() {
  using Traits = definition_detail::MemberOf<decltype(Member)>;
  using Spec = typename Traits::SpecType;
  std::vector<KeyOf<Spec>> made;
  for (const Key& key : definition_of<typename Traits::FieldType>().keys) {
    KeyOf<Spec>& copy = made.emplace_back();
    static_cast<Key&>(copy) = key;
    copy.inside = [](void* spec) -> void* { return &(static_cast<Spec*>(spec)->*Member); };
  }
  return made;
}

/// Reads a whole document.
template <class Spec>
void read_definition(DefinitionReader& reader, const Document& document, Spec& out) {
  read_section(definition_of<Spec>(), reader, document, &out);
}

/// Writes a whole struct.
template <class Spec>
Document write_definition(const Spec& spec, Secrets secrets) {
  return write_section(definition_of<Spec>(), &spec, secrets);
}

/// The candidate nearest to `word` for "did you mean"; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace smsfw
