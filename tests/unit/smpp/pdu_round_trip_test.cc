#include <algorithm>
#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

constexpr int kRounds = 60;

std::string chars(std::span<const std::byte> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

/// Decodes a copy that ends where its memory ends, so that a sanitizer sees every octet too far.
Expected<PduView, DecodeError> decode_exact(std::vector<std::byte>& copy) {
  copy.shrink_to_fit();
  return decode(copy);
}

}  // namespace

TEST_CASE("every PDU of the table comes back with every field", "[smpp]") {
  for (const PduSpec& spec : kPdus) {
    INFO(spec.name);
    PduGenerator generator(static_cast<std::uint32_t>(spec.id));
    for (int round = 0; round < kRounds; ++round) {
      const RandomPdu pdu = generator.make(spec, static_cast<std::size_t>(round % 5));
      REQUIRE(generator.encoded());
      const auto view = decode(pdu.octets);
      REQUIRE(view);
      CHECK(view->id() == spec.id);
      CHECK(view->status() == pdu.status);
      CHECK(view->sequence_number() == pdu.sequence);
      CHECK(view->header().command_length == pdu.octets.size());
      CHECK_FALSE(view->body_omitted());
      for (std::size_t i = 0; i < spec.fields.size(); ++i) {
        const FieldSpec& field = spec.fields[i];
        INFO(to_string(field.id));
        REQUIRE(view->has(field.id));
        if (field.kind == FieldKind::kDestinations || field.kind == FieldKind::kUnsuccess) continue;
        CHECK(chars(view->octets(field.id)) == pdu.values[i]);
        if (field.kind == FieldKind::kU8) {
          CHECK(view->u8(field.id) == static_cast<std::uint8_t>(pdu.values[i][0]));
        }
      }
      REQUIRE(view->destinations().size() == pdu.destinations.size());
      CHECK(std::equal(view->destinations().begin(), view->destinations().end(),
                       pdu.destinations.begin(), pdu.destinations.end()));
      REQUIRE(view->unsuccess().size() == pdu.unsuccess.size());
      CHECK(std::equal(view->unsuccess().begin(), view->unsuccess().end(), pdu.unsuccess.begin(),
                       pdu.unsuccess.end()));
      std::size_t index = 0;
      for (const Tlv& tlv : view->tlvs()) {
        REQUIRE(index < pdu.tlvs.size());
        CHECK(tlv.tag() == pdu.tlvs[index].tag);
        CHECK(chars(tlv.value()) == pdu.tlvs[index].value);
        ++index;
      }
      CHECK(index == pdu.tlvs.size());

      std::vector<std::byte> again;
      REQUIRE(PduBuilder(*view).append_to(again));
      CHECK(again == pdu.octets);
    }
  }
}

TEST_CASE("every PDU cut off at every octet is refused, or is a shorter valid one", "[smpp]") {
  for (const PduSpec& spec : kPdus) {
    INFO(spec.name);
    PduGenerator generator(static_cast<std::uint32_t>(spec.id) + 1);
    const RandomPdu pdu = generator.make(spec, 3);
    REQUIRE(generator.encoded());
    const auto whole = decode(pdu.octets);
    REQUIRE(whole);
    // Where the body may end: behind the last field and behind each TLV.
    std::vector<std::size_t> ends = {whole->tlv_offset()};
    for (const Tlv& tlv : whole->tlvs()) {
      ends.push_back(ends.back() + kTlvHeaderSize + tlv.value().size());
    }
    for (std::size_t size = 0; size < pdu.octets.size(); ++size) {
      INFO(size);
      std::vector<std::byte> cut(pdu.octets.begin(),
                                 pdu.octets.begin() + static_cast<std::ptrdiff_t>(size));
      // With the length as it was: the frame is broken.
      auto view = decode_exact(cut);
      REQUIRE_FALSE(view);
      CHECK_FALSE(view.error().recoverable);
      if (size < kHeaderSize) continue;
      // With its length set right.
      set_command_length(cut, static_cast<std::uint32_t>(size));
      view = decode_exact(cut);
      const bool header_only = size == kHeaderSize && is_response(spec.id);
      if (header_only || std::find(ends.begin(), ends.end(), size) != ends.end()) {
        REQUIRE(view);
        CHECK(view->body_omitted() == (header_only && !spec.fields.empty()));
      } else {
        REQUIRE_FALSE(view);
        CHECK(view.error().recoverable);
        CHECK(view.error().offset >= kHeaderSize);
        CHECK(view.error().offset <= size);
      }
    }
  }
}

TEST_CASE("a field that is one octet too long is refused in every PDU", "[smpp]") {
  for (const PduSpec& spec : kPdus) {
    for (const FieldSpec& field : spec.fields) {
      if (field.kind != FieldKind::kCString) continue;
      INFO(spec.name << ' ' << to_string(field.id));
      const std::string longest(field.max - 1U, 'x');
      std::vector<std::byte> octets;
      REQUIRE(PduBuilder(spec.id, 1).set_text(field.id, longest).append_to(octets));
      const auto view = decode(octets);
      REQUIRE(view);
      CHECK(view->text(field.id) == longest);

      const auto at = static_cast<std::ptrdiff_t>(view->offset(field.id));
      octets.insert(octets.begin() + at, std::byte{'x'});
      set_command_length(octets, static_cast<std::uint32_t>(octets.size()));
      const auto refused = decode(octets);
      REQUIRE_FALSE(refused);
      CHECK(refused.error() ==
            DecodeError{DecodeCode::kOversize, static_cast<std::uint32_t>(at), true});

      std::vector<std::byte> none;
      const std::string too_long = longest + "x";
      const auto failed = PduBuilder(spec.id, 1).set_text(field.id, too_long).append_to(none);
      REQUIRE_FALSE(failed);
      CHECK(failed.error() == EncodeError{EncodeCode::kTooLong, field.id});
      CHECK(none.empty());
    }
  }
}
