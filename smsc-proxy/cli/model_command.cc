#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "filters/model/model_file.hh"
#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/model_corpus.hh"
#include "smsc-proxy/cli/model_report.hh"
#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/durable_file.hh"
#include "smsc-proxy/control/model_loader.hh"
#include "smsc-proxy/training/trainer.hh"

namespace smsfw::cli {
namespace {

using nlohmann::ordered_json;

struct ModelOptions {
  std::vector<std::string> in;
  std::string out;
  std::string file;
  std::string card;
  training::TrainingSetting setting;
  std::size_t folds = 5;
  std::size_t mistakes = 0;
  bool json = false;
};

int refuse(const std::string& words) {
  std::cerr << "smsfw model: " << words << '\n';
  return kRefused;
}

std::optional<training::Corpus> read_corpus(const ModelOptions& options) {
  const control::Config config = control::embedded_default_config();
  ModelCorpusReader reader(config);
  auto corpus = reader.read(options.in);
  if (!corpus) {
    refuse(corpus.error());
    return std::nullopt;
  }
  return std::move(*corpus);
}

bool has_both_kinds(const training::Corpus& corpus) {
  std::size_t unwanted = 0;
  for (const training::Example& example : corpus.examples)
    unwanted += example.unwanted ? 1 : 0;
  return unwanted != 0 && unwanted != corpus.examples.size();
}

ordered_json data_of(const training::Corpus& corpus) {
  std::map<std::string, std::map<std::string, std::size_t>> counts;
  for (std::size_t i = 0; i < corpus.examples.size(); ++i)
    ++counts[corpus.sources[corpus.examples[i].source]][corpus.labels[i]];
  return counts;
}

void print_report(const ModelOptions& options, const ordered_json& report,
                  const ordered_json& mistakes) {
  if (options.json) {
    ordered_json out{{"report", report}};
    if (!mistakes.is_null()) out.update(mistakes);
    std::cout << out.dump(2) << '\n';
    return;
  }
  std::cout << report_text(report);
  if (!mistakes.is_null()) std::cout << mistakes.dump(2) << '\n';
}

int train(const ModelOptions& options) {
  ordered_json card = ordered_json::object();
  if (!options.card.empty()) {
    std::ifstream in(options.card);
    card = ordered_json::parse(in, nullptr, false);
    if (!card.is_object()) return refuse(options.card + ": is no JSON object");
  }
  const auto corpus = read_corpus(options);
  if (!corpus) return kRefused;
  if (!has_both_kinds(*corpus)) return refuse("messages of both kinds are needed");
  const auto fold = training::folds_of(*corpus, options.folds, options.setting.seed);
  const auto scores = training::cross_scores(*corpus, fold, options.setting);
  model::ModelContent content = training::train(*corpus, scores, options.setting);
  const ordered_json report = model_report(*corpus, scores, options.setting.seed);
  card["data"] = data_of(*corpus);
  card["training"] = {{"seed", options.setting.seed},
                      {"unwanted_weight", options.setting.unwanted_weight},
                      {"folds", options.folds}};
  card["figures"] = report;
  content.card = card.dump();
  const auto octets = model::write_model(content);
  const std::string wrong = control::write_durably(
      options.out, {reinterpret_cast<const char*>(octets.data()), octets.size()});
  if (!wrong.empty()) return refuse(options.out + ": " + wrong);
  print_report(options, report, nullptr);
  return kDone;
}

int evaluate(const ModelOptions& options) {
  const auto corpus = read_corpus(options);
  if (!corpus) return kRefused;
  std::vector<double> scores;
  if (options.file.empty()) {
    if (!has_both_kinds(*corpus)) return refuse("messages of both kinds are needed");
    const auto fold = training::folds_of(*corpus, options.folds, options.setting.seed);
    scores = training::cross_scores(*corpus, fold, options.setting);
  } else {
    auto model = control::load_model(options.file);
    if (!model) return refuse(options.file + ": " + model.error());
    const training::Weights weights = training::weights_of((*model)->content());
    for (const training::Example& example : corpus->examples)
      scores.push_back(training::score_of(example, weights));
  }
  ordered_json mistakes;
  if (options.mistakes != 0) mistakes = worst_mistakes(*corpus, scores, options.mistakes);
  print_report(options, model_report(*corpus, scores, options.setting.seed), mistakes);
  return kDone;
}

int show(const ModelOptions& options) {
  auto model = control::load_model(options.file);
  if (!model) return refuse(options.file + ": " + model.error());
  const model::ModelContent& content = (*model)->content();
  auto card = ordered_json::parse(content.card, nullptr, false);
  if (options.json || !card.contains("figures")) {
    std::cout << card.dump(2) << '\n';
    return kDone;
  }
  const ordered_json figures = card["figures"];
  card.erase("figures");
  std::cout << card.dump(2) << "\n\n" << report_text(figures) << "\ncalibration\n";
  for (const model::Calibration& one : content.calibrations) {
    std::cout << "  " << one.language.view() << "  slope " << one.slope << "  shift " << one.shift
              << '\n';
  }
  return kDone;
}

void add_train(CLI::App& model, const std::shared_ptr<ModelOptions>& options, int& exit_code) {
  auto* command = model.add_subcommand(
      "train", "Train a model on labelled messages, and print what it finds by cross-validation");
  command->add_option("--in", options->in, "Labelled messages (.jsonl) or directories of them")
      ->required();
  command->add_option("--out", options->out, "Model file to write")->required();
  command->add_option("--card", options->card, "JSON object that the model's card begins with");
  command->add_option("--seed", options->setting.seed, "Of folds and order; 1");
  command
      ->add_option("--unwanted-weight", options->setting.unwanted_weight,
                   "What missing an unwanted message costs against a false alarm; 1")
      ->check(CLI::Range(0.001, 1000.0));
  command->add_option("--folds", options->folds, "Of the cross-validation; 5")
      ->check(CLI::Range(2, 50));
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_code] { exit_code = train(*options); });
}

void add_eval(CLI::App& model, const std::shared_ptr<ModelOptions>& options, int& exit_code) {
  auto* command = model.add_subcommand(
      "eval", "Recall at four false-positive rates, by corpus, language and label");
  command->add_option("--in", options->in, "Labelled messages (.jsonl) or directories of them")
      ->required();
  command->add_option("--model", options->file,
                      "Model file; without it each fold is judged by what the others teach");
  command->add_option("--folds", options->folds, "Without --model; 5")->check(CLI::Range(2, 50));
  command->add_option("--seed", options->setting.seed, "Of folds, order and intervals; 1");
  command->add_option("--mistakes", options->mistakes, "Ids of the N worst mistakes of each kind")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_code] { exit_code = evaluate(*options); });
}

}  // namespace

void add_model_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("model", "Train, judge and show the text model");
  command->require_subcommand(1);
  auto options = std::make_shared<ModelOptions>();
  add_train(*command, options, exit_code);
  add_eval(*command, options, exit_code);
  auto* shown = command->add_subcommand("show", "The card of a model file");
  shown->add_option("FILE", options->file, "Model file")->required();
  shown->add_flag("--json", options->json, "Print JSON");
  shown->callback([options, &exit_code] { exit_code = show(*options); });
}

}  // namespace smsfw::cli
