// What producers write, held against the tables; and the committed pages against what the tables
// make of them.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/events/event_reference.hh"
#include "smsc-proxy/events/event_table.hh"
#include "tests/catch.hh"
#include "tests/unit/events/event_fixture.hh"

using namespace smsfw;
using namespace smsfw::events;
using namespace smsfw::events::test;
using nlohmann::json;

namespace {

constexpr std::chrono::microseconds kWall{1'790'000'000'000'001};

bool type_fits(KeyType type, const json& value) {
  switch (type) {
    case KeyType::kString:
      return value.is_string();
    case KeyType::kInteger:
      return value.is_number_integer();
    case KeyType::kNumber:
      return value.is_number();
    case KeyType::kBoolean:
      return value.is_boolean();
    case KeyType::kStringList:
      return value.is_array() &&
             std::all_of(value.begin(), value.end(), [](const json& v) { return v.is_string(); });
    case KeyType::kHitList:
      return value.is_array();
  }
  return false;
}

// Every way in which an object departs from its table; empty when it does not.
template <class Table>
std::string departures(const json& object, const Table& table, EventMask events) {
  std::string out;
  for (const auto& [key, value] : object.items()) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [&key = key](const KeyRow& r) { return r.name == key; });
    if (row == table.end() || (row->events & events) == 0) {
      out += "unknown key " + key + "; ";
    } else if (!type_fits(row->type, value)) {
      out += "wrong type of " + key + "; ";
    } else if (!row->values.empty() && std::find(row->values.begin(), row->values.end(),
                                                 std::string(value)) == row->values.end()) {
      out += "value outside the set: " + key + "; ";
    }
  }
  for (const KeyRow& row : table) {
    if ((row.events & events) != 0 && row.presence == Presence::kAlways &&
        !object.contains(std::string(row.name))) {
      out += "missing key " + std::string(row.name) + "; ";
    }
  }
  return out;
}

std::string departures(const json& event) {
  const auto name = event.at("event").get<std::string>();
  const auto at = std::find(kEventTypeNames.begin(), kEventTypeNames.end(), name);
  if (at == kEventTypeNames.end()) return "unknown event";
  const auto type = static_cast<EventType>(at - kEventTypeNames.begin());
  std::string out = departures(event, kKeyTable, mask(type));
  if (event.contains("hits")) {
    for (const json& hit : event.at("hits"))
      out += departures(hit, kHitKeyTable, kAllEvents);
  }
  return out;
}

template <class Produce>
std::vector<json> produced(const EventPrivacy& privacy, Produce&& produce) {
  const ScratchDirectory directory;
  {
    EventLogConfig config;
    config.node = "fw \"1\"";
    config.file = directory.file("e");
    config.privacy = privacy;
    EventLog log(config);
    EventProducer& producer = log.add_producer(1 << 20);
    producer.set_ruleset("9f3c21ab");
    produce(producer);
  }
  return read_events(directory.file("e"));
}

json message_with(const EventPrivacy& privacy, const SampleMessage& sample) {
  const auto events = produced(privacy, [&](EventProducer& producer) {
    producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
  });
  REQUIRE(events.size() == 1);
  CHECK(departures(events[0]) == "");
  return events[0];
}

Ss7Facts sample_ss7() {
  Ss7Facts facts;
  facts.calling.digits = "84900000099";
  facts.called.digits = "84900000077";
  facts.service_centre = "84900000055";
  facts.imsi = "452040000000001";
  facts.msisdn = "84912345678";
  facts.context = 25;
  facts.version = 3;
  return facts;
}

