#include "smsc-proxy/tpdu/decode.hh"

#include <string>
#include <vector>

#include "smsc-proxy/tpdu/tpdu_table.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

using testing::from_hex;

/// Octets and the view of them.
struct Decoded {
  Decoded(std::string_view hex, Flow flow, ReportForm form = ReportForm::kGuess)
      : octets(from_hex(hex)), result(decode(octets, flow, form)) {}

  const TpduView* operator->() const {
    REQUIRE(result);
    return &*result;
  }
  bool found(TpduFinding finding) const { return result && result->findings().has(finding); }
  std::string text() const {
    std::string out;
    append_text((*this)->user_data(), out);
    return out;
  }

  std::vector<std::byte> octets;
  Expected<TpduView, DecodeError> result;
};

constexpr const char* kDeliver = "24 0B914809000000F1 00 00 62507132200582 05 E8329BFD06";
constexpr const char* kSubmit = "31 2A 0A819000000010 00 08 A7 04 01110069";
constexpr const char* kStatusReport = "06 2A 0A819000000010 62507132200582 62507132300582 00";
constexpr const char* kCommand = "02 2A 00 02 07 0A819000000010 03 010203";

TEST_CASE("tpdu: SMS-DELIVER") {
  const Decoded tpdu(kDeliver, Flow::kToMobile);
  CHECK(tpdu->type() == TpduType::kDeliver);
  CHECK_FALSE(tpdu->more_messages());
  CHECK(tpdu->has_flag(bits::kStatusReport));
  CHECK_FALSE(tpdu->has_flag(bits::kUserDataHeader));
  CHECK(tpdu->address().text.view() == "84900000001");
  CHECK(tpdu->octets(TpField::kOriginatingAddress).size() == 8);
  CHECK(tpdu->u8(TpField::kProtocolId) == 0);
  CHECK(tpdu->has(TpField::kProtocolId));
  CHECK_FALSE(tpdu->has(TpField::kMessageReference));
  CHECK(tpdu->time(TpField::kServiceCentreTime) == TimeStamp{26, 5, 17, 23, 2, 50, 28, true});
  CHECK_FALSE(tpdu->time(TpField::kDischargeTime));
  CHECK(tpdu.text() == "hello");
  CHECK(tpdu->offset(TpField::kUserData) == 19);
  CHECK(tpdu->octets(TpField::kUserData).size() == 5);
  CHECK(tpdu->trailing().empty());
  CHECK_FALSE(tpdu->findings().any());
  CHECK_FALSE(tpdu->failure_cause());
  CHECK(tpdu->validity().format == ValidityFormat::kNone);
}

TEST_CASE("tpdu: SMS-SUBMIT with each TP-VPF") {
  const Decoded relative(kSubmit, Flow::kToCentre);
  CHECK(relative->type() == TpduType::kSubmit);
  CHECK(relative->u8(TpField::kMessageReference) == 0x2A);
  CHECK(relative->address().text.view() == "0900000001");
  CHECK(relative->validity().seconds == 86400U);
  CHECK(relative.text() == "đi");
  CHECK_FALSE(relative->more_messages());
  CHECK_FALSE(relative->findings().any());

  const Decoded none("01 2A 0A819000000010 00 08 04 01110069", Flow::kToCentre);
  CHECK_FALSE(none->has(TpField::kValidityPeriod));
  CHECK(none.text() == "đi");
  const Decoded absolute("19 2A 0A819000000010 00 08 62507132200582 04 01110069", Flow::kToCentre);
  CHECK(absolute->validity().until.day == 17);
  CHECK(absolute.text() == "đi");
  CHECK_FALSE(absolute->findings().any());
  const Decoded enhanced("09 2A 0A819000000010 00 08 01020000000000 04 01110069", Flow::kToCentre);
  CHECK(enhanced->validity().seconds == 900U);
  CHECK(enhanced.text() == "đi");
  const Decoded bad("19 2A 0A819000000010 00 08 62507142200582 04 01110069", Flow::kToCentre);
  CHECK(bad.found(TpduFinding::kBadValidityPeriod));
  CHECK(bad.text() == "đi");
}

TEST_CASE("tpdu: SMS-STATUS-REPORT, with optional fields and without") {
  const Decoded plain(kStatusReport, Flow::kToMobile);
  CHECK(plain->type() == TpduType::kStatusReport);
  CHECK(plain->address().text.view() == "0900000001");
  CHECK(plain->time(TpField::kDischargeTime)->minute == 3);
  CHECK(plain->has(TpField::kStatus));
  CHECK_FALSE(plain->has(TpField::kParameters));
  CHECK_FALSE(plain->findings().any());

  const Decoded full(std::string(kStatusReport) + "07 00 04 03 010203", Flow::kToMobile);
  CHECK(full->u8(TpField::kParameters) == 7);
  CHECK(full->u8(TpField::kDataCoding) == 4);
  CHECK(full->octets(TpField::kUserData).size() == 3);
  CHECK_FALSE(full->findings().any());

  const Decoded assumed(std::string(kStatusReport) + "04 05 E8329BFD06", Flow::kToMobile);
  CHECK(assumed.text() == "hello");
  CHECK(assumed.found(TpduFinding::kAssumedDataCoding));
}

