// tshark reads what the SCCP codec reads and writes: both must see the same fields, and it must
// find nothing malformed.
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/sccp_octets.hh"
#include "tests/support/tshark.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using smsfw::testing::has_tshark;
using smsfw::testing::kLinkTypeSccp;
using smsfw::testing::tshark_fields;

namespace {

/// A field of tshark, and what the codec makes of it; empty where the message has none.
struct Field {
  const char* name;
  std::string (*value)(const SccpMessage&);
};

std::string number(std::size_t value) {
  return std::to_string(value);
}

/// tshark prints fields of base 16 so.
std::string hex(std::size_t value, int digits) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "0x";
  for (int i = digits - 1; i >= 0; --i)
    out += kDigits[value >> (4 * i) & 15U];
  return out;
}

template <SccpAddress SccpMessage::*kWho>
std::string point_code(const SccpMessage& message) {
  const auto& code = (message.*kWho).point_code;
  return code ? number(code->value) : "";
}
template <SccpAddress SccpMessage::*kWho>
std::string ssn(const SccpMessage& message) {
  const auto& value = (message.*kWho).subsystem;
  return value ? number(*value) : "";
}
template <SccpAddress SccpMessage::*kWho>
std::string routing(const SccpMessage& message) {
  return hex((message.*kWho).route_on_subsystem ? 1 : 0, 2);
}
template <SccpAddress SccpMessage::*kWho>
std::string title(const SccpMessage& message) {
  return hex(static_cast<std::size_t>((message.*kWho).title), 2);
}
template <SccpAddress SccpMessage::*kWho>
std::string translation(const SccpMessage& message) {
  const auto& address = message.*kWho;
  return address.title >= TitleKind::kTranslation ? hex(address.translation_type, 2) : "";
}
template <SccpAddress SccpMessage::*kWho>
std::string plan(const SccpMessage& message) {
  const auto& address = message.*kWho;
  return address.title >= TitleKind::kTranslationPlan
             ? hex(static_cast<std::size_t>(address.plan), 2)
             : "";
}
template <SccpAddress SccpMessage::*kWho>
std::string nature(const SccpMessage& message) {
  const auto& address = message.*kWho;
  const bool has = address.title == TitleKind::kNature || address.title == TitleKind::kFull;
  return has ? hex(static_cast<std::size_t>(address.nature), 2) : "";
}
template <SccpAddress SccpMessage::*kWho>
std::string digits(const SccpMessage& message) {
  return std::string((message.*kWho).digits().view());
}

constexpr auto kTo = &SccpMessage::called;
constexpr auto kFrom = &SccpMessage::calling;

const Field kFields[] = {
    {"sccp.message_type",
     [](const SccpMessage& m) { return hex(static_cast<std::size_t>(m.type), 2); }},
    {"sccp.class",
     [](const SccpMessage& m) { return m.spec().service ? "" : hex(m.protocol_class, 2); }},
    {"sccp.handling",
     [](const SccpMessage& m) { return m.spec().service ? "" : hex(m.handling, 2); }},
    {"sccp.return_cause",
     [](const SccpMessage& m) {
       return m.spec().service ? hex(static_cast<std::size_t>(m.cause), 2) : "";
     }},
    {"sccp.hops",
     [](const SccpMessage& m) { return m.spec().hop_counter ? hex(m.hop_counter, 2) : ""; }},
    {"sccp.called.pc", point_code<kTo>},
    {"sccp.called.ssn", ssn<kTo>},
    {"sccp.called.ri", routing<kTo>},
    {"sccp.called.gti", title<kTo>},
    {"sccp.called.tt", translation<kTo>},
    {"sccp.called.np", plan<kTo>},
    {"sccp.called.nai", nature<kTo>},
    {"sccp.called.digits", digits<kTo>},
    {"sccp.calling.pc", point_code<kFrom>},
    {"sccp.calling.ssn", ssn<kFrom>},
    {"sccp.calling.ri", routing<kFrom>},
    {"sccp.calling.gti", title<kFrom>},
    {"sccp.calling.tt", translation<kFrom>},
    {"sccp.calling.np", plan<kFrom>},
    {"sccp.calling.nai", nature<kFrom>},
    {"sccp.calling.digits", digits<kFrom>},
    {"sccp.segmentation.first",
     [](const SccpMessage& m) { return m.segmentation ? hex(m.segmentation->first, 2) : ""; }},
    {"sccp.segmentation.class",
     [](const SccpMessage& m) {
       return m.segmentation ? hex(m.segmentation->in_sequence, 2) : "";
     }},
    {"sccp.segmentation.remaining",
     [](const SccpMessage& m) { return m.segmentation ? hex(m.segmentation->remaining, 2) : ""; }},
    {"sccp.segmentation.slr",
     [](const SccpMessage& m) {
       return m.segmentation ? hex(m.segmentation->local_reference, 6) : "";
     }},
    {"sccp.importance",
     [](const SccpMessage& m) { return m.importance ? hex(*m.importance, 2) : ""; }},
};

