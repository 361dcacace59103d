#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/core/hex_text.hh"
#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/replay.hh"
#include "smsc-proxy/cli/replay_file.hh"
#include "smsc-proxy/cli/ruleset_options.hh"

namespace smsfw::cli {
namespace {

struct Options {
  RulesetOptions rules;
  std::vector<std::string> files;
  std::string kind;
  std::string flow;
  std::string side = "network";
  std::vector<std::string> smsc_point_codes;
  CapturePorts ports;
  std::string listener;
};

const std::map<std::string_view, HexKind> kKinds{
    {"smpp", HexKind::kSmpp}, {"tpdu", HexKind::kTpdu}, {"sccp", HexKind::kSccp}};

bool say(const std::string& file, const std::string& what) {
  std::cerr << "smsfw replay: " << file << ": " << what << '\n';
  return false;
}

std::string counts_text(const CaptureCounts& counts) {
  std::string text = std::to_string(counts.packets) + " packets, " + std::to_string(counts.units) +
                     " SCCP, " + std::to_string(counts.pdus) + " SMPP";
  const auto add = [&text](std::uint64_t count, std::string_view what) {
    if (count != 0) text += ", " + std::to_string(count) + " " + std::string(what);
  };
  add(counts.unreadable, "unreadable");
  add(counts.others, "of other protocols");
  add(counts.fragments, "fragments left out");
  add(counts.repeated, "sent again");
  add(counts.gaps, "gaps in TCP");
  return text;
}

bool replay_capture(const std::string& file, std::span<const std::byte> octets,
                    const CapturePorts& ports, Replay& replay) {
  const CaptureResult result = read_capture(octets, ports, replay);
  replay.finish();
  say(file, counts_text(result.counts));
  if (result.error) {
    return say(file, "offset " + std::to_string(result.error->offset) + ": " +
                         std::string(result.error->what));
  }
  if (result.counts.units + result.counts.pdus + result.counts.unreadable == 0) {
    return say(file, "nothing recognised up to offset " + std::to_string(octets.size()));
  }
  return true;
}

/// One message a line; `#` begins a comment.
bool replay_lines(const std::string& file, std::span<const std::byte> octets, HexKind kind,
                  ss7::ForwardDirection direction, Replay& replay) {
  const std::string_view text(reinterpret_cast<const char*>(octets.data()), octets.size());
  std::vector<std::byte> message;
  std::size_t messages = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    line = line.substr(0, line.find('#'));
    message.clear();
    if (const auto wrong = append_hex(line, message)) {
      return say(file, "offset " + std::to_string(begin + *wrong) + ": " +
                           (*wrong == line.size() ? "half an octet" : "not hexadecimal"));
    }
    if (!message.empty()) {
      replay.take(kind, direction, message);
      ++messages;
    }
    begin = end + 1;
  }
  if (messages == 0) return say(file, "no message up to offset " + std::to_string(text.size()));
  return true;
}

bool replay_file(const std::string& file, const Options& options, Replay& replay) {
  const auto opened = ReplayFile::open(file);
  if (!opened) return say(file, opened.error());
  const auto octets = opened->octets();
  if (CaptureFile::recognises(octets)) {
    return replay_capture(file, octets, options.ports, replay);
  }
  if (options.kind.empty()) {
    return say(file, "offset 0: no pcap or pcapng file; lines of hexadecimal octets need --kind");
  }
  const auto direction = options.flow == "mo" ? ss7::ForwardDirection::kMobileOriginated
                                              : ss7::ForwardDirection::kMobileTerminated;
  return replay_lines(file, octets, kKinds.at(options.kind), direction, replay);
}

/// Without a name the first; without any, one with defaults. Nothing where no one has the name.
std::optional<smpp::ListenerConfig> listener_of(const control::Config& config,
                                                const std::string& name) {
  const auto& listeners = config.relay.listeners;
  if (name.empty()) return listeners.empty() ? smpp::ListenerConfig{} : listeners.front();
  const auto found = std::find_if(listeners.begin(), listeners.end(),
                                  [&](const auto& one) { return one.name == name; });
  if (found == listeners.end()) return std::nullopt;
  return *found;
}

int replay(const Options& options) {
  if ((options.kind == "tpdu") == options.flow.empty()) {
    std::cerr << "smsfw replay: --kind tpdu needs --flow mo or mt, and nothing else takes it\n";
    return kWrongUse;
  }
  ReplayOptions made;
  made.peers.others = options.side == "smsc" ? ss7::kSmscSide : ss7::kNetworkSide;
  for (const std::string& text : options.smsc_point_codes) {
    const auto code = ss7::parse_point_code(text);
    if (!code) {
      std::cerr << "smsfw replay: --smsc-point-code " << text << ": "
                << to_string(code.error().problem) << '\n';
      return kWrongUse;
    }
    made.peers.smsc.push_back(*code);
  }
  const auto config = options.rules.load();
  if (!config) return kRefused;
  auto listener = listener_of(*config, options.listener);
  if (!listener) {
    std::cerr << "smsfw replay: --listener " << options.listener
              << ": the configuration has no listener of this name\n";
    return kWrongUse;
  }
  made.listener = std::move(*listener);
  const auto ruleset = options.rules.build(*config);
  if (!ruleset) return kRefused;
  Replay replaying(*config, ruleset, made, STDOUT_FILENO);
  bool good = true;
  for (const std::string& file : options.files)
    good = replay_file(file, options, replaying) && good;
  replaying.finish();
  return good ? kDone : kRefused;
}

}  // namespace

void add_replay_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "replay", "Judge captured traffic: pcap or hexadecimal octets in, one event a message out");
  auto options = std::make_shared<Options>();
  options->rules.add_to(*command);
  // One value each time: the next word is a file.
  command->get_option("--packs")->allow_extra_args(false);
  command->add_option("FILE", options->files, "pcap or pcapng, or with --kind lines of octets")
      ->required();
  command->add_option("--kind", options->kind, "What a line of hexadecimal octets is")
      ->check(CLI::IsMember({"smpp", "tpdu", "sccp"}));
  command->add_option("--flow", options->flow, "Of TPDUs: from a handset (mo) or to one (mt)")
      ->check(CLI::IsMember({"mo", "mt"}));
  command
      ->add_option("--smsc-point-code", options->smsc_point_codes,
                   "Who sends from it is our own SMSC; may be repeated")
      ->allow_extra_args(false);
  command
      ->add_option("--side", options->side,
                   "Side of everybody else whom the configuration does not name")
      ->check(CLI::IsMember({"smsc", "network"}))
      ->capture_default_str();
  command->add_option("--port", options->ports.smpp, "TCP port of SMPP; may be repeated")
      ->allow_extra_args(false)
      ->capture_default_str();
  command
      ->add_option("--ipa-port", options->ports.ipa, "TCP port of SCCP over IPA; may be repeated")
      ->allow_extra_args(false)
      ->capture_default_str();
  command->add_option("--listener", options->listener,
                      "Listener that SMPP came by; without it the first");
  // Output is JSON anyway; taken because every subcommand takes it.
  auto json = std::make_shared<bool>(true);
  command->add_flag("--json", *json, "Print JSON (always)");
  command->callback([options, json, &exit_code] { exit_code = replay(*options); });
}

}  // namespace smsfw::cli
