#include "smsc-proxy/smpp/codec/rewrite.hh"

#include <array>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

std::vector<std::byte> encoded(const PduBuilder& builder) {
  std::vector<std::byte> out;
  REQUIRE(builder.append_to(out));
  return out;
}

/// `size` octets of `out`, which must be the whole of another builder's PDU.
void check_equal(const Expected<std::size_t, EncodeError>& size, const std::vector<std::byte>& out,
                 const PduBuilder& expected) {
  REQUIRE(size);
  CHECK(std::vector<std::byte>(out.begin(), out.begin() + static_cast<long>(*size)) ==
        encoded(expected));
}

PduBuilder message() {
  PduBuilder builder(CommandId::kSubmitSm, 3);
  builder.set_source(1, 1, "84900000001")
      .set_destination(1, 1, "84900000002")
      .set_octets(FieldId::kShortMessage, bytes_of("hello"))
      .add_tlv(static_cast<TlvTag>(0x1454), bytes_of("vendor"))
      .add_tlv(TlvTag::kMessagePayload, bytes_of("payload"))
      .add_tlv(TlvTag::kMessagePayload, bytes_of("second"));
  return builder;
}

constexpr std::array kDestinations = {
    Destination{DestFlag::kSmeAddress, 1, 1, "84900000001"},
    Destination{DestFlag::kDistributionList, 0, 0, "friends"},
    Destination{DestFlag::kSmeAddress, 2, 8, ""},
    Destination{DestFlag::kSmeAddress, 1, 1, "84900000004"},
};

}  // namespace

TEST_CASE("a replaced sender leaves the rest as it was", "[smpp]") {
  const auto pdu = encoded(message());
  std::vector<std::byte> out(300);
  for (const std::string_view sender : {"BANK", "", "12345678901234567890"}) {
    const auto size = replace_source(*decode(pdu), 5, 0, sender, out);
    check_equal(size, out, message().set_source(5, 0, sender));
  }
  const auto view = *decode(pdu);
  CHECK(replace_source(view, 5, 0, "123456789012345678901", out).error() ==
        EncodeError{EncodeCode::kTooLong, FieldId::kSourceAddr});
  CHECK(replace_source(view, 5, 0, std::string_view("a\0b", 3), out).error() ==
        EncodeError{EncodeCode::kEmbeddedNul, FieldId::kSourceAddr});
  const auto link = encoded(PduBuilder(CommandId::kEnquireLink, 1));
  CHECK(replace_source(*decode(link), 5, 0, "1", out).error().code == EncodeCode::kNotInPdu);
}

TEST_CASE("a replaced text keeps TLVs and their order", "[smpp]") {
  const auto pdu = encoded(message());
  const auto view = *decode(pdu);
  std::vector<std::byte> out(600);
  const std::string longest(254, 'w');
  for (const std::string_view text :
       {std::string_view(""), std::string_view("warning: hello"), std::string_view(longest)}) {
    check_equal(replace_short_message(view, bytes_of(text), out), out,
                message().set_octets(FieldId::kShortMessage, bytes_of(text)));
  }
  const std::string too_long(255, 'w');
  CHECK(replace_short_message(view, bytes_of(too_long), out).error().code == EncodeCode::kTooLong);

  const auto size = replace_tlv(view, TlvTag::kMessagePayload, bytes_of("another one"), out);
  REQUIRE(size);
  const auto again = decode(std::span(out).first(*size));
  REQUIRE(again);
  std::vector<std::string> values;
  for (const Tlv& tlv : again->tlvs())
    values.emplace_back(tlv.text());
  CHECK(values == std::vector<std::string>{"vendor", "another one", "second"});
  CHECK(replace_tlv(view, TlvTag::kMessageState, bytes_of("1"), out).error().code ==
        EncodeCode::kNotInPdu);
}

TEST_CASE("a rewrite that does not fit is refused", "[smpp]") {
  const auto pdu = encoded(message());
  const auto view = *decode(pdu);
  std::vector<std::byte> exact(pdu.size() - 7);
  CHECK(replace_source(view, 5, 0, "BANK", exact));
  exact.pop_back();
  CHECK(replace_source(view, 5, 0, "BANK", exact).error().code == EncodeCode::kNoRoom);
}