/// Addresses of every kind, written by the codec.
Octets random_address(std::mt19937& random) {
  SccpAddressFields fields;
  if (random() % 2 != 0)
    fields.point_code = PointCode{static_cast<std::uint16_t>(random() % 16384)};
  // Above the numbers whose users tshark knows: the data is nobody's.
  fields.subsystem = static_cast<std::uint8_t>(200 + random() % 50);
  fields.title = static_cast<TitleKind>(random() % 5);
  fields.route_on_subsystem = fields.title == TitleKind::kNone || random() % 2 != 0;
  fields.translation_type = static_cast<std::uint8_t>(random());
  fields.plan = random() % 2 != 0 ? TitlePlan::kIsdn : TitlePlan::kIsdnMobile;
  fields.nature = random() % 2 != 0 ? TitleNature::kInternational : TitleNature::kNational;
  std::string number;
  std::size_t count = fields.title == TitleKind::kNone ? 0 : 1 + random() % 15;
  if (fields.title == TitleKind::kTranslation) count += count % 2;
  while (number.size() < count)
    number += static_cast<char>('0' + random() % 10);
  fields.digits = number;
  const auto made = SccpAddressOctets::make(fields);
  REQUIRE(made);
  return {made->view().begin(), made->view().end()};
}

/// What the codec sends: UDT, XUDT, segments, and the returns of those that want one.
std::vector<Octets> emitted(std::size_t count) {
  // NOLINTNEXTLINE(cert-msc51-cpp): the same messages in every run
  std::mt19937 random(3);
  std::vector<Octets> out;
  const auto add = [&](const SccpEncoded& size, Octets octets) {
    REQUIRE(size);
    octets.resize(*size);
    out.push_back(std::move(octets));
  };
  while (out.size() < count) {
    const Octets called = random_address(random);
    const Octets calling = random_address(random);
    const Octets data(1 + random() % 700, static_cast<std::byte>(random()));
    SccpUnitdata unitdata;
    unitdata.called = called;
    unitdata.calling = calling;
    unitdata.data = data;
    unitdata.in_sequence = random() % 2 != 0;
    unitdata.return_on_error = true;
    if (random() % 2 != 0) unitdata.importance = static_cast<std::uint8_t>(random() % 8);
    unitdata.local_reference = static_cast<std::uint32_t>(random() & kMaxLocalReference);
    const auto plan = plan_unitdata(unitdata);
    REQUIRE(plan);
    for (std::size_t i = 0; i < plan->count; ++i) {
      Octets octets(kMaxSignalUnit);
      const auto size = encode_unitdata(unitdata, *plan, i, octets);
      add(size, std::move(octets));
    }
    const Octets first = out[out.size() - plan->count];
    const auto message = decode_sccp(first);
    REQUIRE(message);
    Octets octets(kMaxSignalUnit);
    const auto size = encode_sccp_return(*message, static_cast<ReturnCause>(random() % 15), octets);
    add(size, std::move(octets));
  }
  return out;
}

/// The samples' data is no TCAP, and segments are to be seen one by one.
constexpr const char* kOnlySccp = "--disable-protocol tcap -o sccp.defragment_xudt:FALSE";

}  // namespace

TEST_CASE("tshark reads the same fields of SCCP messages", "[ss7][sccp][tshark]") {
  if (!has_tshark()) {
    std::cout << "tshark is not installed: SCCP was not compared with it\n";
    return;
  }
  std::vector<Octets> messages;
  for (const SccpSample& sample : sccp_samples())
    messages.push_back(from_hex(sample.hex));
  for (Octets& each : emitted(300))
    messages.push_back(std::move(each));
  std::vector<std::string> fields;
  for (const Field& field : kFields)
    fields.emplace_back(field.name);
  fields.emplace_back("_ws.malformed");
  const auto rows = tshark_fields(kLinkTypeSccp, messages, fields, kOnlySccp);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto message = decode_sccp(messages[i]);
    REQUIRE(message);
    INFO("message " << i << " " << to_hex(messages[i]));
    for (std::size_t column = 0; column < std::size(kFields); ++column) {
      INFO(kFields[column].name);
      CHECK(rows[i][column] == kFields[column].value(*message));
    }
    CHECK(rows[i].back().empty());
  }
}