void all_events(EventProducer& producer) {
  SampleMessage sample;
  sample.verdict.truncated = sample.verdict.shed = true;
  sample.verdict.applied = Action::kAllow;
  sample.verdict.enforced = false;
  sample.ctx.receipt = true;
  for (int i = 0; i < 30; ++i)
    sample.verdict.hits.push_back(sample.verdict.hits[0]);
  sample.facts.recipients = 3;
  sample.facts.upstream = "smsc1";
  sample.facts.message_id = "A1";
  sample.ctx.text[Buffer::kRaw].assign(3'000, 'x');
  Ss7Facts facts = sample_ss7();
  facts.home_routing = true;
  facts.correlation = CorrelationState::kOtherAsker;
  sample.ctx.ss7 = &facts;
  sample.ctx.operation = Operation::kMtForwardSm;
  sample.ctx.part.concat = {7, false, 3, 2};
  sample.ctx.part.message = 0x1234;
  sample.ctx.part.complete = true;
  const std::array<std::string_view, 2> noticed{"padded_integer", "sccp_long_title"};
  sample.facts.codec_findings = noticed;
  sample.facts.answer = "illegalSubscriber";
  const auto number = producer.message(sample.ctx, sample.verdict, sample.ruleset, sample.facts);
  producer.outcome(kWall, {.message = number,
                           .answer = "unidentifiedSubscriber",
                           .listener = "main",
                           .upstream = "smsc1",
                           .system_id = "p",
                           .message_id = "A1",
                           .session = 2,
                           .status = 8,
                           .took = std::chrono::milliseconds(5)});
  for (int what = 0; what <= static_cast<int>(SessionWhat::kOutbind); ++what) {
    producer.session(kWall, {.what = static_cast<SessionWhat>(what),
                             .smsc_side = what % 2 == 0,
                             .listener = "main",
                             .upstream = "smsc1",
                             .session = 1,
                             .system_id = "p",
                             .bind = "transceiver",
                             .remote = "127.0.0.1:40001",
                             .reason = "credentials",
                             .status = 0x0e,
                             .took = std::chrono::milliseconds(7),
                             .received = 4,
                             .sent = 3});
  }
  producer.malformed(kWall, {.listener = "main",
                             .upstream = "smsc1",
                             .session = 9,
                             .error = {DecodeCode::kUnterminated, 17, true},
                             .command = 0x80000004,
                             .sequence = 3,
                             .status = 2});
  producer.malformed(kWall, {.layer = MalformedLayer::kTcap,
                             .peer_side = "network",
                             .listener = "roaming",
                             .error = {DecodeCode::kTruncated, 4, true}});
  producer.link(kWall, {.what = LinkWhat::kAsp, .name = "stp-1", .state = "inactive"});
  producer.link(kWall,
                {.what = LinkWhat::kApplicationServer, .name = "stp", .state = "up", .active = 2});
  producer.link(kWall, {.what = LinkWhat::kPeer, .name = "roaming", .state = "down"});
  for (const auto what : {BlockWhat::kStarted, BlockWhat::kEnded, BlockWhat::kWarned}) {
    producer.block(kWall, {.what = what,
                           .limit = "per_source",
                           .key_of = "source_destination",
                           .key = "84912345678",
                           .key_kind = AddressKind::kE164,
                           .to = "84900000001",
                           .to_kind = AddressKind::kE164,
                           .count = 201,
                           .until = kWall,
                           .reason = "flood"});
  }
  for (const bool loaded : {true, false}) {
    producer.ruleset(kWall, {.loaded = loaded,
                             .previous = "aa",
                             .error = "packs/x.yaml:3: \"sid\" twice",
                             .actor = "signal",
                             .generation = 2,
                             .signatures = 71,
                             .took = std::chrono::milliseconds(90)});
  }
  producer.overload(kWall, {.worker = 1, .level = 1, .listener = "main", .reason = "budget"});
  producer.overload(kWall, {.worker = 1, .level = 0, .previous = 1});
  producer.audit(kWall, {.actor = "token",
                         .act = "monitor",
                         .target = "on",
                         .result = "ok",
                         .remote = "127.0.0.1:1"});
  producer.process(kWall, {.version = "0.1.0", .pid = 42, .reason = "start", .actor = "signal"});
  producer.process(kWall, {.started = false, .version = "0.1.0", .pid = 42});
}

std::string reference_path(const std::string& name) {
  return std::string(SMSFW_SOURCE_DIR) + "/docs/reference/" + name;
}

}  // namespace

