#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/access_lists.hh"
#include "filters/access/control_numbers.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/brand/brand_filter.hh"
#include "filters/core/verdict.hh"
#include "filters/model/model_filter.hh"
#include "filters/origin/origin_rules.hh"
#include "filters/registry.hh"
#include "filters/score/decision.hh"
#include "filters/text/host_lists.hh"
#include "filters/volume/limits.hh"
#include "smsc-proxy/events/event_privacy.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"
#include "smsc-proxy/ss7/edge/ss7_config.hh"

namespace smsfw::control {

/// The control port: HTTP API, metrics, health.
struct ControlConfig {
  std::string listen = "127.0.0.1:9480";
  std::string token_file = "run/control.token";
  std::string certificate;
  std::string private_key;
  std::string client_ca;
};

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// The operational log (not the event log).
struct LogConfig {
  LogLevel level = LogLevel::kInfo;
  std::string file;  ///< Empty: standard error.
};

/// The event log, one JSON object a line.
struct EventsConfig {
  std::string file = "run/events.jsonl";
  std::uint32_t queue = 8'388'608;  ///< Octets waiting for the disk, over all workers.
  events::NumberPrivacy numbers = events::NumberPrivacy::kMasked;
  events::NumberPrivacy titles = events::NumberPrivacy::kMasked;
  events::TextPrivacy text = events::TextPrivacy::kNever;
  std::string hash_key_file = "run/number_hash.key";
};

/// What is given up when a worker cannot keep up. Control traffic never is.
struct OverloadConfig {
  /// A message that waited longer in its worker is judged without the sheddable filters.
  std::chrono::microseconds budget{5'000};
  /// A message that waited longer is answered with a temporary error. Above `budget`: depth goes
  /// first.
  std::chrono::microseconds throttle_after{500'000};
};

/// Stands for what is compiled in: the packs and the classification of this release.
inline constexpr std::string_view kBuiltin = "builtin";

/// What an allow list takes out of force.
enum class ListSkip : std::uint8_t { kLimits, kScore, kSignatures };

/// An access list as the configuration writes it.
struct AccessListConfig {
  access::AccessListSpec list;
  /// Further entries: one a line, `VALUE [EXPIRES]`, # begins a comment.
  std::string file;
  std::vector<ListSkip> skips{ListSkip::kLimits, ListSkip::kScore};
};

/// A host list as the configuration writes it.
struct HostListConfig {
  HostListSpec list;
  /// What `smsfw list import` wrote.
  std::string file;
};

/// What the operator changes about the shipped signatures: sids or classes.
struct SignatureOverlay {
  std::vector<std::string> monitor;  ///< Judged and reported, not acted on.
  std::vector<std::string> disable;  ///< Left out.
};

/// Protected brands as the configuration writes them.
struct BrandsConfig {
  /// Files, or kBuiltin.
  std::vector<std::string> tables{std::string(kBuiltin)};
  brand::BrandTableSpec own;
};

/// The whole configuration. Keys and their meaning: docs/reference/config.md, generated from the
/// definition tables.
struct Config {
  std::string node;           ///< Empty: the host's name.
  std::uint32_t workers = 0;  ///< 0: one a CPU.
  bool monitor = false;
  ControlConfig control;
  LogConfig log;
  EventsConfig events;
  std::string cache_dir = "run/cache";
  std::uint32_t cache_files = 32;
  smpp::RelayConfig relay;
  std::optional<ss7::Ss7Config> ss7;  ///< Empty: this node speaks SMPP alone.
  /// The first is the one of access lists, control numbers, and of listeners that name none.
  std::vector<access::NumberingPlanSpec> numbering_plans{access::vietnam()};
  std::vector<AccessListConfig> access_lists;
  std::vector<HostListConfig> host_lists;
  volume::LimitsSpec limits;
  FilterStatesSpec limit_state;
  access::ControlNumbersSpec control_numbers;
  std::vector<origin::NetworkSpec> networks;
  origin::OriginSpec origin;
  model::ModelSpec model;
  score::ScoreSpec score;
  /// Files, directories, or kBuiltin.
  std::vector<std::string> packs{std::string(kBuiltin)};
  /// File, or kBuiltin.
  std::string classification{kBuiltin};
  SignatureOverlay signatures;
  BrandsConfig brands;
  std::vector<Precedence> precedence{Precedence::kControl,    Precedence::kSource,
                                     Precedence::kProhibited, Precedence::kRecipient,
                                     Precedence::kConsent,    Precedence::kAdvertising,
                                     Precedence::kBehaviour};
  OverloadConfig overload;
  /// No key of the file: switched by `smsfw bypass`, kept over reloads, off after a start.
  bool bypass = false;

  /// What the filters' memory is made from. `secret`: see FilterStatesSpec.
  FilterStatesSpec states(std::uint64_t secret) const {
    FilterStatesSpec spec = limit_state;
    spec.secret = secret;
    return spec;
  }
};

}  // namespace smsfw::control
