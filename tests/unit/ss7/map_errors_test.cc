#include "smsc-proxy/ss7/codec/map_errors.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

std::array<std::byte, 300> buffer;

std::string written(std::int32_t operation_code, const MapError& error, MapVersion version) {
  const auto size = encode_map_error(operation_code, error, version, buffer);
  if (!size) return std::string(to_string(size.error().code));
  return to_hex(std::span<const std::byte>(buffer).first(*size));
}

MapError of(std::int32_t code, std::optional<std::uint8_t> cause = std::nullopt) {
  MapError error;
  error.code = code;
  error.cause = cause;
  return error;
}

}  // namespace

TEST_CASE("map: operations, their contexts and versions", "[ss7]") {
  CHECK(operation_name(44) == "mt-forwardSM");
  CHECK(operation_name(2) == "updateLocation");
  CHECK(operation_name(27) == "unknown");
  CHECK(find_operation(300) == nullptr);
  CHECK(find_operation(-1) == nullptr);
  CHECK(context_name(20) == "shortMsgGateway");
  CHECK(context_name(99) == "unknown");
  struct Case {
    std::int32_t code;
    ApplicationContext context;
    bool fits;
  };
  const auto row = GENERATE(values<Case>({
      {45, {20, 1}, true},  {45, {20, 3}, true},  {45, {21, 3}, false}, {45, {20, 4}, false},
      {46, {21, 1}, true},  {46, {25, 2}, true},  {46, {25, 3}, false}, {44, {25, 3}, true},
      {44, {25, 2}, false}, {63, {20, 1}, false}, {63, {20, 2}, true},  {64, {23, 2}, true},
      {49, {23, 1}, true},  {48, {24, 1}, true},  {66, {24, 2}, true},  {21, {41, 3}, true},
      {2, {1, 3}, true},    {2, {20, 3}, false},  {27, {1, 3}, false},
  }));
  INFO(row.code << " in " << int{row.context.id} << " v" << int{row.context.version});
  CHECK(operation_fits(row.code, row.context) == row.fits);
}

TEST_CASE("map: version 1 names no context", "[ss7]") {
  CHECK(version1_context(45) == ApplicationContext{20, 1});
  CHECK(version1_context(46) == ApplicationContext{21, 1});
  CHECK(version1_context(49) == ApplicationContext{23, 1});
  CHECK_FALSE(version1_context(44));
  CHECK_FALSE(version1_context(2));
  CHECK(version_of({20, 2}) == MapVersion::k2);
  CHECK_FALSE(version_of({20, 0}));
}

TEST_CASE("map: every error that an operation allows is known in this version", "[ss7]") {
  for (const MapOperationSpec& operation_spec : map_operations()) {
    CHECK((operation_spec.versions == 0) == operation_spec.contexts.empty());
    CHECK((operation_spec.versions == 0) == (operation_spec.timer == MapTimer::kUnknown));
    for (const MapErrorUse& use : operation_spec.errors) {
      const MapErrorSpec* spec = find_map_error(use.error);
      REQUIRE(spec != nullptr);
      CHECK((use.versions & ~operation_spec.versions) == 0);
      for (const MapVersion version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
        if (!has_version(use.versions, version)) continue;
        INFO(operation_spec.name << " " << spec->name);
        CHECK(spec->form(version) != MapErrorForm::kUnused);
        CHECK(error_allowed(operation_spec.code, use.error, version));
      }
    }
  }
  CHECK(max_seconds(MapTimer::kMediumLong) == 600);
}