TEST_CASE("every event keeps to the table, and every key of the table is used") {
  EventPrivacy privacy;
  privacy.text = TextPrivacy::kAlways;
  const auto events = produced(privacy, all_events);
  std::map<std::string, std::set<std::string>> seen;
  std::set<std::string> hit_keys;
  for (const json& event : events) {
    CAPTURE(event.dump());
    CHECK(departures(event) == "");
    CHECK(event.at("node") == "fw \"1\"");
    CHECK(event.at("ruleset") == "9f3c21ab");
    for (const auto& [key, value] : event.items())
      seen[event.at("event")].insert(key);
    if (!event.contains("hits")) continue;
    for (const json& hit : event.at("hits")) {
      for (const auto& [key, value] : hit.items())
        hit_keys.insert(key);
    }
  }
  for (const KeyRow& row : kKeyTable) {
    for (std::size_t i = 0; i < kEventTypeCount; ++i) {
      const auto type = static_cast<EventType>(i);
      if (type == EventType::kLost || (row.events & mask(type)) == 0) continue;
      CAPTURE(to_string(type), row.name);
      CHECK(seen[std::string(to_string(type))].count(std::string(row.name)) == 1);
    }
  }
  for (const KeyRow& row : kHitKeyTable)
    CHECK(hit_keys.count(std::string(row.name)) == 1);
}

