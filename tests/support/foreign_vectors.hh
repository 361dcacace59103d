#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/catch.hh"

namespace smsfw::testing {

/// The data directory (environment SMSFW_DATA, set by tests/run --data DIR), which is no part of
/// the project; empty, and said so, without one. `what` is left out then.
inline std::string data_directory(const std::string& what) {
  const char* const directory = std::getenv("SMSFW_DATA");
  if (directory != nullptr && *directory != '\0') return directory;
  std::cout << what << ": SMSFW_DATA is not set, foreign vectors skipped\n";
  return {};
}

/// Rows of vectors/NAME.jsonl in the data directory. Empty without one; a missing file fails the
/// test.
inline std::vector<nlohmann::json> foreign_vectors(const std::string& name) {
  std::vector<nlohmann::json> rows;
  const std::string directory = data_directory(name);
  if (directory.empty()) return rows;
  std::ifstream file(directory + "/vectors/" + name + ".jsonl");
  INFO(name);
  REQUIRE(file.good());
  for (std::string line; std::getline(file, line);)
    rows.push_back(nlohmann::json::parse(line));
  REQUIRE_FALSE(rows.empty());
  return rows;
}

}  // namespace smsfw::testing
