#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "smsc-proxy/training/example.hh"

namespace smsfw::cli {

/// What a model finds in labelled messages: for each corpus, and for each language and each label
/// against the wanted messages of its corpus, the recall at the four false-positive rates. Never
/// over corpora together: `ham` is not the same everywhere. `scores`: of the corpus' examples.
nlohmann::ordered_json model_report(const training::Corpus& corpus,
                                    const std::vector<double>& scores, std::uint64_t seed);

/// The ids of those that are most surely mistaken, of each kind, with their scores.
nlohmann::ordered_json worst_mistakes(const training::Corpus& corpus,
                                      const std::vector<double>& scores, std::size_t most);

/// model_report() as a table for people.
std::string report_text(const nlohmann::ordered_json& report);

}  // namespace smsfw::cli