TEST_CASE("tpdu: SMS-COMMAND") {
  const Decoded tpdu(kCommand, Flow::kToCentre);
  CHECK(tpdu->type() == TpduType::kCommand);
  CHECK(tpdu->u8(TpField::kCommandType) == 2);
  CHECK(tpdu->u8(TpField::kMessageNumber) == 7);
  CHECK(tpdu->octets(TpField::kCommandData).size() == 3);
  CHECK(tpdu->user_data().text.size() == 3);
  CHECK(tpdu.text().empty());
  CHECK_FALSE(tpdu->findings().any());
}

TEST_CASE("tpdu: SMS-DELIVER-REPORT in both forms") {
  const Decoded error("00 D3 00", Flow::kToCentre);
  CHECK(error->type() == TpduType::kDeliverReport);
  CHECK(error->failure_cause() == FailureCause::kMemoryExceeded);
  const Decoded ack("00 01 2C", Flow::kToCentre);
  CHECK_FALSE(ack->failure_cause());
  CHECK(ack->u8(TpField::kProtocolId) == 0x2C);
  // The carrier knows better than the octet.
  CHECK(Decoded("00 12 00", Flow::kToCentre, ReportForm::kError)->failure_cause() ==
        FailureCause{0x12});
  const Decoded extended("00 81 00 2C", Flow::kToCentre, ReportForm::kAck);
  CHECK_FALSE(extended->failure_cause());
  CHECK(extended->octets(TpField::kParameters).size() == 2);
  CHECK(extended->u8(TpField::kProtocolId) == 0x2C);
  CHECK(extended.found(TpduFinding::kExtendedParameters));
  CHECK(Decoded("00 08", Flow::kToCentre).found(TpduFinding::kExtendedParameters));
}

TEST_CASE("tpdu: SMS-SUBMIT-REPORT in both forms") {
  const Decoded error("01 C4 00 62507132200582", Flow::kToMobile);
  CHECK(error->type() == TpduType::kSubmitReport);
  CHECK(error->failure_cause() == FailureCause::kDestinationBarred);
  CHECK(error->time(TpField::kServiceCentreTime)->day == 17);
  const Decoded ack("01 06 62507132200582 00 05 E8329BFD06", Flow::kToMobile);
  CHECK_FALSE(ack->failure_cause());
  CHECK(ack.text() == "hello");
  CHECK_FALSE(ack->findings().any());
}

TEST_CASE("tpdu: the same octets mean another type the other way") {
  CHECK(Decoded(kDeliver, Flow::kToMobile)->type() == TpduType::kDeliver);
  const Decoded reversed("00 00", Flow::kToCentre);
  CHECK(reversed->type() == TpduType::kDeliverReport);
}

TEST_CASE("tpdu: TP-MTI 3 is SMS-DELIVER to an MS and nothing to a centre") {
  std::string hex(kDeliver);
  hex[1] = '7';
  const Decoded toward_ms(hex, Flow::kToMobile);
  CHECK(toward_ms->type() == TpduType::kDeliver);
  CHECK(toward_ms.found(TpduFinding::kReservedMessageType));
  CHECK(toward_ms.text() == "hello");
  const Decoded toward_centre(hex, Flow::kToCentre);
  REQUIRE_FALSE(toward_centre.result);
  CHECK(toward_centre.result.error() == DecodeError{DecodeCode::kUnknownId, 0, true});
}

TEST_CASE("tpdu: findings of what is readable all the same") {
  const auto deliver = [](const std::string& first, const std::string& rest) {
    return Decoded(first + "0B914809000000F1" + rest, Flow::kToMobile);
  };
  CHECK(deliver("04", "00 00 00000000000000 00").found(TpduFinding::kBadTimeStamp));
  const auto reserved = deliver("04", "00 8F 62507132200582 05 E8329BFD06");
  CHECK(reserved.found(TpduFinding::kReservedDataCoding));
  CHECK(reserved.text() == "hello");
  CHECK(deliver("04", "00 20 62507132200582 01 00").found(TpduFinding::kCompressedText));
  CHECK(deliver("44", "00 00 62507132200582 00").found(TpduFinding::kBadUserDataHeader));
  const auto trailing = deliver("04", "00 00 62507132200582 05 E8329BFD06 ABCD");
  CHECK(trailing.found(TpduFinding::kTrailingOctets));
  CHECK(trailing->trailing().size() == 2);
  CHECK(trailing.text() == "hello");
  // The address' findings are the TPDU's.
  CHECK(Decoded("04 0491F132 00 00 62507132200582 00", Flow::kToMobile)
            .found(TpduFinding::kEarlyFiller));
  // A report with TP-UDHI and no user data.
  CHECK(Decoded("40 00", Flow::kToCentre).found(TpduFinding::kBadUserDataHeader));
}

