#include "smsc-proxy/cli/host_list_import.hh"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "filters/core/value_text.hh"

namespace smsfw::cli {
namespace {

using access::HostMatch;

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::optional<HostMatch> parse_match(std::string_view text) {
  for (const HostMatch match : {HostMatch::kExact, HostMatch::kDomain, HostMatch::kTld}) {
    if (text == access::to_string(match)) return match;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> parse_expiry(std::string_view text) {
  const auto time = parse_time(text);
  if (!time) return std::nullopt;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*time).count();
  if (seconds <= 0 || seconds > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(seconds);
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && trimmed(text) == text) {
    return std::string(text);
  }
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"') made += c;
    made += c;
  }
  return made + '"';
}

void HostListImport::read(std::istream& in, const std::string& file) {
  line_ = 0;
  std::vector<char> buffer(kLongestLine + 2);
  while (in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         in.gcount() != 0) {
    ++line_;
    std::string wrong;
    if (in.fail() && !in.eof()) {
      in.clear();
      in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
      wrong = "is longer than " + std::to_string(kLongestLine) + " octets";
    } else {
      const auto got = static_cast<std::size_t>(in.gcount()) - (in.eof() ? 0U : 1U);
      std::string_view line(buffer.data(), got);
      if (line_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(3);
      wrong = read_line(trimmed(line));
    }
    if (wrong.empty()) continue;
    ++bad_;
    if (problems_.size() < kMaxProblems) problems_.push_back({file, line_, "", std::move(wrong)});
  }
}

std::string HostListImport::read_line(std::string_view line) {
  if (line.empty() || line.front() == '#') return {};
  row_ = {};
  std::string wrong;
  switch (settings_.format) {
    case HostListFormat::kPlain:
      wrong = split_plain(line, row_);
      break;
    case HostListFormat::kCsv:
      if (line_ == 1 && (line == "host" || line.starts_with("host,"))) return {};
      wrong = split_csv(line, row_);
      break;
    case HostListFormat::kJsonl:
      wrong = split_json(line, row_);
      break;
  }
  return wrong.empty() ? add(row_) : wrong;
}

std::string HostListImport::split_plain(std::string_view line, Row& row) {
  line = trimmed(line.substr(0, line.find('#')));
  const auto gap = std::min(line.find_first_of(kBlanks), line.size());
  std::string_view host = line.substr(0, gap);
  row.expires = trimmed(line.substr(gap));
  if (host.starts_with('.') || host.starts_with('=')) {
    row.match = access::to_string(host.front() == '.' ? HostMatch::kTld : HostMatch::kExact);
    host.remove_prefix(1);
  }
  row.host = host;
  return {};
}

std::string HostListImport::split_csv(std::string_view line, Row& row) {
  const std::array<std::string*, 4> fields{&row.host, &row.expires, &row.reason, &row.match};
  std::size_t at = 0;
  for (std::size_t i = 0;; ++i) {
    if (i == fields.size()) return "has more than 4 fields (host,expires,reason,match)";
    std::string& field = *fields[i];
    if (at < line.size() && line[at] == '"') {
      for (++at;; ++at) {
        if (at == line.size()) return "has a quotation mark that is not closed";
        if (line[at] == '"' && line.substr(at, 2) != "\"\"") break;
        if (line[at] == '"') ++at;
        field += line[at];
      }
      ++at;
      if (at != line.size() && line[at] != ',') return "goes on behind a quotation mark";
    } else {
      const std::size_t end = std::min(line.find(',', at), line.size());
      field = trimmed(line.substr(at, end - at));
      at = end;
    }
    if (at == line.size()) return {};
    ++at;
  }
}

std::string HostListImport::split_json(std::string_view line, Row& row) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("host")) return "is no JSON object with `host`";
  const std::array<std::pair<const char*, std::string*>, 4> keys{{{"host", &row.host},
                                                                  {"expires", &row.expires},
                                                                  {"reason", &row.reason},
                                                                  {"match", &row.match}}};
  for (const auto& [name, field] : keys) {
    const auto value = object.find(name);
    if (value == object.end() || value->is_null()) continue;
    if (!value->is_string()) return std::string(name) + " is no string";
    *field = value->get<std::string>();
  }
  return {};
}

std::string HostListImport::add(const Row& row) {
  access::HostEntry entry;
  entry.expires = settings_.expires;
  entry.match = settings_.match;
  entry.reason = row.reason;
  const std::string quoted = '\'' + row.host.substr(0, 64) + '\'';
  entry.host = hosts_.canonical(row.host);
  if (entry.host.empty()) return quoted + " is no host name; give a host or domain, no address";
  if (!row.expires.empty()) {
    const auto expires = parse_expiry(row.expires);
    if (!expires) return '\'' + row.expires.substr(0, 64) + "' is no date or RFC 3339 time";
    entry.expires = *expires;
  }
  if (!row.match.empty()) {
    const auto match = parse_match(row.match);
    if (!match) return '\'' + row.match.substr(0, 64) + "' is not exact, domain or tld";
    entry.match = *match;
  }
  if (hosts_.address()) {
    entry.match = HostMatch::kExact;
  } else if (entry.match != HostMatch::kTld &&
             (entry.host.find('.') == std::string_view::npos || suffixes_.is_public(entry.host))) {
    return quoted + " is nobody's domain, but all domains below; where that is meant, say so: " +
           "match tld, or '.' before it in a plain list";
  }
  const std::string_view refused = writer_.add(entry);
  return refused.empty() ? std::string() : quoted + ' ' + std::string(refused);
}

}  // namespace smsfw::cli