TEST_CASE("map: errors have another form in each version", "[ss7]") {
  namespace e = map_error;
  const auto k1 = MapVersion::k1;
  const auto k2 = MapVersion::k2;
  const auto k3 = MapVersion::k3;
  CHECK(written(46, of(e::kSmDeliveryFailure, 5), k1) == "0a0105");
  CHECK(written(46, of(e::kSmDeliveryFailure, 5), k2) == "30030a0105");
  CHECK(written(46, of(e::kSmDeliveryFailure, 5), k3) == "30030a0105");
  auto failure = of(e::kSmDeliveryFailure, 5);
  const auto report = from_hex("00c4");
  failure.diagnostic_info = report;
  CHECK(written(46, failure, k1) == "not_allowed");
  CHECK(written(46, failure, k2) == "30070a0105040200c4");
  CHECK(written(46, of(e::kSmDeliveryFailure), k2) == "bad_value");
  CHECK(written(46, of(e::kSmDeliveryFailure, 7), k2) == "bad_value");

  CHECK(written(45, of(e::kCallBarred, 1), k1) == "0a0101");
  CHECK(written(45, of(e::kCallBarred, 1), k2) == "0a0101");
  CHECK(written(45, of(e::kCallBarred, 1), k3) == "30030a0101");
  CHECK(written(45, of(e::kCallBarred), k3).empty());
  auto barred = of(e::kCallBarred, 1);
  barred.unauthorised_originator = true;
  CHECK(written(45, barred, k3) == "30050a01018100");
  CHECK(written(45, barred, k2) == "not_allowed");

  CHECK(written(46, of(e::kSystemFailure, 1), k1) == "0a0101");
  CHECK(written(46, of(e::kSystemFailure, 1), k2) == "0a0101");
  CHECK(written(44, of(e::kSystemFailure, 1), k3) == "30030a0101");
  CHECK(written(44, of(e::kSystemFailure), k3).empty());

  CHECK(written(44, of(e::kAbsentSubscriberSm, 5), k3) == "3003020105");
  CHECK(written(46, of(e::kAbsentSubscriberSm, 5), k2) == "not_allowed");
  auto absent = of(e::kAbsentSubscriber);
  CHECK(written(45, absent, k2).empty());
  absent.waiting_data_set = true;
  CHECK(written(45, absent, k1) == "0101ff");
  CHECK(written(45, absent, k2) == "not_allowed");
  CHECK(written(44, of(e::kAbsentSubscriber), k3) == "not_allowed");

  // What the firewall refuses with.
  CHECK(written(44, of(e::kIllegalSubscriber), k3).empty());
  CHECK(written(46, of(e::kIllegalSubscriber), k1).empty());
  CHECK(written(44, of(e::kSubscriberBusyForMtSms), k3).empty());
  CHECK(written(46, of(e::kSubscriberBusyForMtSms), k2).empty());
  CHECK(written(46, of(e::kSubscriberBusyForMtSms), k1) == "not_allowed");
  CHECK(written(46, of(e::kIllegalSubscriber), k3) == "not_allowed");
  CHECK(written(44, of(e::kCallBarred), k3) == "not_allowed");
  CHECK(written(64, of(e::kSystemFailure), k2).empty());
  CHECK(written(63, of(e::kSystemFailure), k2) == "not_allowed");
  CHECK(written(44, of(200), k3) == "not_allowed");
  CHECK(written(44, of(e::kIllegalSubscriber, 1), k3) == "not_allowed");
}

TEST_CASE("map: errors are read by their version", "[ss7]") {
  const auto read = [](std::int32_t code, const char* hex, MapVersion version) {
    const auto result = decode_map_error(code, keep(from_hex(hex)), version);
    REQUIRE(result);
    return *result;
  };
  const auto k1 = MapVersion::k1;
  const auto k2 = MapVersion::k2;
  const auto k3 = MapVersion::k3;
  CHECK(read(32, "0a0105", k1).cause == 5);
  CHECK_FALSE(read(32, "0a0105", k1).findings.any());
  CHECK(read(32, "0a0105", k2).cause == 5);
  CHECK(read(32, "0a0105", k2).findings.only(BerFinding::kOtherVersion));
  const auto failure = read(32, "30070a0100040200d3", k2);
  CHECK(failure.cause == 0);
  CHECK(to_hex(failure.diagnostic_info) == "00d3");
  CHECK_FALSE(failure.findings.any());
  CHECK(read(32, "30070a0100040200d3", k1).findings.only(BerFinding::kOtherVersion));
  const auto barred = read(13, "30050a01018100", k3);
  CHECK(barred.cause == 1);
  CHECK(barred.unauthorised_originator);
  CHECK(read(13, "0a0101", k3).findings.only(BerFinding::kOtherVersion));
  const auto absent = read(6, "3006 020105 800106", k3);
  CHECK(absent.cause == 5);
  CHECK(absent.additional_absent_diagnostic == 6);
  CHECK_FALSE(absent.findings.any());
  CHECK(read(6, "", k2).findings.only(BerFinding::kOtherVersion));
  CHECK(read(27, "0101ff", k1).waiting_data_set == true);
  CHECK(read(27, "3003800102", k3).cause == 2);
  CHECK(read(34, "30060a0101810100", k3).cause == 1);
  CHECK_FALSE(read(9, "", k3).findings.any());
  CHECK(read(31, "30020500", k3).findings == BerFindings{});
  CHECK(read(32, "0a0109", k1).findings.only(BerFinding::kValueOutOfRange));
  CHECK(read(9, "30000500", k3).findings.only(BerFinding::kTrailingOctets));

  CHECK(decode_map_error(32, {}, k1).error().code == DecodeCode::kTruncated);
  CHECK(decode_map_error(32, from_hex("3000"), k2).error().code == DecodeCode::kTruncated);
  CHECK(decode_map_error(9, from_hex("0a0101"), k2).error().code == DecodeCode::kBadValue);
  CHECK(decode_map_error(27, from_hex("0100"), k1).error().code == DecodeCode::kBadValue);
  CHECK(decode_map_error(255, {}, k3).error().code == DecodeCode::kUnknownId);
  CHECK(map_error_name(32) == "sm-DeliveryFailure");
  CHECK(map_error_name(2) == "unknown");
  for_each_cut(from_hex("30070a0100040200d3"), 2,
               [&](std::span<const std::byte> cut, bool must_fail) {
                 const bool ok = decode_map_error(32, cut, k2).has_value();
                 if (must_fail) CHECK_FALSE(ok);
               });
}
