#pragma once

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/ruleset_builder.hh"

namespace smsfw::cli {

/// What subcommands that judge have in common: where rules come from.
struct RulesetOptions {
  std::string config_file;
  std::vector<std::string> packs;
  std::string cache_dir;
  std::string model;

  void add_to(CLI::App& command) {
    command.add_option("--config", config_file, "Configuration; without it the built-in one");
    command.add_option("--packs", packs,
                       "Packs (files or directories) instead of those configured");
    command.add_option("--model", model, "Text model instead of the configured one");
    command.add_option("--cache", cache_dir, "Directory that keeps compiled signatures");
  }

  /// Nothing after printing what is wrong.
  std::optional<control::Config> load() const {
    control::Config config = control::embedded_default_config();
    if (!config_file.empty()) {
      auto loaded = control::load_config(config_file);
      if (!loaded) {
        std::cerr << control::problems_text(loaded.error());
        return std::nullopt;
      }
      config = std::move(*loaded);
    }
    if (!packs.empty()) config.packs = packs;
    if (!model.empty()) config.model.file = model;
    return config;
  }

  /// Nothing after printing what is wrong.
  std::shared_ptr<const Ruleset> build(const control::Config& config) const {
    control::RulesetBuilder builder(cache_dir, config.cache_files, control::random_secret());
    auto built = builder.build(config, std::chrono::microseconds{0});
    if (!built) {
      std::cerr << control::problems_text(built.error());
      return nullptr;
    }
    return built->ruleset;
  }
};

}  // namespace smsfw::cli
