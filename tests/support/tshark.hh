#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "tests/catch.hh"

// tshark as a second opinion on octets: one capture file in, one row of fields a message out.

namespace smsfw::testing {

inline bool has_tshark() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the tests run on one thread
  return std::system("tshark --version >/dev/null 2>&1") == 0;
}

/// Link type of captures whose packets are SCCP messages.
inline constexpr std::uint32_t kLinkTypeSccp = 142;

namespace detail {

inline std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> part;
  while (std::fgets(part.data(), part.size(), pipe) != nullptr)
    out += part.data();
  REQUIRE(::pclose(pipe) == 0);
  return out;
}

/// Little-endian, as the header of a capture file says.
inline void put(std::ofstream& file, std::size_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i)
    file.put(static_cast<char>(value >> (8U * i)));
}

inline void write_capture(const std::filesystem::path& path, std::uint32_t link_type,
                          std::span<const std::vector<std::byte>> messages) {
  std::ofstream file(path, std::ios::binary);
  put(file, 0xA1B2C3D4, 4);
  put(file, 2, 2);
  put(file, 4, 2);
  put(file, 0, 4);
  put(file, 0, 4);
  put(file, 65535, 4);
  put(file, link_type, 4);
  std::size_t second = 0;
  for (const auto& each : messages) {
    put(file, ++second, 4);
    put(file, 0, 4);
    put(file, each.size(), 4);
    put(file, each.size(), 4);
    file.write(reinterpret_cast<const char*>(each.data()),
               static_cast<std::streamsize>(each.size()));
  }
}

}  // namespace detail

/// What tshark prints of each message: a column a field, in the order of `fields`. Several values
/// of one field stand in one column, with commas between. `options` are added to the command.
inline std::vector<std::vector<std::string>> tshark_fields(
    std::uint32_t link_type, std::span<const std::vector<std::byte>> messages,
    const std::vector<std::string>& fields, const std::string& options = {}) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("smsfw-tshark-" + std::to_string(::getpid()) + ".pcap");
  detail::write_capture(path, link_type, messages);
  std::string command =
      "tshark -n " + options + " -r " + path.string() + " -T fields -E separator='|'";
  for (const std::string& field : fields)
    command += " -e " + field;
  const std::string printed = detail::output_of(command + " 2>/dev/null");
  std::filesystem::remove(path);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  for (const char c : printed) {
    if (c == '\n') {
      rows.push_back(std::move(row));
      row.assign(1, {});
    } else if (c == '|') {
      row.emplace_back();
    } else {
      row.back() += c;
    }
  }
  REQUIRE(rows.size() == messages.size());
  for (const auto& each : rows)
    REQUIRE(each.size() == fields.size());
  return rows;
}

/// The fields that a row ends with for sound().
inline const std::vector<std::string> kFaultFields{"_ws.malformed", "_ws.expert.message"};

/// True where tshark finds nothing malformed.
inline bool sound(const std::vector<std::string>& row) {
  const std::string& expert = row.back();
  return row[row.size() - 2].empty() && expert.find("alformed") == std::string::npos &&
         expert.find("BER Error") == std::string::npos;
}

}  // namespace smsfw::testing
