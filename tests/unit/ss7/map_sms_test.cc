// Arguments and results of MAP's short message operations, read and written, in each version.
#include <array>

#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

constexpr std::array kVersions = {MapVersion::k1, MapVersion::k2, MapVersion::k3};

ForwardSm mt_message() {
  ForwardSm message;
  message.destination = {RpDestinationKind::kImsi, imsi("001010900000001").octets()};
  message.origin = {RpOriginKind::kServiceCentre, address("0900000099").octets()};
  message.user_data = keep(from_hex("040a8190000000010000"));
  return message;
}

ForwardSm mo_message() {
  ForwardSm message;
  message.destination = {RpDestinationKind::kServiceCentre, address("0900000099").octets()};
  message.origin = {RpOriginKind::kMsisdn, address("0900000001").octets()};
  message.user_data = keep(from_hex("01000a8190000000020000"));
  return message;
}

const ForwardSm& same(const Expected<ForwardSm, DecodeError>& read, const ForwardSm& wanted) {
  REQUIRE(read);
  CHECK(read->destination.kind == wanted.destination.kind);
  CHECK(to_hex(read->destination.octets) == to_hex(wanted.destination.octets));
  CHECK(read->origin.kind == wanted.origin.kind);
  CHECK(to_hex(read->origin.octets) == to_hex(wanted.origin.octets));
  CHECK(to_hex(read->user_data) == to_hex(wanted.user_data));
  CHECK(read->more_messages == wanted.more_messages);
  CHECK(to_hex(read->imsi.octets()) == to_hex(wanted.imsi.octets()));
  CHECK_FALSE(read->findings.any());
  return *read;
}

}  // namespace

TEST_CASE("map: forwardSM survives writing and reading in each version", "[ss7]") {
  for (const MapVersion version : kVersions) {
    const bool v3 = version == MapVersion::k3;
    const std::int32_t mt = v3 ? operation::kMtForwardSm : operation::kMoForwardSm;
    auto message = mt_message();
    message.more_messages = version != MapVersion::k1;
    const auto read =
        decode_forward_sm(written(encode_forward_sm(message, mt, version, buffer)), mt, version);
    same(read, message);
    CHECK(read->destination.imsi().digits().view() == "001010900000001");
    CHECK(read->origin.service_centre().digits().view() == "0900000099");
    CHECK_FALSE(read->origin.msisdn().present());

    auto from = mo_message();
    if (v3) from.imsi = imsi("001010900000001");
    const auto mo = decode_forward_sm(
        written(encode_forward_sm(from, operation::kMoForwardSm, version, buffer)),
        operation::kMoForwardSm, version);
    same(mo, from);
    CHECK(mo->origin.msisdn().nature() == MapNature::kInternational);
    CHECK(mo->origin.msisdn().plan() == MapPlan::kIsdn);
  }
}

TEST_CASE("map: forwardSM refuses to write what its version has not", "[ss7]") {
  const auto code = [](const ForwardSm& message, std::int32_t what, MapVersion version) {
    const auto size = encode_forward_sm(message, what, version, buffer);
    REQUIRE_FALSE(size);
    return size.error().code;
  };
  auto message = mt_message();
  CHECK(code(message, operation::kMtForwardSm, MapVersion::k2) == BerEncodeCode::kNotAllowed);
  CHECK(code(message, 45, MapVersion::k3) == BerEncodeCode::kNotAllowed);
  message.more_messages = true;
  CHECK(code(message, 46, MapVersion::k1) == BerEncodeCode::kNotAllowed);
  CHECK(code(message, 46, MapVersion::k3) == BerEncodeCode::kNotAllowed);
  message.more_messages = false;
  message.imsi = imsi("001010900000001");
  CHECK(code(message, 44, MapVersion::k3) == BerEncodeCode::kNotAllowed);
  message.imsi = {};
  const Octets large(kMaxSignalInfo + 1);
  message.user_data = large;
  CHECK(code(message, 44, MapVersion::k3) == BerEncodeCode::kTooLong);
  message.user_data = {};
  CHECK(code(message, 44, MapVersion::k3) == BerEncodeCode::kBadValue);
}

