#include "smsc-proxy/events/event_reference.hh"

#include <fmt/format.h>

#include <iterator>
#include <vector>

#include "smsc-proxy/events/event_table.hh"

namespace smsfw::events {

namespace {

std::string_view type_name(KeyType type) {
  switch (type) {
    case KeyType::kString:
      return "string";
    case KeyType::kInteger:
      return "integer";
    case KeyType::kNumber:
      return "number";
    case KeyType::kBoolean:
      return "boolean";
    case KeyType::kStringList:
      return "list of strings";
    case KeyType::kHitList:
      return "list of hits";
  }
  return "";
}

std::string values_of(const KeyRow& row) {
  if (row.values.empty()) return "";
  std::string out = " One of";
  for (const auto value : row.values)
    out += fmt::format(" `{}`", value);
  return out + ".";
}

template <class Table>
void markdown_table(std::string& out, const Table& table, EventMask events) {
  out += "| key | type | when | meaning |\n|---|---|---|---|\n";
  for (const KeyRow& row : table) {
    if ((row.events & events) == 0) continue;
    fmt::format_to(std::back_inserter(out), "| `{}` | {} | {} | {}{} |\n", row.name,
                   type_name(row.type),
                   row.presence == Presence::kAlways ? "always" : "when it says something", row.doc,
                   values_of(row));
  }
  out += "\n";
}

std::string quoted_list(std::span<const std::string_view> values) {
  std::string out;
  for (const auto value : values)
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", value);
  return out;
}

// Docs are ours: plain ASCII, with quotes at most.
std::string json_doc(std::string_view doc) {
  std::string out;
  for (const char c : doc) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string schema_of(const KeyRow& row) {
  switch (row.type) {
    case KeyType::kStringList:
      return R"("type": "array", "items": {"type": "string"})";
    case KeyType::kHitList:
      return R"("type": "array", "items": {"$ref": "#/definitions/hit"})";
    case KeyType::kString:
      if (!row.values.empty()) return fmt::format("\"enum\": [{}]", quoted_list(row.values));
      break;
    default:
      break;
  }
  return fmt::format("\"type\": \"{}\"", type_name(row.type));
}

template <class Table>
std::string schema_object(const Table& table, EventMask events, std::string_view event) {
  std::string required;
  std::string properties;
  for (const KeyRow& row : table) {
    if ((row.events & events) == 0) continue;
    if (row.presence == Presence::kAlways) {
      required += fmt::format("{}\"{}\"", required.empty() ? "" : ", ", row.name);
    }
    const std::string body =
        row.name == "event" ? fmt::format("\"const\": \"{}\"", event) : schema_of(row);
    properties += fmt::format("{}        \"{}\": {{{}, \"description\": \"{}\"}}",
                              properties.empty() ? "" : ",\n", row.name, body, json_doc(row.doc));
  }
  return fmt::format(
      "{{\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
      "      \"required\": [{}],\n      \"properties\": {{\n{}\n      }}\n    }}",
      required, properties);
}

}  // namespace

std::string events_reference() {
  std::string out =
      "# Events\n\n"
      "One JSON object a line, in the file of `events.file`. This page is made from "
      "`smsc-proxy/events/event_table.hh`; the schema beside it is `events.schema.json`.\n\n"
      "Numbers and texts are shown as `events.numbers` and `events.text` say: by default numbers "
      "keep their country code and last two digits, and no text is shown. Names of senders are "
      "shown; long runs of digits in them are masked like numbers. Times are UTC. A text is cut "
      "after 2,000 octets.\n\n"
      "An event that finds the queue full is refused and counted "
      "(`smsfw_events_lost_total`); the next one that fits is preceded by a `lost` event. When the "
      "disk is full, traffic flows on and writing is tried again. After a crash the events of the "
      "last 20 milliseconds may be missing.\n\n"
      "## Keys of every event\n\n";
  const auto common = [](const KeyRow& row) { return row.events == kAllEvents; };
  std::vector<KeyRow> all;
  std::vector<KeyRow> own;
  for (const KeyRow& row : kKeyTable)
    (common(row) ? all : own).push_back(row);
  markdown_table(out, all, kAllEvents);
  for (std::size_t i = 0; i < kEventTypeCount; ++i) {
    const auto type = static_cast<EventType>(i);
    fmt::format_to(std::back_inserter(out), "## {}\n\n{}\n\n", to_string(type), kEventTypeDocs[i]);
    markdown_table(out, own, mask(type));
    if (type == EventType::kMessage) {
      out += "Each object in `hits`:\n\n";
      markdown_table(out, kHitKeyTable, kAllEvents);
    }
  }
  out.pop_back();
  return out;
}

std::string events_schema() {
  std::string refs;
  std::string definitions =
      fmt::format("    \"hit\": {}", schema_object(kHitKeyTable, kAllEvents, ""));
  for (std::size_t i = 0; i < kEventTypeCount; ++i) {
    const auto type = static_cast<EventType>(i);
    refs += fmt::format("{}    {{\"$ref\": \"#/definitions/{}\"}}", refs.empty() ? "" : ",\n",
                        to_string(type));
    definitions += fmt::format(",\n    \"{}\": {}", to_string(type),
                               schema_object(kKeyTable, mask(type), to_string(type)));
  }
  return fmt::format(
      "{{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
      "  \"title\": \"Events of smsc-proxy\",\n  \"oneOf\": [\n{}\n  ],\n"
      "  \"definitions\": {{\n{}\n  }}\n}}\n",
      refs, definitions);
}

}  // namespace smsfw::events
