#include "smsc-proxy/cli/status_text.hh"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace smsfw::cli {
namespace {

using nlohmann::ordered_json;

std::string cell(const ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "-";
  return value.dump();
}

void pad(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  if (text.size() < width) out.append(width - text.size(), ' ');
}

void rows(std::string& out, const std::vector<std::pair<std::string, std::string>>& pairs,
          std::string_view indent) {
  std::size_t width = 0;
  for (const auto& [name, value] : pairs)
    width = std::max(width, name.size());
  for (const auto& [name, value] : pairs) {
    out += indent;
    pad(out, name, width + 2);
    out += value + '\n';
  }
}

bool is_table(const ordered_json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const auto& one) { return one.is_object(); });
}

void table(std::string& out, const ordered_json& list) {
  std::vector<std::string> columns;
  for (const ordered_json& row : list) {
    for (const auto& [name, value] : row.items()) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        columns.push_back(name);
      }
    }
  }
  std::vector<std::size_t> widths;
  for (const std::string& name : columns) {
    std::size_t width = name.size();
    for (const ordered_json& row : list)
      width = std::max(width, row.contains(name) ? cell(row[name]).size() : 1);
    widths.push_back(width);
  }
  const auto line = [&](const auto& text_of) {
    std::string made = "  ";
    for (std::size_t i = 0; i < columns.size(); ++i)
      pad(made, text_of(columns[i]), widths[i] + 2);
    made.erase(made.find_last_not_of(' ') + 1);
    out += made + '\n';
  };
  line([](const std::string& name) { return name; });
  for (const ordered_json& row : list)
    line([&](const std::string& name) { return row.contains(name) ? cell(row[name]) : "-"; });
}

// Single values of an object, nested objects flattened: `answers.reject`.
void flatten(const ordered_json& object, const std::string& prefix,
             std::vector<std::pair<std::string, std::string>>& out) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_object()) {
      flatten(value, prefix + name + '.', out);
    } else {
      out.emplace_back(prefix + name, cell(value));
    }
  }
}

}  // namespace

std::string status_text(const ordered_json& status) {
  if (!status.is_object()) return status.dump(2) + '\n';
  std::string out;
  std::vector<std::pair<std::string, std::string>> single;
  for (const auto& [name, value] : status.items()) {
    if (!value.is_object() && !is_table(value)) single.emplace_back(name, cell(value));
  }
  rows(out, single, "");
  for (const auto& [name, value] : status.items()) {
    if (is_table(value)) {
      out += '\n' + name + '\n';
      table(out, value);
    } else if (value.is_object()) {
      std::vector<std::pair<std::string, std::string>> pairs;
      flatten(value, "", pairs);
      out += '\n' + name + '\n';
      rows(out, pairs, "  ");
    }
  }
  return out;
}

}  // namespace smsfw::cli