TEST_CASE("map: MO or MT", "[ss7]") {
  using Direction = ForwardDirection;
  const auto mo = mo_message();
  const auto mt = mt_message();
  const ApplicationContext relay1{21, 1};
  CHECK(forward_direction(mo, 46, std::nullopt) == Direction::kMobileOriginated);
  CHECK(forward_direction(mt, 46, std::nullopt) == Direction::kMobileTerminated);
  CHECK(forward_direction(mo, 46, relay1) == Direction::kMobileOriginated);
  CHECK(forward_direction(mt, 46, relay1) == Direction::kMobileTerminated);
  CHECK(forward_direction(mt, 46, ApplicationContext{25, 2}) == Direction::kMobileTerminated);
  CHECK(forward_direction(mo, 46, ApplicationContext{25, 2}) == Direction::kUnclear);
  CHECK(forward_direction(mo, 46, ApplicationContext{21, 3}) == Direction::kMobileOriginated);
  CHECK(forward_direction(mt, 46, ApplicationContext{21, 3}) == Direction::kUnclear);
  CHECK(forward_direction(mt, 44, ApplicationContext{25, 3}) == Direction::kMobileTerminated);
  CHECK(forward_direction(mo, 44, ApplicationContext{25, 3}) == Direction::kUnclear);
  // A further message of a dialogue names nobody.
  ForwardSm further;
  CHECK(forward_direction(further, 44, std::nullopt) == Direction::kMobileTerminated);
  CHECK(forward_direction(further, 46, ApplicationContext{25, 2}) == Direction::kMobileTerminated);
  CHECK(forward_direction(further, 46, std::nullopt) == Direction::kUnclear);
}

TEST_CASE("map: findings of a forwardSM", "[ss7]") {
  const auto read = [](const char* content, std::int32_t what, MapVersion version) {
    const auto result = decode_forward_sm(keep(wrap(0x30, from_hex(content))), what, version);
    REQUIRE(result);
    return result->findings;
  };
  const auto v3 = MapVersion::k3;
  CHECK_FALSE(read("8500 8500 0401aa", 44, v3).any());
  CHECK(read("8500 8500 0401aa", 46, MapVersion::k1).only(BerFinding::kOtherVersion));
  CHECK(
      read("8003000000 8202 9121 0401aa 0500", 46, MapVersion::k1).only(BerFinding::kOtherVersion));
  CHECK(read("8500 8500 0401aa 3000 0500", 44, v3).only(BerFinding::kReorderedElement));
  CHECK(read("8500 8500 0401aa 0500 0500", 44, v3).only(BerFinding::kDuplicateElement));
  CHECK(read("8500 8500 0401aa 9f2a00", 44, v3).only(BerFinding::kUnknownElement));
  CHECK(read("8500 8500 0400", 44, v3).only(BerFinding::kValueOutOfRange));
  CHECK(read("8500 8500 0401aa 020105", 44, v3).only(BerFinding::kValueOutOfRange));
  CHECK(read("8501 00 8500 0401aa", 44, v3).only(BerFinding::kValueOutOfRange));
  CHECK(read("8003f00000 8500 0401aa", 44, v3).only(BerFinding::kBadDigits));
  CHECK(read("8002 0000 8500 0401aa", 44, v3).only(BerFinding::kValueOutOfRange));
  CHECK(read("8500 840211f0 0401aa", 44, v3).only(BerFinding::kValueOutOfRange));  // extension bit
  CHECK(read("8500 8500 0401aa 3002a001", 44, v3).only(BerFinding::kBadNesting));
  CHECK(read("8500 8500 0401aa 0404 00000000 0500", 44, v3).has(BerFinding::kReorderedElement));
}

TEST_CASE("map: a forwardSM that cannot be read", "[ss7]") {
  struct Case {
    const char* hex;
    DecodeCode code;
  };
  const auto row = GENERATE(values<Case>({
      {"", DecodeCode::kTruncated},
      {"3100", DecodeCode::kBadValue},
      {"3000", DecodeCode::kTruncated},
      {"30028500", DecodeCode::kTruncated},
      {"3004 8500 8500", DecodeCode::kTruncated},
      // The addresses in the wrong order, or the TPDU as a constructed string.
      {"300d 8203911232 8203912143 0401aa", DecodeCode::kBadValue},
      // Out of its place the TPDU is taken for a time, and then there is none.
      {"3009 8500 8500 0500 0401aa", DecodeCode::kTruncated},
      {"300d 8203911232 8403912143 0401aa", DecodeCode::kBadValue},
      {"3009 8500 8500 2403 0401aa", DecodeCode::kTruncated},
  }));
  INFO(row.hex);
  const auto octets = from_hex(row.hex);
  const auto result = decode_forward_sm(octets, operation::kMtForwardSm, MapVersion::k3);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == row.code);
  CHECK(decode_forward_sm(octets, 45, MapVersion::k3).error().code == DecodeCode::kUnknownId);
}

