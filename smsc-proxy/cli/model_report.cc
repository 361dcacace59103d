#include "smsc-proxy/cli/model_report.hh"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <set>

#include "smsc-proxy/training/recall.hh"

namespace smsfw::cli {
namespace {

using nlohmann::ordered_json;
using training::Corpus;

/// Without digits that no second machine would show again.
double shown(double number) {
  return std::round(number * 1e4) / 1e4;
}

class Reporter {
 public:
  Reporter(const Corpus& corpus, const std::vector<double>& scores, std::uint64_t seed)
      : corpus_(corpus), scores_(scores), seed_(seed) {}

  template <class Wanted>
  void add(const std::string& of, const std::string& name, Wanted&& wanted) {
    std::vector<training::Scored> some;
    std::size_t unwanted = 0;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (!wanted(i)) continue;
      some.push_back({scores_[i], corpus_.examples[i].unwanted});
      unwanted += corpus_.examples[i].unwanted ? 1 : 0;
    }
    ordered_json row{
        {"corpus", of}, {"part", name}, {"wanted", some.size() - unwanted}, {"unwanted", unwanted}};
    if (unwanted != 0 && unwanted != some.size()) {
      const auto recalls = training::recall_of(some, seed_);
      auto& at = row["recall"] = ordered_json::array();
      for (std::size_t rate = 0; rate < recalls.size(); ++rate) {
        at.push_back({{"false_positive_rate", training::kFalsePositiveRates[rate]},
                      {"recall", shown(recalls[rate].recall)},
                      {"low", shown(recalls[rate].low)},
                      {"high", shown(recalls[rate].high)}});
      }
    }
    rows_.push_back(std::move(row));
  }

  ordered_json take() { return std::move(rows_); }

 private:
  const Corpus& corpus_;
  const std::vector<double>& scores_;
  std::uint64_t seed_;
  ordered_json rows_ = ordered_json::array();
};

}  // namespace

ordered_json model_report(const Corpus& corpus, const std::vector<double>& scores,
                          std::uint64_t seed) {
  Reporter reporter(corpus, scores, seed);
  for (std::size_t source = 0; source < corpus.sources.size(); ++source) {
    const auto of_source = [&](std::size_t i) { return corpus.examples[i].source == source; };
    std::set<std::size_t> languages;
    std::set<std::string> labels;
    for (std::size_t i = 0; i < corpus.examples.size(); ++i) {
      if (!of_source(i)) continue;
      languages.insert(corpus.examples[i].language);
      if (corpus.examples[i].unwanted) labels.insert(corpus.labels[i]);
    }
    const std::string& name = corpus.sources[source];
    reporter.add(name, "all", of_source);
    for (const std::size_t language : languages) {
      if (languages.size() < 2) break;
      reporter.add(name, corpus.languages[language], [&](std::size_t i) {
        return of_source(i) && corpus.examples[i].language == language;
      });
    }
    for (const std::string& label : labels) {
      if (labels.size() < 2) break;
      reporter.add(name, label, [&](std::size_t i) {
        return of_source(i) && (!corpus.examples[i].unwanted || corpus.labels[i] == label);
      });
    }
  }
  return reporter.take();
}

ordered_json worst_mistakes(const Corpus& corpus, const std::vector<double>& scores,
                            std::size_t most) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  ordered_json made;
  const auto list = [&](const char* name, bool unwanted) {
    auto& rows = made[name] = ordered_json::array();
    for (const std::size_t i : order) {
      if (rows.size() == most) break;
      if (corpus.examples[i].unwanted != unwanted) continue;
      rows.push_back({{"id", corpus.ids[i]},
                      {"corpus", corpus.sources[corpus.examples[i].source]},
                      {"label", corpus.labels[i]},
                      {"score", shown(scores[i])}});
    }
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  list("wanted_but_high", false);
  std::reverse(order.begin(), order.end());
  list("unwanted_but_low", true);
  return made;
}

std::string report_text(const ordered_json& report) {
  std::string out =
      "corpus                   part      wanted  unwanted   recall at false positives of\n"
      "                                                     0.1 %  0.2 %  0.5 %    1 %"
      "   95 % at 0.2 %\n";
  char line[256];
  for (const auto& row : report) {
    std::snprintf(line, sizeof line, "%-24s %-8s %7zu %9zu ",
                  row["corpus"].get<std::string>().c_str(), row["part"].get<std::string>().c_str(),
                  row["wanted"].get<std::size_t>(), row["unwanted"].get<std::size_t>());
    out += line;
    if (row.contains("recall")) {
      for (const auto& at : row["recall"]) {
        std::snprintf(line, sizeof line, "  %.3f", at["recall"].get<double>());
        out += line;
      }
      const auto& middle = row["recall"][1];
      std::snprintf(line, sizeof line, "   %.3f - %.3f", middle["low"].get<double>(),
                    middle["high"].get<double>());
      out += line;
    } else {
      out += "  one kind alone";
    }
    out += '\n';
  }
  return out;
}

}  // namespace smsfw::cli
