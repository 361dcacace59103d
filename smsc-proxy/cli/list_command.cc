#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "filters/core/value_text.hh"
#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/host_list_import.hh"
#include "smsc-proxy/control/durable_file.hh"
#include "smsc-proxy/control/host_list_file.hh"

namespace smsfw::cli {
namespace {

using access::HostEntry;
using access::HostMatch;
using nlohmann::ordered_json;

const std::map<std::string, HostListFormat>& formats() {
  static const std::map<std::string, HostListFormat> names{{"plain", HostListFormat::kPlain},
                                                           {"csv", HostListFormat::kCsv},
                                                           {"jsonl", HostListFormat::kJsonl}};
  return names;
}

const std::map<std::string, HostMatch>& matches() {
  static const std::map<std::string, HostMatch> names{
      {"exact", HostMatch::kExact}, {"domain", HostMatch::kDomain}, {"tld", HostMatch::kTld}};
  return names;
}

template <class Value>
void add_choice(CLI::App& command, const char* name, Value& value,
                const std::map<std::string, Value>& names, const std::string& what) {
  std::string text = what + ':';
  for (const auto& [word, unused] : names)
    text += ' ' + word;
  command
      .add_option_function<std::string>(
          name, [&value, &names](const std::string& word) { value = names.at(word); }, text)
      ->check(CLI::IsMember(&names))
      ->type_name("NAME");
}

std::chrono::microseconds now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
}

std::string expiry_text(std::uint32_t expires) {
  return expires == 0 ? std::string() : time_text(std::chrono::seconds(expires));
}

ordered_json entry_json(const HostEntry& entry) {
  ordered_json made{{"host", entry.host}, {"match", access::to_string(entry.match)}};
  if (entry.expires != 0) made["expires"] = expiry_text(entry.expires);
  if (!entry.reason.empty()) made["reason"] = entry.reason;
  return made;
}

std::string json_text(const ordered_json& object, int indent = -1) {
  // What a foreign list holds need not be UTF-8.
  return object.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

std::optional<control::OpenHostList> open(const std::string& file) {
  auto list = control::open_host_list(file);
  if (list) return std::move(*list);
  std::cerr << "smsfw list: " << file << ": " << list.error() << '\n';
  return std::nullopt;
}

struct ImportOptions {
  HostImportSettings settings;
  std::string in;
  std::string out;
  std::string source;
  std::string licence;
  std::string expires;
  std::string imported;
  bool skip_bad = false;
  bool json = false;
};

// Seconds since 1970 of a time, or of a duration from `from` on.
std::optional<std::uint32_t> expiry(const std::string& text, std::chrono::seconds from) {
  if (const auto time = parse_expiry(text)) return time;
  const auto span = parse_duration(text);
  if (!span || span->count() == 0) return std::nullopt;
  const auto end = from + std::chrono::ceil<std::chrono::seconds>(*span);
  if (end.count() > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(end.count());
}

void report_import(const ImportOptions& options, const HostListImport& import,
                   const access::HostListWriter& writer, std::size_t merged, bool written) {
  if (options.json) {
    ordered_json made{{"file", options.out},     {"written", written},
                      {"lines", import.lines()}, {"entries", written ? writer.written() : 0},
                      {"merged", merged},        {"bad", import.bad()}};
    auto& problems = made["problems"] = ordered_json::array();
    for (const Problem& problem : import.problems())
      problems.push_back({{"file", problem.file}, {"line", problem.line}, {"text", problem.text}});
    std::cout << json_text(made, 2) << '\n';
    return;
  }
  for (const Problem& problem : import.problems())
    std::cerr << problem.to_string() << '\n';
  if (import.bad() > import.problems().size()) {
    std::cerr << "and " << import.bad() - import.problems().size() << " bad lines more\n";
  }
  if (written) {
    std::cout << options.out << ": " << writer.written() << " entries of " << import.lines()
              << " lines, " << merged << " merged, " << import.bad() << " bad\n";
  } else {
    std::cerr << "smsfw list import: nothing is written; correct the lines, or pass over them "
                 "with --skip-bad\n";
  }
}

int import_list(ImportOptions& options) {
  access::HostListOrigin origin;
  origin.imported = std::chrono::floor<std::chrono::seconds>(now());
  if (!options.imported.empty()) {
    const auto imported = parse_expiry(options.imported);
    if (!imported) {
      std::cerr << "smsfw list import: --imported-at: '" << options.imported
                << "' is no date or RFC 3339 time\n";
      return kWrongUse;
    }
    origin.imported = std::chrono::seconds(*imported);
  }
  if (!options.expires.empty()) {
    const auto expires = expiry(options.expires, origin.imported);
    if (!expires) {
      std::cerr << "smsfw list import: --expires: '" << options.expires
                << "' is no date, RFC 3339 time or duration\n";
      return kWrongUse;
    }
    options.settings.expires = *expires;
  }
  const bool standard = options.in == "-";
  std::ifstream file;
  if (!standard) file.open(options.in, std::ios::binary);
  if (!standard && !file) {
    std::cerr << "smsfw list import: " << options.in << ": cannot be read\n";
    return kRefused;
  }
  origin.source = options.source.empty() && !standard ? options.in : options.source;
  origin.licence = options.licence;

  access::HostListWriter writer;
  HostListImport import(options.settings, writer);
  std::istream& in = standard ? std::cin : static_cast<std::istream&>(file);
  import.read(in, standard ? "(standard input)" : options.in);
  if (in.bad()) {
    std::cerr << "smsfw list import: " << options.in << ": cannot be read to its end\n";
    return kRefused;
  }
  if (import.bad() != 0 && !options.skip_bad) {
    report_import(options, import, writer, 0, false);
    return kRefused;
  }
  const std::size_t before = writer.size();
  const auto octets = writer.finish(origin);
  std::string wrong = octets ? std::string() : options.in + ": " + octets.error();
  if (octets) {
    wrong = control::write_durably(options.out,
                                   {reinterpret_cast<const char*>(octets->data()), octets->size()});
  }
  if (!wrong.empty()) {
    std::cerr << "smsfw list import: " << wrong << '\n';
    return kRefused;
  }
  report_import(options, import, writer, before - writer.written(), true);
  return kDone;
}

struct ExportOptions {
  std::string file;
  HostListFormat format = HostListFormat::kPlain;
  bool json = false;
};

void export_entry(const HostEntry& entry, HostListFormat format) {
  const std::string expires = expiry_text(entry.expires);
  switch (format) {
    case HostListFormat::kPlain:
      if (entry.match != HostMatch::kDomain)
        std::cout << (entry.match == HostMatch::kTld ? '.' : '=');
      std::cout << entry.host << (expires.empty() ? "" : " ") << expires << '\n';
      return;
    case HostListFormat::kCsv:
      std::cout << entry.host << ',' << expires << ',' << csv_field(entry.reason) << ','
                << access::to_string(entry.match) << '\n';
      return;
    case HostListFormat::kJsonl:
      std::cout << json_text(entry_json(entry)) << '\n';
      return;
  }
}

int export_list(const ExportOptions& options) {
  const auto list = open(options.file);
  if (!list) return kRefused;
  const HostListFormat format = options.json ? HostListFormat::kJsonl : options.format;
  if (format == HostListFormat::kCsv) std::cout << "host,expires,reason,match\n";
  std::vector<HostEntry> entries;
  entries.reserve(list->entries.size());
  list->entries.for_each([&](const HostEntry& entry) { entries.push_back(entry); });
  std::sort(entries.begin(), entries.end(), [](const HostEntry& a, const HostEntry& b) {
    return std::tie(a.host, a.match) < std::tie(b.host, b.match);
  });
  for (const HostEntry& entry : entries)
    export_entry(entry, format);
  std::cout.flush();
  return std::cout ? kDone : kRefused;
}

struct ShowOptions {
  std::string file;
  std::string host;
  bool json = false;
};

int show_host(const access::HostList& list, const ShowOptions& options) {
  ListedHosts hosts;
  const std::string host(hosts.canonical(options.host));
  if (host.empty()) {
    std::cerr << "smsfw list show: '" << options.host << "' is no host name\n";
    return kWrongUse;
  }
  const auto entry = list.find(host, now());
  if (options.json) {
    ordered_json made{{"host", host}, {"listed", entry.has_value()}};
    if (entry) made["entry"] = entry_json(*entry);
    std::cout << json_text(made, 2) << '\n';
  } else if (entry) {
    std::cout << host << ": listed, " << access::to_string(entry->match) << ' ' << entry->host;
    if (entry->expires != 0) std::cout << ", until " << expiry_text(entry->expires);
    if (!entry->reason.empty()) std::cout << ", " << entry->reason;
    std::cout << '\n';
  } else {
    std::cout << host << ": not listed\n";
  }
  return entry ? kDone : kRefused;
}

void show_list(const access::HostList& list, const ShowOptions& options) {
  std::array<std::size_t, 4> kinds{};
  list.for_each([&](const HostEntry& entry) { ++kinds[static_cast<std::size_t>(entry.match)]; });
  const access::HostListOrigin& origin = list.origin();
  const ordered_json made{{"source", origin.source},
                          {"licence", origin.licence},
                          {"imported", time_text(origin.imported)},
                          {"entries", list.size()},
                          {"exact", kinds[1]},
                          {"domain", kinds[2]},
                          {"tld", kinds[3]},
                          {"expired", list.expired(now())}};
  if (options.json) {
    std::cout << json_text(made, 2) << '\n';
    return;
  }
  for (const auto& [name, value] : made.items()) {
    if (value.is_string() && value.get_ref<const std::string&>().empty()) continue;
    std::cout << name << std::string(10 - name.size(), ' ')
              << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
  }
}

int show(const ShowOptions& options) {
  const auto list = open(options.file);
  if (!list) return kRefused;
  if (!options.host.empty()) return show_host(list->entries, options);
  show_list(list->entries, options);
  return kDone;
}

void add_import(CLI::App& list, int& exit_code) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = list.add_subcommand("import", "Make the file of a host list from a text");
  command->add_option("IN", options->in, "The text; - is standard input")->required();
  command->add_option("OUT", options->out, "The list; replaced in one step")->required();
  add_choice(*command, "--format", options->settings.format, formats(), "Form of IN");
  add_choice(*command, "--match", options->settings.match, matches(),
             "What entries mean that do not say it");
  command->add_option("--source", options->source,
                      "Where the list comes from; without it the name of IN");
  command->add_option("--licence", options->licence, "Terms that it comes under");
  command->add_option("--expires", options->expires,
                      "Time, or duration from the import on, of entries without their own");
  command->add_option("--imported-at", options->imported,
                      "Time that the list gives for its import; without it now");
  command->add_flag("--skip-bad", options->skip_bad, "Report bad lines and go on");
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options, &exit_code] { exit_code = import_list(*options); });
}

}  // namespace

void add_list_command(CLI::App& app, int& exit_code) {
  auto* list = app.add_subcommand("list", "Lists of hosts and domains");
  list->require_subcommand(1);
  add_import(*list, exit_code);

  auto given = std::make_shared<ExportOptions>();
  auto* write = list->add_subcommand("export", "Print the entries of a host list");
  write->add_option("FILE", given->file)->required();
  add_choice(*write, "--format", given->format, formats(),
             "Form of the text; plain leaves reasons out");
  write->add_flag("--json", given->json, "The same as --format jsonl");
  write->callback([given, &exit_code] { exit_code = export_list(*given); });

  auto asked = std::make_shared<ShowOptions>();
  auto* show_it = list->add_subcommand(
      "show", "What a host list is, or its entry about a host (exit 1: not listed)");
  show_it->add_option("FILE", asked->file)->required();
  show_it->add_option("HOST", asked->host);
  show_it->add_flag("--json", asked->json, "Print the result as JSON");
  show_it->callback([asked, &exit_code] { exit_code = show(*asked); });
}

}  // namespace smsfw::cli
