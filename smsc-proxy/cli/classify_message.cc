#include "smsc-proxy/cli/classify_message.hh"

#include <array>
#include <charconv>
#include <utility>

#include "filters/core/value_text.hh"

namespace smsfw::cli {
namespace {

using nlohmann::json;

// Thrown inside parse_message() alone.
struct Wrong {
  std::string text;
};

class Reader {
 public:
  explicit Reader(const json& object) : object_(object) {}

  void text(const char* key, std::string& out) const {
    if (const json* value = find(key)) {
      if (!value->is_string()) throw Wrong{std::string(key) + ": takes text"};
      out = value->get<std::string>();
    }
  }
  void octet(const char* key, std::uint8_t& out) const {
    if (const json* value = find(key)) {
      if (!value->is_number_integer() || *value < 0 || *value > 255) {
        throw Wrong{std::string(key) + ": takes a whole number from 0 to 255"};
      }
      out = value->get<std::uint8_t>();
    }
  }
  void octets(const char* key, std::vector<std::byte>& out) const {
    std::string digits;
    text(key, digits);
    bool good = digits.size() % 2 == 0;
    for (std::size_t i = 0; good && i < digits.size(); i += 2) {
      unsigned value = 0;
      const char* end = digits.data() + i + 2;
      const auto read = std::from_chars(digits.data() + i, end, value, 16);
      good = read.ec == std::errc{} && read.ptr == end;
      out.push_back(static_cast<std::byte>(value));
    }
    if (!good) throw Wrong{std::string(key) + ": takes octets as hexadecimal digits"};
  }
  /// A word out of a table of (word, value).
  template <class Value, std::size_t N>
  void word(const char* key, const std::array<std::pair<std::string_view, Value>, N>& words,
            Value& out) const {
    std::string given;
    text(key, given);
    if (given.empty()) return;
    std::string known;
    for (const auto& [name, value] : words) {
      if (given == name) {
        out = value;
        return;
      }
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw Wrong{std::string(key) + ": takes one of " + known};
  }

 private:
  const json* find(const char* key) const {
    const auto at = object_.find(key);
    return at == object_.end() || at->is_null() ? nullptr : &*at;
  }

  const json& object_;
};

constexpr std::array<std::pair<std::string_view, Ingress>, 4> kIngresses{
    {{to_string(Ingress::kSmppSubmit), Ingress::kSmppSubmit},
     {to_string(Ingress::kSmppDeliver), Ingress::kSmppDeliver},
     {to_string(Ingress::kMapMo), Ingress::kMapMo},
     {to_string(Ingress::kMapMt), Ingress::kMapMt}}};

constexpr std::array<std::pair<std::string_view, Operation>, 6> kOperations{
    {{to_string(Operation::kSubmitSm), Operation::kSubmitSm},
     {to_string(Operation::kSubmitMulti), Operation::kSubmitMulti},
     {to_string(Operation::kDataSm), Operation::kDataSm},
     {to_string(Operation::kDeliverSm), Operation::kDeliverSm},
     {to_string(Operation::kReplaceSm), Operation::kReplaceSm},
     {to_string(Operation::kBroadcastSm), Operation::kBroadcastSm}}};

constexpr std::array<std::pair<std::string_view, bool>, 2> kKinds{
    {{"message", false}, {"receipt", true}}};

ClassifyMessage read(const json& object) {
  if (!object.is_object()) throw Wrong{"a line holds one JSON object"};
  ClassifyMessage message;
  const Reader reader(object);
  if (const auto at = object.find("id"); at != object.end()) {
    if (!at->is_string() && !at->is_number() && !at->is_null()) {
      throw Wrong{"id: takes text or a number"};
    }
    message.id = *at;
  }
  reader.text("text", message.text);
  reader.text("from", message.from);
  reader.text("to", message.to);
  reader.text("system_id", message.system_id);
  reader.text("listener", message.listener);
  reader.octet("from_ton", message.from_ton);
  reader.octet("from_npi", message.from_npi);
  reader.octet("to_ton", message.to_ton);
  reader.octet("to_npi", message.to_npi);
  reader.octet("dcs", message.data_coding);
  reader.octet("pid", message.protocol_id);
  reader.word("ingress", kIngresses, message.ingress);
  const bool to_esme = message.ingress == Ingress::kSmppDeliver;
  message.operation = to_esme ? Operation::kDeliverSm : Operation::kSubmitSm;
  reader.word("operation", kOperations, message.operation);
  reader.word("kind", kKinds, message.receipt);
  reader.octets("udh", message.ud);
  message.udhi = !message.ud.empty();
  reader.octets("ud", message.ud);

  std::string time;
  reader.text("time", time);
  if (!time.empty()) {
    message.time = parse_time(time);
    if (!message.time) {
      throw Wrong{"time: takes RFC 3339, for instance 2026-11-23T15:42:00Z"};
    }
  }
  return message;
}

}  // namespace

void ClassifyMessage::fill(SmsContext& ctx) const {
  ctx.reset();
  ctx.ingress = ingress;
  ctx.operation = operation;
  ctx.system_id = system_id;
  ctx.listener = listener;
  ctx.oa.ton = from_ton;
  ctx.oa.npi = from_npi;
  ctx.oa.text = from;
  ctx.da.ton = to_ton;
  ctx.da.npi = to_npi;
  ctx.da.text = to;
  ctx.data_coding = data_coding;
  ctx.protocol_id = protocol_id;
  ctx.udhi = udhi;
  ctx.receipt = receipt;
  ctx.ud = ud;
  ctx.decoded_text = text;
}

Expected<ClassifyMessage, std::string> parse_message(std::string_view line) {
  using Refused = Unexpected<std::string>;
  try {
    return read(json::parse(line));
  } catch (const Wrong& wrong) {
    return Refused(wrong.text);
  } catch (const json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 3: …"
    const std::string_view text = error.what();
    const auto from = text.find("] ");
    return Refused("is not JSON: " + std::string(from == text.npos ? text : text.substr(from + 2)));
  }
}

}  // namespace smsfw::cli