TEST_CASE("map: mt-ForwardSM-VGCS and results of forwardSM", "[ss7]") {
  const auto vgcs = decode_forward_sm(keep(from_hex("300c 0402 0102 8403 912143 0401aa")),
                                      operation::kMtForwardSmVgcs, MapVersion::k3);
  REQUIRE(vgcs);
  CHECK(vgcs->destination.kind == RpDestinationKind::kGroupCall);
  CHECK(to_hex(vgcs->destination.octets) == "0102");
  CHECK(forward_direction(*vgcs, 21, ApplicationContext{41, 3}) ==
        ForwardDirection::kMobileTerminated);

  const auto report = keep(from_hex("0000"));
  const auto result = decode_forward_sm_result(
      written(encode_forward_sm_result(report, MapVersion::k3, buffer)), 44, MapVersion::k3);
  REQUIRE(result);
  CHECK(to_hex(result->user_data) == "0000");
  CHECK_FALSE(result->findings.any());
  CHECK(decode_forward_sm_result({}, 46, MapVersion::k1));
  CHECK(decode_forward_sm_result(from_hex("3000"), 46, MapVersion::k2)
            ->findings.only(BerFinding::kOtherVersion));
  CHECK(encode_forward_sm_result(report, MapVersion::k2, buffer).error().code ==
        BerEncodeCode::kNotAllowed);
  const auto group = decode_forward_sm_result(keep(from_hex("3004 8002 0000")), 21, MapVersion::k3);
  REQUIRE(group);
  CHECK(to_hex(group->user_data) == "0000");
}

TEST_CASE("map: sendRoutingInfoForSM survives writing and reading in each version", "[ss7]") {
  for (const MapVersion version : kVersions) {
    const bool v3 = version == MapVersion::k3;
    RoutingInfoRequest request;
    request.msisdn = address("0900000001");
    request.priority = true;
    request.service_centre = address("0900000099");
    const auto smea = from_hex("0a8190000000 02");
    if (v3) {
      request.gprs_support = true;
      request.message_type = 1;
      request.originator = smea;
      request.delivery_not_intended = 0;
      request.imsi = imsi("001010900000001");
    }
    const auto read = decode_routing_info_request(
        written(encode_routing_info_request(request, version, buffer)), version);
    REQUIRE(read);
    CHECK_FALSE(read->findings.any());
    CHECK(read->msisdn.digits().view() == "0900000001");
    CHECK(read->priority);
    CHECK(read->service_centre.digits().view() == "0900000099");
    CHECK(read->gprs_support == v3);
    CHECK(read->message_type == request.message_type);
    CHECK(to_hex(read->originator) == to_hex(request.originator));
    CHECK(read->delivery_not_intended == request.delivery_not_intended);
    CHECK(to_hex(read->imsi.octets()) == to_hex(request.imsi.octets()));

    RoutingInfoResult result;
    result.imsi = imsi("001010900000001");
    result.network_node = address("0900000077");
    const auto lmsi = from_hex("00000001");
    result.lmsi = lmsi;
    if (v3) {
      result.gprs_node = true;
      result.additional_node = address("0900000078");
    }
    if (version == MapVersion::k1) result.waiting_data_set = true;
    const auto back = decode_routing_info_result(
        written(encode_routing_info_result(result, version, buffer)), version);
    REQUIRE(back);
    CHECK_FALSE(back->findings.any());
    CHECK(back->imsi.digits().view() == "001010900000001");
    CHECK(back->network_node.digits().view() == "0900000077");
    CHECK(to_hex(back->lmsi) == "00000001");
    CHECK(back->gprs_node == v3);
    CHECK(back->additional_node.present() == v3);
    CHECK_FALSE(back->additional_is_sgsn);
    CHECK(back->waiting_data_set == result.waiting_data_set);
    if (!v3) {
      result.gprs_node = true;
      CHECK(encode_routing_info_result(result, version, buffer).error().code ==
            BerEncodeCode::kNotAllowed);
      request.gprs_support = true;
      CHECK(encode_routing_info_request(request, version, buffer).error().code ==
            BerEncodeCode::kNotAllowed);
    }
  }
  CHECK(encode_routing_info_request({}, MapVersion::k3, buffer).error().code ==
        BerEncodeCode::kBadValue);
  CHECK(encode_routing_info_result({}, MapVersion::k3, buffer).error().code ==
        BerEncodeCode::kBadValue);
}

