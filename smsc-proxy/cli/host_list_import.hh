#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/host_list_writer.hh"
#include "filters/core/definition.hh"
#include "filters/text/listed_host.hh"
#include "filters/text/url_suffixes.hh"

namespace smsfw::cli {

enum class HostListFormat : std::uint8_t {
  kPlain,  ///< `HOST [EXPIRES]`, # begins a comment. `.NAME`: everything below; `=NAME`: it alone.
  kCsv,    ///< `host,expires,reason,match`; what is behind host may be left out.
  kJsonl,  ///< `{"host": …, "expires": …, "reason": …, "match": …}`; other keys are passed over.
};

struct HostImportSettings {
  HostListFormat format = HostListFormat::kPlain;
  /// Of entries that do not say theirs.
  access::HostMatch match = access::HostMatch::kDomain;
  std::uint32_t expires = 0;
};

/// Reads the lines of a list into a writer, hosts made canonical. Memory does not grow with bad
/// lines nor with their length.
class HostListImport {
 public:
  static constexpr std::size_t kLongestLine = 16'384;
  /// Bad lines beyond these are counted alone.
  static constexpr std::size_t kMaxProblems = 20;

  HostListImport(HostImportSettings settings, access::HostListWriter& writer)
      : settings_(settings), writer_(writer) {}

  /// `file`: what problems say.
  void read(std::istream& in, const std::string& file);

  std::size_t lines() const noexcept { return line_; }
  std::size_t bad() const noexcept { return bad_; }
  const Problems& problems() const noexcept { return problems_; }

 private:
  struct Row {
    std::string host;
    std::string expires;
    std::string reason;
    std::string match;
  };
  // Each returns what is wrong, or an empty string.
  std::string read_line(std::string_view line);
  static std::string split_plain(std::string_view line, Row& row);
  static std::string split_csv(std::string_view line, Row& row);
  static std::string split_json(std::string_view line, Row& row);
  std::string add(const Row& row);

  HostImportSettings settings_;
  access::HostListWriter& writer_;
  ListedHosts hosts_;
  UrlSuffixes suffixes_;
  Row row_;
  std::uint32_t line_ = 0;
  std::size_t bad_ = 0;
  Problems problems_;
};

/// Seconds since 1970 of a date or time; nothing when it is none, or not of this format's years
/// (1970 to 2106).
std::optional<std::uint32_t> parse_expiry(std::string_view text);

/// `text` as one field of CSV.
std::string csv_field(std::string_view text);

}  // namespace smsfw::cli
