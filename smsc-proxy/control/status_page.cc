#include "smsc-proxy/control/status_page.hh"

#include <nlohmann/json.hpp>

namespace smsfw::control {

namespace {

using nlohmann::json;

constexpr int kMaxDepth = 4;  // tables inside tables; deeper values are shown as JSON

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

void append_value(std::string& out, const json& value, int depth);

void append_object(std::string& out, const json& object, int depth) {
  out += "<table>";
  for (const auto& [key, value] : object.items()) {
    out += "<tr><th>";
    append_escaped(out, key);
    out += "</th><td>";
    append_value(out, value, depth + 1);
    out += "</td></tr>";
  }
  out += "</table>";
}

// A list of objects that have the same keys is one table with a heading.
void append_rows(std::string& out, const json& list, int depth) {
  out += "<table><tr>";
  for (const auto& [key, value] : list.front().items()) {
    out += "<th>";
    append_escaped(out, key);
    out += "</th>";
  }
  out += "</tr>";
  for (const json& row : list) {
    out += "<tr>";
    for (const auto& [key, value] : list.front().items()) {
      out += "<td>";
      if (row.is_object() && row.contains(key)) append_value(out, row.at(key), depth + 1);
      out += "</td>";
    }
    out += "</tr>";
  }
  out += "</table>";
}

void append_value(std::string& out, const json& value, int depth) {
  if (value.is_string()) {
    append_escaped(out, value.get_ref<const std::string&>());
  } else if (depth < kMaxDepth && value.is_object()) {
    append_object(out, value, depth);
  } else if (depth < kMaxDepth && value.is_array() && !value.empty() && value.front().is_object()) {
    append_rows(out, value, depth);
  } else {
    append_escaped(out, value.dump(-1, ' ', false, json::error_handler_t::replace));
  }
}

}  // namespace

const std::string_view kStatusStyle =
    "body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;"
    "color:#1c2430;background:#fff}"
    "table{border-collapse:collapse;margin:.3em 0}"
    "th,td{text-align:left;vertical-align:top;padding:.2em .8em .2em 0;"
    "border-bottom:1px solid #e3e7ee}"
    "th{font-weight:600;color:#4a5568}"
    ".ready{color:#14713d}.not-ready{color:#b3261e;font-weight:700}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#14181f}"
    "th{color:#a5b0c2}th,td{border-color:#2a313c}.ready{color:#5fd38d}.not-ready{color:#ff8a80}}\n";

std::string status_page(std::string_view version, const Readiness& ready, const json& status,
                        const json& blocks) {
  std::string out =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\">"
      "<meta http-equiv=\"refresh\" content=\"10\"><title>smsc-proxy</title>"
      "<link rel=\"stylesheet\" href=\"/style.css\"></head><body><h1>smsc-proxy ";
  append_escaped(out, version);
  out +=
      ready.ready ? "</h1><p class=\"ready\">ready: " : "</h1><p class=\"not-ready\">not ready: ";
  append_escaped(out, ready.why);
  out += "</p><h2>Status</h2>";
  append_value(out, status, 0);
  out += "<h2>Dynamic blocks</h2>";
  if (blocks.empty()) {
    out += "<p>none</p>";
  } else {
    append_value(out, blocks, 0);
  }
  out +=
      "<p><a href=\"/api/v1/status\">status</a> &middot; <a href=\"/api/v1/blocks\">blocks</a>"
      " &middot; <a href=\"/metrics\">metrics</a> &middot; "
      "<a href=\"/api/v1/openapi.json\">API</a></p></body></html>\n";
  return out;
}

}  // namespace smsfw::control
