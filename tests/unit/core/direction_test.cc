#include "filters/core/direction.hh"

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "tests/catch.hh"

using namespace smsfw;

TEST_CASE("messages go one way; a query of MAP goes nowhere") {
  for (const Ingress ingress : {Ingress::kSmppSubmit, Ingress::kMapMo}) {
    CHECK(goes(ingress, Direction::kSubmit));
    CHECK_FALSE(goes(ingress, Direction::kDeliver));
    CHECK(goes(ingress, Direction::kBoth));
  }
  for (const Ingress ingress : {Ingress::kSmppDeliver, Ingress::kMapMt}) {
    CHECK_FALSE(goes(ingress, Direction::kSubmit));
    CHECK(goes(ingress, Direction::kDeliver));
    CHECK(goes(ingress, Direction::kBoth));
  }
  for (const Direction direction : {Direction::kSubmit, Direction::kDeliver, Direction::kBoth})
    CHECK_FALSE(goes(Ingress::kMapQuery, direction));
}

TEST_CASE("MAP's operations have the names of the codec") {
  CHECK(to_string(Operation::kMoForwardSm) == ss7::operation_name(46));
  CHECK(to_string(Operation::kMtForwardSm) == ss7::operation_name(44));
  CHECK(to_string(Operation::kSendRoutingInfoForSm) == ss7::operation_name(45));
  CHECK(to_string(Operation::kReportSmDeliveryStatus) == ss7::operation_name(47));
  CHECK(to_string(Operation::kInformServiceCentre) == ss7::operation_name(63));
  CHECK(to_string(Operation::kAlertServiceCentre) == ss7::operation_name(64));
  CHECK(to_string(Operation::kReadyForSm) == ss7::operation_name(66));
}