TEST_CASE("edits that overlap or leave the PDU are refused", "[smpp]") {
  const auto pdu = encoded(message());
  std::vector<std::byte> out(300);
  const std::array backwards = {Edit{20, 1, {}}, Edit{18, 1, {}}};
  const std::array header = {Edit{4, 1, {}}};
  const std::array outside = {Edit{pdu.size() - 1, 2, {}}};
  const std::array far = {Edit{pdu.size() + 1, 0, {}}};
  CHECK(apply_edits(pdu, backwards, out).error().code == EncodeCode::kBadKind);
  CHECK(apply_edits(pdu, header, out).error().code == EncodeCode::kBadKind);
  CHECK(apply_edits(pdu, outside, out).error().code == EncodeCode::kBadKind);
  CHECK(apply_edits(pdu, far, out).error().code == EncodeCode::kBadKind);
  CHECK(apply_edits(pdu, {}, out) == pdu.size());
}

TEST_CASE("a replaced message id reaches the owning SMSC", "[smpp]") {
  const auto pdu = encoded(PduBuilder(CommandId::kQuerySm, 1)
                               .set_text(FieldId::kMessageId, "ours-17")
                               .set_source(1, 1, "84900000001"));
  std::vector<std::byte> out(100);
  check_equal(replace_message_id(*decode(pdu), "0A1B2C3D4E", out), out,
              PduBuilder(CommandId::kQuerySm, 1)
                  .set_text(FieldId::kMessageId, "0A1B2C3D4E")
                  .set_source(1, 1, "84900000001"));
  CHECK(replace_message_id(*decode(pdu), std::string(65, '1'), out).error().code ==
        EncodeCode::kTooLong);
}

TEST_CASE("destinations are taken out of submit_multi", "[smpp]") {
  const auto multi = [](std::span<const Destination> destinations) {
    PduBuilder builder(CommandId::kSubmitMulti, 5);
    builder.set_source(5, 0, "BANK")
        .set_destinations(destinations)
        .set_octets(FieldId::kShortMessage, bytes_of("hello"))
        .add_tlv(static_cast<TlvTag>(0x1454), bytes_of("vendor"));
    return builder;
  };
  const auto pdu = encoded(multi(kDestinations));
  const auto view = *decode(pdu);
  std::vector<std::byte> out(300);
  for (unsigned mask = 0; mask < 16; ++mask) {
    std::vector<Destination> kept;
    for (unsigned i = 0; i < 4; ++i) {
      if ((mask >> i & 1U) == 0) kept.push_back(kDestinations[i]);
    }
    check_equal(remove_destinations(view, std::bitset<256>(mask), out), out, multi(kept));
  }
  CHECK(remove_destinations(*decode(encoded(message())), {}, out).error().code ==
        EncodeCode::kNotInPdu);
}

TEST_CASE("our failed destinations join upstream's", "[smpp]") {
  const std::array theirs = {UnsuccessSme{1, 1, "84900000001", CommandStatus::kInvDstAdr}};
  const std::array ours = {UnsuccessSme{1, 1, "84900000002", CommandStatus::kSubmitFail},
                           UnsuccessSme{2, 8, "", CommandStatus::kThrottled}};
  const std::array both = {theirs[0], ours[0], ours[1]};
  const auto pdu = encoded(PduBuilder(CommandId::kSubmitMultiResp, 5)
                               .set_text(FieldId::kMessageId, "abc")
                               .set_unsuccess(theirs)
                               .add_tlv_u8(TlvTag::kCongestionState, 3));
  std::vector<std::byte> out(300);
  check_equal(merge_unsuccess(*decode(pdu), ours, out), out,
              PduBuilder(CommandId::kSubmitMultiResp, 5)
                  .set_text(FieldId::kMessageId, "abc")
                  .set_unsuccess(both)
                  .add_tlv_u8(TlvTag::kCongestionState, 3));

  // Upstream left its body out.
  const auto bare = from_hex("00000010 80000021 00000045 00000005");
  check_equal(
      merge_unsuccess(*decode(bare), ours, out), out,
      PduBuilder(CommandId::kSubmitMultiResp, 5, CommandStatus::kSubmitFail).set_unsuccess(ours));

  const std::vector<UnsuccessSme> many(255, ours[1]);
  CHECK(merge_unsuccess(*decode(pdu), many, out).error().code == EncodeCode::kTooMany);
  CHECK(merge_unsuccess(*decode(encoded(message())), ours, out).error().code ==
        EncodeCode::kNotInPdu);
}