TEST_CASE("tpdu: more user data than the type has room for") {
  const std::string head = "04 0B914809000000F1 00 04 62507132200582";
  CHECK_FALSE(Decoded(head + "8C" + std::string(280, '1'), Flow::kToMobile)
                  .found(TpduFinding::kLongUserData));
  const Decoded longer(head + "8D" + std::string(282, '1'), Flow::kToMobile);
  CHECK(longer.found(TpduFinding::kLongUserData));
  CHECK(longer->octets(TpField::kUserData).size() == 141);
  // 161 septets take an octet more than 160.
  const std::string septets = "04 0B914809000000F1 00 00 62507132200582";
  CHECK_FALSE(Decoded(septets + "A0" + std::string(280, '1'), Flow::kToMobile)
                  .found(TpduFinding::kLongUserData));
  CHECK(Decoded(septets + "A1" + std::string(282, '1'), Flow::kToMobile)
            .found(TpduFinding::kLongUserData));
}

TEST_CASE("tpdu: errors name the field's place") {
  const auto error = [](std::string_view hex, Flow flow, ReportForm form = ReportForm::kGuess) {
    const Decoded tpdu(hex, flow, form);
    REQUIRE_FALSE(tpdu.result);
    return tpdu.result.error();
  };
  using Code = DecodeCode;
  CHECK(error("", Flow::kToMobile) == DecodeError{Code::kTruncated, 0, true});
  CHECK(error(std::string(1026, '0'), Flow::kToMobile) == DecodeError{Code::kOversize, 0, true});
  CHECK(error("04", Flow::kToMobile) == DecodeError{Code::kTruncated, 1, true});
  CHECK(error("04 FF 91 21", Flow::kToMobile) == DecodeError{Code::kBadLength, 1, true});
  CHECK(error("04 0291 21 00 00 62507132", Flow::kToMobile) ==
        DecodeError{Code::kTruncated, 6, true});
  CHECK(error("04 0291 21 00 00 62507132200582 FF 00", Flow::kToMobile) ==
        DecodeError{Code::kBadLength, 13, true});
  CHECK(error("02 2A 00 02 07 0291 21 09 00", Flow::kToCentre) ==
        DecodeError{Code::kBadLength, 8, true});
  CHECK(error("00", Flow::kToCentre) == DecodeError{Code::kTruncated, 1, true});
  CHECK(error("00 D3", Flow::kToCentre) == DecodeError{Code::kTruncated, 2, true});
  CHECK(error("00 80", Flow::kToCentre, ReportForm::kAck) ==
        DecodeError{Code::kTruncated, 2, true});
  CHECK(error("00", Flow::kToCentre, ReportForm::kError) == DecodeError{Code::kTruncated, 1, true});
}

TEST_CASE("tpdu: truncated at every octet") {
  const std::string status = std::string(kStatusReport) + "07 00 00 05 E8329BFD06";
  const std::pair<std::string, Flow> whole[] = {
      {kDeliver, Flow::kToMobile},
      {kSubmit, Flow::kToCentre},
      {"59 2A 07D0D3E4130A 00 08 62507132200582 0A 0500032A0201 01110069", Flow::kToCentre},
      {kCommand, Flow::kToCentre},
      {status, Flow::kToMobile},
      {"00 D3 07 00 00 05 E8329BFD06", Flow::kToCentre},
      {"01 C4 07 62507132200582 00 00 05 E8329BFD06", Flow::kToMobile},
  };
  for (const auto& [hex, flow] : whole) {
    const auto octets = from_hex(hex);
    REQUIRE(decode(octets, flow));
    for (std::size_t size = 0; size < octets.size(); ++size) {
      INFO(hex << " cut to " << size);
      // A copy of that size, so that a sanitizer sees a look past the end.
      const std::vector<std::byte> cut(octets.begin(), octets.begin() + static_cast<long>(size));
      const auto result = decode(cut, flow);
      // A status report may end behind TP-ST.
      if (hex == status && size == from_hex(kStatusReport).size()) {
        CHECK(result);
        continue;
      }
      REQUIRE_FALSE(result);
      CHECK(result.error().offset <= size);
      CHECK(result.error().recoverable);
      CHECK((result.error().code == DecodeCode::kTruncated ||
             result.error().code == DecodeCode::kBadLength));
    }
  }
}

TEST_CASE("tpdu: every value of every octet is an error or a view inside the octets") {
  for (const auto& [hex, flow] : {std::pair{kDeliver, Flow::kToMobile},
                                  {kSubmit, Flow::kToCentre},
                                  {kStatusReport, Flow::kToMobile},
                                  {kCommand, Flow::kToCentre}}) {
    const auto good = from_hex(hex);
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (unsigned value = 0; value < 256; ++value) {
        auto octets = good;
        octets[at] = static_cast<std::byte>(value);
        const auto view = decode(octets, flow);
        if (!view) {
          CHECK(view.error().offset <= octets.size());
          continue;
        }
        for (std::size_t i = 0; i < kTpFieldCount; ++i) {
          const auto field = static_cast<TpField>(i);
          if (view->offset(field) + view->octets(field).size() > octets.size()) FAIL("outside");
        }
        std::string text;
        append_text(view->user_data(), text);
      }
    }
  }
}

}  // namespace
}  // namespace smsfw::tpdu