TEST_CASE("map: odd answers to sendRoutingInfoForSM", "[ss7]") {
  const auto imsi_part = from_hex("0403000000");
  const auto with = [&](const char* location) {
    return decode_routing_info_result(
        keep(wrap(0x30, join({imsi_part, wrap(0xA0, from_hex(location))}))), MapVersion::k1);
  };
  const auto roaming = with("80029121");
  REQUIRE(roaming);
  CHECK(roaming->roaming_number);
  CHECK(roaming->network_node.digits().view() == "12");
  CHECK_FALSE(roaming->findings.any());
  CHECK(with("").error().code == DecodeCode::kTruncated);
  CHECK(with("80029121 81029121").error().code == DecodeCode::kBadValue);
  CHECK(with("81029121 a600").error().code == DecodeCode::kTruncated);
  CHECK(with("81029121 a608 80029121 81029121").error().code == DecodeCode::kBadValue);
  CHECK(
      decode_routing_info_result(keep(from_hex("3005 0403000000")), MapVersion::k3).error().code ==
      DecodeCode::kTruncated);
  // BOOLEAN of two octets; no service centre.
  CHECK(decode_routing_info_request(from_hex("300c 80029121 81020000 82029121"), MapVersion::k3)
            .error()
            .code == DecodeCode::kBadValue);
  CHECK(
      decode_routing_info_request(from_hex("3007 80029121 810100"), MapVersion::k3).error().code ==
      DecodeCode::kTruncated);
}

TEST_CASE("map: delivery reports and their results", "[ss7]") {
  for (const MapVersion version : kVersions) {
    DeliveryReport report;
    report.msisdn = address("0900000001");
    report.service_centre = address("0900000099");
    if (version != MapVersion::k1) report.outcome = 1;
    if (version == MapVersion::k3) {
      report.absent_diagnostic = 5;
      report.gprs_support = true;
      report.additional_outcome = 0;
      report.additional_absent_diagnostic = 200;
    }
    const auto read =
        decode_delivery_report(written(encode_delivery_report(report, version, buffer)), version);
    REQUIRE(read);
    CHECK_FALSE(read->findings.any());
    CHECK(read->msisdn.digits().view() == "0900000001");
    CHECK(read->service_centre.digits().view() == "0900000099");
    CHECK(read->outcome == report.outcome);
    CHECK(read->absent_diagnostic == report.absent_diagnostic);
    CHECK(read->gprs_support == report.gprs_support);
    CHECK(read->additional_outcome == report.additional_outcome);
    CHECK(read->additional_absent_diagnostic == report.additional_absent_diagnostic);
    report.single_attempt = true;
    CHECK(encode_delivery_report(report, version, buffer).error().code ==
          BerEncodeCode::kNotAllowed);

    const auto bare = decode_delivery_report_result(keep(from_hex("04029121")), version);
    REQUIRE(bare);
    CHECK(bare->stored_msisdn.digits().view() == "12");
    CHECK(bare->findings.any() == (version == MapVersion::k3));
    const auto sequence = decode_delivery_report_result(keep(from_hex("300404029121")), version);
    REQUIRE(sequence);
    CHECK(sequence->stored_msisdn.digits().view() == "12");
    CHECK(sequence->findings.any() == (version != MapVersion::k3));
    CHECK_FALSE(decode_delivery_report_result({}, version)->stored_msisdn.present());
  }
  DeliveryReport report;
  report.msisdn = address("0900000001");
  report.service_centre = address("0900000099");
  CHECK(encode_delivery_report(report, MapVersion::k2, buffer).error().code ==
        BerEncodeCode::kBadValue);
  CHECK(decode_delivery_report(from_hex("3008 04029121 04029121"), MapVersion::k2)
            ->findings.only(BerFinding::kValueOutOfRange));
}

