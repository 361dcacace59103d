#include "smsc-proxy/cli/model_corpus.hh"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "filters/access/numbering_plan.hh"
#include "filters/model/model_filter.hh"

namespace smsfw::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// What the model reads, and no rules: training judges nothing.
std::shared_ptr<Ruleset> text_ruleset(const control::Config& config) {
  auto made = std::make_shared<Ruleset>();
  auto plans = access::NumberingPlans::build(config.numbering_plans);
  if (!plans) throw std::runtime_error("numbering_plans: " + plans.error());
  made->set<access::NumberingPlans>(std::move(*plans));
  made->set<model::ModelRules>(std::move(*model::ModelRules::build({}, nullptr)));
  return made;
}

/// An address of the form that a corpus names where it does not give the address itself.
std::string_view address_like(std::string_view sender_type) {
  if (sender_type == "brandname") return "BRAND";
  if (sender_type == "shortcode") return "8000";
  if (sender_type == "personal_number") return "0900000000";
  return {};
}

template <class Text>
std::size_t index_in(std::vector<std::string>& names, const Text& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) {
    names.emplace_back(name);
    return names.size() - 1;
  }
  return static_cast<std::size_t>(at - names.begin());
}

std::string text_of(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

ModelCorpusReader::ModelCorpusReader(const control::Config& config)
    : ruleset_(text_ruleset(config)) {}

const SmsContext& ModelCorpusReader::context_of(const ClassifyMessage& message) {
  message.fill(context_);
  Verdict verdict;
  Need need;
  access::IdentityFilter identity;
  identity.judge(context_, *ruleset_, verdict, need, 0);
  text_.judge(context_, *ruleset_, verdict, need, 0);
  return context_;
}

std::string ModelCorpusReader::add_line(const std::string& line, const std::string& file,
                                        training::Corpus& corpus) {
  auto message = parse_message(line);
  if (!message) return message.error();
  const json object = json::parse(line);
  const std::string label = text_of(object, "label");
  if (label.empty()) return "label: missing; ham for wanted, any other word for unwanted";
  if (message->from.empty() && object.contains("meta") && object["meta"].is_object()) {
    message->from = address_like(text_of(object["meta"], "sender_type"));
  }
  std::string language = text_of(object, "lang");
  language.resize(std::min(language.find('-'), language.size()));
  if (language.empty() || language.size() > 8) language = "und";

  training::Example example = training::example_of(context_of(*message));
  example.unwanted = label != "ham";
  const std::size_t index = index_in(corpus.languages, language);
  if (index >= model::kMaxLanguages) return "lang: more than 31 languages";
  example.language = static_cast<std::uint8_t>(index);
  example.source =
      static_cast<std::uint16_t>(index_in(corpus.sources, fs::path(file).stem().string()));
  corpus.examples.push_back(std::move(example));
  corpus.ids.push_back(message->id.is_string() ? message->id.get<std::string>()
                                               : message->id.dump());
  corpus.labels.push_back(label);
  return {};
}

std::string ModelCorpusReader::add_file(const std::string& file, training::Corpus& corpus) {
  std::ifstream in(file);
  if (!in) return file + ": cannot be read";
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string wrong = add_line(line, file, corpus);
    if (wrong.empty()) continue;
    std::string where = file;
    where.append(":").append(std::to_string(number)).append(": ").append(wrong);
    return where;
  }
  return {};
}

Expected<training::Corpus, std::string> ModelCorpusReader::read(
    const std::vector<std::string>& files) {
  training::Corpus corpus;
  for (const std::string& name : files) {
    std::vector<std::string> found{name};
    if (fs::is_directory(name)) {
      found.clear();
      for (const auto& entry : fs::directory_iterator(name)) {
        if (entry.path().extension() == ".jsonl") found.push_back(entry.path().string());
      }
      std::sort(found.begin(), found.end());
    }
    for (const std::string& file : found) {
      std::string wrong = add_file(file, corpus);
      if (!wrong.empty()) return Unexpected<std::string>(std::move(wrong));
    }
  }
  if (corpus.examples.empty()) return Unexpected<std::string>("no messages");
  return corpus;
}

}  // namespace smsfw::cli
