#include "tests/bench/bench_texts.hh"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace smsfw::bench {

std::vector<std::string> corpus_texts(const std::vector<std::string>& languages) {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = std::filesystem::path(SMSFW_SOURCE_DIR) / "deploy/corpus";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string language = entry.path().stem().string();
    const bool wanted = languages.empty() ? language != "floods"
                                          : std::find(languages.begin(), languages.end(),
                                                      language) != languages.end();
    if (entry.path().extension() == ".jsonl" && wanted) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& path : files) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      texts.push_back(nlohmann::json::parse(line).at("text").get<std::string>());
    }
  }
  if (texts.empty()) {
    std::fprintf(stderr, "bench: no texts in %s\n", folder.c_str());
    std::exit(1);
  }
  // Every 7919th, round and round: neighbours in a file are alike, neighbours in traffic are not.
  std::vector<std::string> mixed;
  for (std::size_t i = 0; i < texts.size(); ++i)
    mixed.push_back(texts[i * 7919 % texts.size()]);
  return mixed;
}

}  // namespace smsfw::bench
