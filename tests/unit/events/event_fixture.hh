#pragma once

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "filters/model/model_filter.hh"
#include "smsc-proxy/events/event_log.hh"
#include "tests/support/scratch_directory.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::events::test {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The lines of a file, each parsed; fails on one that is no JSON.
inline std::vector<nlohmann::json> read_events(const std::string& path) {
  std::vector<nlohmann::json> events;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    events.push_back(nlohmann::json::parse(line));
  return events;
}

/// A message with something in every field, judged with two hits.
struct SampleMessage {
  SmsContext ctx;
  Verdict verdict;
  Ruleset ruleset;
  MessageFacts facts;
  std::array<std::byte, 44> octets{};

  SampleMessage() {
    ctx.system_id = "partner1";
    ctx.listener = "main";
    ctx.oa.ton = 5;
    ctx.oa.kind = AddressKind::kAlphanumeric;
    ctx.oa.text = "VCB-Bank";
    ctx.da.kind = AddressKind::kE164;
    ctx.da.text = "0912345678";
    ctx.da.e164.assign("84912345678");
    ctx.ud = octets;
    ctx.received.wall = std::chrono::microseconds(1'790'000'000'123'456);
    ctx.findings.add(Finding::kInvisibleCharacters);
    ctx.text[Buffer::kRaw] = "Your account \"VCB\" is locked: http://vcb.example/x";
    ctx.text.ready = true;
    Hit hit;
    hit.reason = "phishing";
    hit.sid = 10'023;
    hit.rev = 4;
    hit.buffer = Buffer::kFolded;
    hit.action = Action::kReject;
    hit.terminal = true;
    hit.score = 7.5F;
    Hit second;
    second.reason = "per_source";
    second.detail = "source 84912345678";
    second.action = Action::kTag;
    second.enforced = false;
    verdict.hits.push_back(second);
    verdict.hits.push_back(hit);
    verdict.leading = 1;
    verdict.score = 7.5F;
    verdict.action = verdict.applied = Action::kReject;
    ctx.text[Buffer::kSkeleton] = "your account 12";
    verdict.model = 0.98765;
    model::ModelContent content = model::blank_model();
    model::teach(content, "99", 3);
    content.facts[model::row_of(model::FactGroup::kLinks).first] = -2;
    ruleset.set(std::move(*model::ModelRules::build(
        {}, std::make_shared<const model::LinearModel>(std::move(content)))));
    ruleset.version = "9f3c21ab";
    facts.session = 12;
    facts.sequence = 77;
    facts.status = 0x45;
    facts.latency_ns = 1'834;
  }
  SampleMessage(const SampleMessage&) = delete;
  SampleMessage& operator=(const SampleMessage&) = delete;
};

}  // namespace smsfw::events::test