TEST_CASE("an event of a message says what was decided and why") {
  const json event = message_with({}, SampleMessage());
  CHECK(event.at("ts") == "2026-09-21T14:13:20.123456Z");
  CHECK(event.at("ingress") == "smpp-submit");
  CHECK(event.at("operation") == "submit_sm");
  CHECK(event.at("listener") == "main");
  CHECK(event.at("action") == "reject");
  CHECK(event.at("enforced") == true);
  CHECK(event.at("reasons") == json::array({"phishing"}));
  CHECK(event.at("warnings") == json::array({"per_source"}));
  CHECK(event.at("score") == 7.5);
  CHECK(event.at("hits")[1].at("sid") == 10'023);
  CHECK(event.at("hits")[1].at("buffer") == "folded");
  CHECK(event.at("findings") == json::array({"invisible_characters"}));
  CHECK(event.at("status") == 0x45);
  CHECK(event.at("latency_ns") == 1'834);
  CHECK(event.at("size") == 44);
}

TEST_CASE("by default no number is whole and no text is shown") {
  SampleMessage sample;
  const json event = message_with({}, sample);
  CHECK(event.at("from") == "VCB-Bank");
  CHECK(event.at("to") == "84*******78");
  CHECK_FALSE(event.contains("text"));
  CHECK(event.dump().find("912345678") == std::string::npos);
  CHECK(event.at("hits")[0].at("detail") == "source *********78");

  SECTION("a number that poses as a name is masked as well") {
    sample.ctx.oa.text = "84987654321";
    CHECK(message_with({}, sample).at("from") == "*********21");
  }
  SECTION("a number that the plan cannot place shows no country code") {
    sample.ctx.oa.kind = AddressKind::kUnresolved;
    sample.ctx.oa.text = "0084987654321";
    CHECK(message_with({}, sample).at("from") == "***********21");
  }
  SECTION("of SS7 neither a subscriber's number nor a title is whole") {
    const Ss7Facts facts = sample_ss7();
    sample.ctx.ss7 = &facts;
    const json masked = message_with({}, sample);
    CHECK(masked.at("calling") == "84*******99");
    CHECK(masked.at("called") == "84*******77");
    CHECK(masked.at("service_centre") == "84*******55");
    CHECK(masked.at("imsi") == "*************01");
    CHECK(masked.at("msisdn") == "84*******78");
    CHECK(masked.at("context") == 25);
    CHECK(masked.at("map_version") == 3);
    EventPrivacy titles;
    titles.titles = NumberPrivacy::kFull;
    const json shown = message_with(titles, sample);
    CHECK(shown.at("calling") == "84900000099");
    CHECK(shown.at("service_centre") == "84900000055");
    CHECK(shown.at("imsi") == "*************01");
    CHECK(shown.at("msisdn") == "84*******78");
  }
  SECTION("a block's key is masked") {
    const auto events = produced({}, [](EventProducer& producer) {
      producer.block(
          kWall,
          {.limit = "l", .key_of = "source", .key = "84912345678", .key_kind = AddressKind::kE164});
      producer.block(kWall, {.limit = "l",
                             .key_of = "source_destination",
                             .key = "VCB 84912345678",
                             .key_kind = AddressKind::kAlphanumeric,
                             .to = "84900000001",
                             .to_kind = AddressKind::kE164});
      producer.block(kWall, {.limit = "l", .key_of = "system_id", .key = "12345678"});
    });
    CHECK(events.at(0).at("key") == "84*******78");
    CHECK(events.at(1).at("key") == "VCB *********78");
    CHECK(events.at(1).at("to") == "84*******01");
    CHECK(events.at(2).at("key") == "12345678");
  }
}

TEST_CASE("numbers can be hashed or shown") {
  SampleMessage sample;
  sample.ctx.oa.kind = AddressKind::kUnresolved;
  sample.ctx.oa.text = "0987654321";
  EventPrivacy privacy;
  privacy.numbers = NumberPrivacy::kHash;
  SECTION("hashed with the function that was given") {
    privacy.hash = [](std::string_view number) {
      return "<" + std::to_string(number.size()) + ">";
    };
    const json event = message_with(privacy, sample);
    CHECK(event.at("to") == "h:<11>");
    CHECK(event.at("from") == "h:<10>");
  }
  SECTION("a hash that fails masks") {
    privacy.hash = [](std::string_view) -> std::string { throw std::runtime_error("no key"); };
    CHECK(message_with(privacy, sample).at("to") == "84*******78");
  }
  SECTION("without a function they are masked") {
    CHECK(message_with(privacy, sample).at("to") == "84*******78");
  }
  SECTION("in full") {
    privacy.numbers = NumberPrivacy::kFull;
    const json event = message_with(privacy, sample);
    CHECK(event.at("to") == "84912345678");
    CHECK(event.at("from") == "0987654321");
    CHECK(event.at("hits")[0].at("detail") == "source 84912345678");
  }
}

TEST_CASE("texts are shown when the settings say so, and bounded") {
  SampleMessage sample;
  EventPrivacy privacy;
  privacy.text = TextPrivacy::kBlocked;
  CHECK(message_with(privacy, sample).at("text") == sample.ctx.text[Buffer::kRaw]);
  sample.verdict.action = sample.verdict.applied = Action::kAllow;
  CHECK_FALSE(message_with(privacy, sample).contains("text"));
  privacy.text = TextPrivacy::kAlways;
  sample.ctx.text[Buffer::kRaw] = std::string(1'999, 'a') + "đ and more";
  const json event = message_with(privacy, sample);
  CHECK(event.at("text") == std::string(1'999, 'a'));
  CHECK(event.at("text_cut") == true);
}

TEST_CASE("strangers' octets cannot break a line") {
  SampleMessage sample;
  const std::string junk("\"},\n{\"event\":\"audit\"\\\x00\xff\x1b", 24);
  sample.ctx.oa.text = junk;
  sample.ctx.system_id = junk;
  sample.ctx.da.kind = AddressKind::kUnresolved;
  sample.ctx.da.text = junk;
  sample.ctx.text[Buffer::kRaw].assign(kMaxEventText, '\x01');  // six octets each
  EventPrivacy privacy;
  privacy.text = TextPrivacy::kAlways;
  const json event = message_with(privacy, sample);
  CHECK(event.at("event") == "message");
  CHECK(event.at("text").get<std::string>().size() == kMaxEventText);
}

TEST_CASE("the largest event that can be fits") {
  SampleMessage sample;
  const std::string words(4'096, '\x02');
  Hit hit;
  hit.reason = words;
  hit.detail = words;
  hit.sid = 1;
  sample.verdict.hits.clear();
  for (std::size_t i = 0; i < kMaxListedHits; ++i)
    sample.verdict.hits.push_back(hit);
  sample.ctx.text[Buffer::kRaw] = words;
  sample.ctx.text[Buffer::kSkeleton] = words;
  EventPrivacy privacy;
  privacy.text = TextPrivacy::kAlways;
  CHECK(message_with(privacy, sample).at("hits").size() == kMaxListedHits);
}

TEST_CASE("the model's reasons show characters where the text may be shown, and no digits") {
  const SampleMessage sample;
  json event = message_with({}, sample);
  CHECK(event.at("model").get<double>() == Approx(0.9877));
  CHECK(event.at("model_reasons") == json::array({"links -2"}));
  EventPrivacy privacy;
  privacy.text = TextPrivacy::kBlocked;
  event = message_with(privacy, sample);
  const std::string reasons = event.at("model_reasons").dump();
  CHECK(reasons.find("\" 00 ") != std::string::npos);
  CHECK(reasons.find("12") == std::string::npos);
}

TEST_CASE("the model's reasons stand where its score counted or the message is kept back") {
  SampleMessage sample;
  sample.verdict.action = sample.verdict.applied = Action::kAllow;
  CHECK_FALSE(message_with({}, sample).contains("model_reasons"));
  Hit hit;
  hit.reason = model::kModelReason;
  hit.score = 2;
  sample.verdict.hits.push_back(hit);
  CHECK(message_with({}, sample).contains("model_reasons"));
  sample.verdict.model = -1;
  CHECK_FALSE(message_with({}, sample).contains("model"));
}

TEST_CASE("scores are numbers of JSON") {
  SampleMessage sample;
  for (const auto& [score, want] : std::vector<std::pair<float, double>>{
           {0.25F, 0.25}, {-3.5F, -3.5}, {12.0F, 12}, {0.1F, 0.1}, {2e10F, 2e10}}) {
    sample.verdict.score = score;
    CHECK(message_with({}, sample).at("score").get<double>() == Approx(want));
  }
  for (const float score : {NAN, INFINITY, 0.0F}) {
    sample.verdict.score = score;
    CHECK_FALSE(message_with({}, sample).contains("score"));
  }
}

TEST_CASE("the schema is JSON and closed") {
  const json schema = json::parse(events_schema());
  for (const auto& [name, definition] : schema.at("definitions").items()) {
    CAPTURE(name);
    CHECK(definition.at("additionalProperties") == false);
    for (const auto& key : definition.at("required"))
      CHECK(definition.at("properties").contains(key.get<std::string>()));
  }
  CHECK(schema.at("oneOf").size() == kEventTypeCount);
}

// SMSFW_UPDATE_REFERENCE=1 in the environment writes the pages instead of comparing them.
TEST_CASE("the committed event pages are what the table makes") {
  for (const auto& [name, text] : {std::pair{"events.md", events_reference()},
                                   std::pair{"events.schema.json", events_schema()}}) {
    if (std::getenv("SMSFW_UPDATE_REFERENCE") != nullptr) {
      std::ofstream(reference_path(name)) << text;
    }
    INFO(name << " is old: run unit_tests with SMSFW_UPDATE_REFERENCE=1 and commit it");
    CHECK(read_file(reference_path(name)) == text);
  }
}
