#include "smsc-proxy/cli/classify_message.hh"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "filters/core/value_text.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/septets.hh"

namespace smsfw::cli {
namespace {

using nlohmann::json;

template <class Enum, std::size_t N>
constexpr auto words_of() {
  std::array<std::pair<std::string_view, Enum>, N> words{};
  for (std::size_t i = 0; i < N; ++i)
    words[i] = {to_string(static_cast<Enum>(i)), static_cast<Enum>(i)};
  return words;
}
constexpr auto kIngresses = words_of<Ingress, kIngressCount>();
constexpr auto kOperations = words_of<Operation, kOperationCount>();

constexpr Operation usual_operation(Ingress ingress) noexcept {
  switch (ingress) {
    case Ingress::kSmppSubmit:
      return Operation::kSubmitSm;
    case Ingress::kSmppDeliver:
      return Operation::kDeliverSm;
    case Ingress::kMapMo:
      return Operation::kMoForwardSm;
    case Ingress::kMapMt:
      return Operation::kMtForwardSm;
    case Ingress::kMapQuery:
      return Operation::kSendRoutingInfoForSm;
  }
  return Operation::kSubmitSm;
}

constexpr std::array<std::pair<std::string_view, bool>, 2> kKinds{
    {{"message", false}, {"receipt", true}}};

/// TP-UDL of user data that fills its octets.
std::uint8_t full_length(const ClassifyMessage& message) {
  const bool septets = sms::coding_of_tpdu(message.data_coding).counts_septets();
  const std::size_t size = message.ud.size();
  return static_cast<std::uint8_t>(
      std::min<std::size_t>(septets ? sms::septets_in(size) : size, 0xFF));
}

ClassifyMessage read(const json& object) {
  if (!object.is_object()) throw WrongField{"a line holds one JSON object"};
  ClassifyMessage message;
  const FieldReader reader(object);
  if (const auto at = object.find("id"); at != object.end()) {
    if (!at->is_string() && !at->is_number() && !at->is_null()) {
      throw WrongField{"id: takes text or a number"};
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
  message.operation = usual_operation(message.ingress);
  reader.word("operation", kOperations, message.operation);
  reader.word("kind", kKinds, message.receipt);
  reader.octets("udh", message.ud);
  message.udhi = !message.ud.empty();
  reader.octets("ud", message.ud);
  const bool map = message.ingress == Ingress::kMapMo || message.ingress == Ingress::kMapMt;
  if (map && !message.ud.empty()) {
    std::uint8_t length = full_length(message);
    reader.octet("udl", length);
    message.tp_udl = length;
  }
  message.ss7 = ClassifySs7::read(object);

  std::string time;
  reader.text("time", time);
  if (!time.empty()) {
    message.time = parse_time(time);
    if (!message.time) {
      throw WrongField{"time: takes RFC 3339, for instance 2026-11-23T15:42:00Z"};
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
  ctx.tp_udl = tp_udl;
  ctx.decoded_text = text;
}

Expected<ClassifyMessage, std::string> parse_message(std::string_view line) {
  using Refused = Unexpected<std::string>;
  try {
    return read(json::parse(line));
  } catch (const WrongField& wrong) {
    return Refused(wrong.text);
  } catch (const json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 3: …"
    const std::string_view text = error.what();
    const auto from = text.find("] ");
    return Refused("is not JSON: " + std::string(from == text.npos ? text : text.substr(from + 2)));
  }
}

}  // namespace smsfw::cli
