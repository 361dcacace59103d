#include "smsc-proxy/control/list_file.hh"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "filters/core/value_text.hh"

namespace smsfw::control {
namespace {

constexpr std::size_t kMostOctets = 64UL * 1024 * 1024;
constexpr std::size_t kLongestValue = 1'024;
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

}  // namespace

void parse_list(std::string_view text, const std::string& file,
                std::vector<access::ListEntrySpec>& out, Problems& problems) {
  std::uint32_t line = 0;
  while (!text.empty()) {
    ++line;
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view entry = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (entry.empty() || entry.front() == '#') continue;
    access::ListEntrySpec made;
    const auto gap = entry.find_last_of(kBlanks);
    if (gap != std::string_view::npos) {
      made.expires = parse_time(entry.substr(gap + 1));
      if (made.expires) entry = trimmed(entry.substr(0, gap));
    }
    if (entry.size() > kLongestValue) {
      problems.push_back(
          {file, line, "", "is longer than " + std::to_string(kLongestValue) + " octets"});
      continue;
    }
    made.value = std::string(entry);
    out.push_back(std::move(made));
  }
}

void read_list_file(const std::string& file, std::vector<access::ListEntrySpec>& out,
                    std::string& text, Problems& problems) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  if (in) content << in.rdbuf();
  if (!in || content.bad()) {
    problems.push_back({file, 0, "",
                        "cannot be read; check that it exists, is not empty, and is "
                        "readable"});
    return;
  }
  text = std::move(content).str();
  if (text.size() > kMostOctets) {
    problems.push_back({file, 0, "", "is larger than 64 MiB"});
    return;
  }
  parse_list(text, file, out, problems);
}

}  // namespace smsfw::control
