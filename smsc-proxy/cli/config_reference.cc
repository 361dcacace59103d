#include "smsc-proxy/cli/config_reference.hh"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "smsc-proxy/control/config_definition.hh"

namespace smsfw::cli {
namespace {

using nlohmann::ordered_json;
using Base = ValueKind::Base;

constexpr std::int64_t kNoMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kNoMax = std::numeric_limits<std::int64_t>::max();

std::string whole(std::int64_t value, const Constraint& rule) {
  if (rule.octets) return octets_text(value);
  if (rule.hexadecimal) return definition_detail::write_integer(value, rule).text;
  return std::to_string(value);
}

std::string type_text(const Key& key) {
  const Constraint& rule = key.constraint;
  std::string text;
  switch (key.kind.base) {
    case Base::kTruth:
      text = "true, false";
      break;
    case Base::kInteger: {
      const std::int64_t min = std::max(rule.min, key.kind.type_min);
      const std::int64_t max = std::min(rule.max, key.kind.type_max);
      text = (rule.octets ? "size, " : "") + whole(min, rule) + " to " + whole(max, rule);
      break;
    }
    case Base::kReal:
      text = "number, " + real_text(rule.real_min) + " to " + real_text(rule.real_max);
      break;
    case Base::kText:
      text = "text";
      break;
    case Base::kDuration:
      text = "duration";
      if (rule.max != kNoMax) {
        text += ", " + duration_text(std::chrono::nanoseconds{rule.min == kNoMin ? 0 : rule.min}) +
                " to " + duration_text(std::chrono::nanoseconds{rule.max});
      }
      break;
    case Base::kTime:
      text = "date or time";
      break;
    case Base::kChoice:
      for (const std::string_view choice : key.kind.choices) {
        if (!text.empty()) text += ", ";
        text += choice;
      }
      break;
    case Base::kSection:
      text = "section";
      break;
  }
  return key.kind.list ? "list of: " + text : text;
}

std::string inline_text(const Document& value) {
  switch (value.kind) {
    case Document::Kind::kNull:
      return "";
    case Document::Kind::kScalar:
      return value.text.empty() ? "''" : value.text;
    case Document::Kind::kList: {
      std::string text = "[";
      for (const Document& item : value.items)
        text += (text.size() > 1 ? ", " : "") + inline_text(item);
      return text + ']';
    }
    case Document::Kind::kMap:
      return "see below";
  }
  return {};
}

std::string default_text(const Key& key, const Document* defaults) {
  if (key.constraint.required) return "must be given";
  if (key.kind.base == Base::kSection && !key.kind.list) return "";
  const Document* value = defaults == nullptr ? nullptr : defaults->find(key.name);
  if (value == nullptr || value->kind == Document::Kind::kNull) return "none";
  if (key.kind.base == Base::kSection)
    return value->items.empty() ? "[]" : "one: see `smsfw config dump`";
  return '`' + inline_text(*value) + '`';
}

void section(std::string& out, const Definition& table, const std::string& path,
             const Document* defaults) {
  out += "\n## " + (path.empty() ? std::string("Top level") : '`' + path + '`') + "\n\n";
  out += std::string(table.doc) + "\n\n";
  out += "| key | values | default | change | since | meaning |\n|---|---|---|---|---|---|\n";
  for (const Key& key : table.keys) {
    out += "| `" + std::string(key.name) + "` | " + type_text(key) + " | " +
           default_text(key, defaults) + " | " +
           (key.change == Change::kHot ? "reload" : "restart") + " | " + std::string(key.since) +
           " | " + std::string(key.doc) + " |\n";
  }
  for (const Key& key : table.keys) {
    if (key.kind.base != Base::kSection) continue;
    const Document* inner = defaults == nullptr ? nullptr : defaults->find(key.name);
    const Definition& below = key.kind.section();
    const std::string name = (path.empty() ? "" : path + '.') + std::string(key.name);
    // Of an entry, and of a section that may be left out: what holds once it is written.
    const bool there = !key.kind.list && inner != nullptr && inner->kind == Document::Kind::kMap;
    section(out, below, key.kind.list ? name + "[]" : name, there ? inner : &below.defaults);
  }
}

ordered_json schema_of(const Definition& table);

ordered_json schema_of(const Key& key) {
  const Constraint& rule = key.constraint;
  ordered_json one;
  switch (key.kind.base) {
    case Base::kTruth:
      one["type"] = "boolean";
      break;
    case Base::kInteger:
      if (rule.octets) {
        one["type"] = {"integer", "string"};
        one["pattern"] = "^[0-9]+[kMG]?$";
      } else {
        one["type"] = "integer";
        one["minimum"] = std::max(rule.min, key.kind.type_min);
        one["maximum"] = std::min(rule.max, key.kind.type_max);
      }
      break;
    case Base::kReal:
      one["type"] = "number";
      one["minimum"] = rule.real_min;
      one["maximum"] = rule.real_max;
      break;
    case Base::kDuration:
      one["type"] = {"integer", "string"};
      one["pattern"] = "^(0|[0-9]+(us|ms|s|m|h|d))$";
      break;
    case Base::kTime:
    case Base::kText:
      // Digits need no quotes.
      one["type"] = {"string", "number", "null"};
      break;
    case Base::kChoice:
      one["enum"] = ordered_json::array();
      for (const std::string_view choice : key.kind.choices)
        one["enum"].push_back(std::string(choice));
      break;
    case Base::kSection:
      one = schema_of(key.kind.section());
      break;
  }
  if (key.kind.list) {
    ordered_json list;
    list["type"] = {"array", "null"};
    list["items"] = std::move(one);
    one = std::move(list);
  }
  one["description"] = std::string(key.doc);
  return one;
}

ordered_json schema_of(const Definition& table) {
  ordered_json made;
  made["type"] = {"object", "null"};
  made["additionalProperties"] = false;
  ordered_json required = ordered_json::array();
  for (const Key& key : table.keys) {
    made["properties"][std::string(key.name)] = schema_of(key);
    if (key.constraint.required) required.push_back(std::string(key.name));
  }
  if (!required.empty()) made["required"] = required;
  if (table.shorthand.empty()) return made;
  ordered_json either;
  either["anyOf"] = {schema_of(*table.find(table.shorthand)), std::move(made)};
  return either;
}

}  // namespace

std::string config_reference() {
  const Definition& table = definition_of<control::Config>();
  std::string out =
      "# Configuration\n\n"
      "Generated by `smsfw docs config` from the definition tables; do not edit.\n\n"
      "YAML. Relative paths count from the working directory. An unknown key is refused with its "
      "file and line. Anchors, aliases and tags are not taken. Durations carry their unit "
      "(`500ms`, `5s`, `1m`, `2h`, `1d`), sizes may (`64k`, `8M`). Keys marked *reload* change "
      "with `smsfw reload`; a reload that changes a *restart* key is refused by name, and the "
      "configuration in force stays. `smsfw config check FILE` checks a file, `smsfw config diff` "
      "tells what a reload would change. An editor can check while typing with "
      "[config.schema.json](config.schema.json).\n";
  section(out, table, "", &table.defaults);
  return out;
}

std::string config_schema() {
  ordered_json made;
  made["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  made["title"] = "smsfw configuration";
  made.update(schema_of(definition_of<control::Config>()));
  return made.dump(2) + '\n';
}

}  // namespace smsfw::cli