TEST_CASE("map: alerts and readiness", "[ss7]") {
  const auto alert = decode_service_centre_alert(
      written(encode_service_centre_alert(address("0900000001"), address("0900000099"), buffer)));
  REQUIRE(alert);
  CHECK(alert->msisdn.digits().view() == "0900000001");
  CHECK(alert->service_centre.digits().view() == "0900000099");
  CHECK_FALSE(alert->findings.any());
  CHECK(encode_service_centre_alert({}, address("1"), buffer).error().code ==
        BerEncodeCode::kBadValue);
  CHECK_FALSE(decode_service_centre_alert(from_hex("3004 04029121")));

  const auto ready =
      decode_ready_for_sm(keep(from_hex("300a 8003000000 0a0101 0500")), MapVersion::k3);
  REQUIRE(ready);
  CHECK(ready->reason == 1);
  CHECK(ready->gprs);
  CHECK_FALSE(ready->findings.any());
  CHECK(decode_ready_for_sm(keep(from_hex("300a 8003000000 0a0101 0500")), MapVersion::k2)
            ->findings.only(BerFinding::kOtherVersion));
  ReadyForSm subscriber;
  subscriber.imsi = imsi("001010900000001");
  subscriber.reason = 1;
  for (const MapVersion version : {MapVersion::k2, MapVersion::k3}) {
    const auto back =
        decode_ready_for_sm(written(encode_ready_for_sm(subscriber, version, buffer)), version);
    REQUIRE(back);
    CHECK(back->imsi.digits().view() == "001010900000001");
    CHECK(back->reason == 1);
    CHECK_FALSE(back->findings.any());
  }
  CHECK(encode_ready_for_sm(subscriber, MapVersion::k1, buffer).error().code ==
        BerEncodeCode::kNotAllowed);
  CHECK(encode_ready_for_sm({}, MapVersion::k3, buffer).error().code == BerEncodeCode::kBadValue);

  const auto info =
      decode_service_centre_info(keep(from_hex("3007 03020450 020105")), MapVersion::k3);
  REQUIRE(info);
  CHECK(info->not_reachable);
  CHECK(info->not_reachable_gprs);
  CHECK_FALSE(info->memory_exceeded);
  CHECK(info->absent_diagnostic == 5);

  BerFindings findings;
  const auto present = decode_subscriber_present(keep(from_hex("0403 0010f1")), findings);
  REQUIRE(present);
  CHECK(present->digits().view() == "00011");
  CHECK(findings.any() == false);
  CHECK_FALSE(decode_subscriber_present(from_hex("3000"), findings));
}

TEST_CASE("map: arguments cut anywhere", "[ss7]") {
  const auto cut_all = [](std::span<const std::byte> whole, auto decode) {
    REQUIRE(decode(whole));
    for_each_cut(whole, 2, [&](std::span<const std::byte> cut, bool must_fail) {
      const bool read = static_cast<bool>(decode(cut));
      if (must_fail && !cut.empty()) CHECK_FALSE(read);
    });
  };
  const auto v3 = MapVersion::k3;
  auto forward = mt_message();
  forward.more_messages = true;
  cut_all(written(encode_forward_sm(forward, 44, v3, buffer)),
          [&](auto in) { return decode_forward_sm(in, 44, v3); });
  cut_all(from_hex("3011 8500 8500 0401aa a008 8003 000000 820141"),
          [&](auto in) { return decode_forward_sm(in, 46, v3); });
  cut_all(from_hex("3020 80029121 810100 82029121 87008801018902ffff8a01008c030000008d008e00"),
          [&](auto in) { return decode_routing_info_request(in, v3); });
  cut_all(from_hex("301b 0403000000 a00c 81029121 8500 a604 81029121 a506 02011e 020128"),
          [&](auto in) { return decode_routing_info_result(in, v3); });
  cut_all(from_hex("3010 04029121 04029121 0a0100 8001ff 8200"),
          [&](auto in) { return decode_delivery_report(in, v3); });
  cut_all(from_hex("300b 04029121 03020450 020105"),
          [&](auto in) { return decode_service_centre_info(in, v3); });
}
