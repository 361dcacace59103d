#pragma once

#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/ss7/relay/home_router.hh"
#include "tests/support/map_octets.hh"
#include "tests/support/relay_outside.hh"

// A home router between a foreign SMSC, our HLR and our MSC, as tests drive it.

namespace smsfw::ss7::testing {

inline constexpr std::string_view kAsker = "4470000001";  // the foreign SMSC
inline constexpr std::string_view kRogue = "99900000001";
inline constexpr std::string_view kOwnTitle = "84900000050";
inline constexpr std::string_view kSubscriber = "84900000001";
inline constexpr std::string_view kHlrTitle = "84900000060";
inline constexpr std::string_view kMscTitle = "84900000077";
inline constexpr std::string_view kSgsnTitle = "84900000078";
inline constexpr std::string_view kCentre = "4470000099";
inline constexpr std::string_view kRealImsi = "001010900000001";
inline constexpr TransactionId kAskerId{0x00000A01, 4};
inline constexpr TransactionId kFarId{0x00000B02, 4};
inline constexpr std::string_view kGoodTpdu = "040a81900000001000004280219000000002c834";
inline constexpr std::string_view kBadTpdu = "040a81900000001000004280219000000002c866";

/// Keeps what the judge was told of the recipient.
class HomeOutside final : public Outside {
 public:
  struct Told {
    bool home_routing = false;
    CorrelationState correlation = CorrelationState::kNotLookedUp;
    std::string msisdn;
    std::string asker;
  };
  MapDecision judge(const MapQuestion& question) override {
    Told one{question.home_routing, question.correlation, {}, {}};
    if (question.addressee != nullptr) {
      one.msisdn = question.addressee->msisdn.view();
      one.asker = question.addressee->asker.view();
    }
    told.push_back(one);
    const MapDecision decision = Outside::judge(question);
    if (decision.message != 0) passed.insert(decision.message);
    return decision;
  }

  std::optional<MapDecision::Kind> query_answer;  // of queries, in place of passing
  std::vector<Told> told;
  std::set<std::uint64_t> passed;  // messages that are to be settled

 private:
  MapDecision decide(const MapQuestion& question) override {
    if (question.asked.code == operation::kSendRoutingInfoForSm && query_answer) {
      MapDecision decision;
      decision.kind = *query_answer;
      decision.answer = *default_answer(Action::kReject, question.asked);
      return decision;
    }
    return Outside::decide(question);
  }
};

inline HomeRouterConfig home_config() {
  HomeRouterConfig config;
  config.own_titles = {std::string(kOwnTitle)};
  config.asking_side = kNetworkSide;
  config.home_side = kSmscSide;
  config.ids.prefix.assign("00101");
  return config;
}

class HomeBench {
 public:
  /// One thing sent, read: nothing in it may be odd.
  struct Read {
    std::string how;
    std::uint64_t side = 0;
    SccpMessage sccp;
    TcapMessage tcap;

    std::string_view called() const { return keep_digits(sccp.called); }
    std::string_view calling() const { return keep_digits(sccp.calling); }
    Component component() const { return *tcap.components.begin(); }

   private:
    static std::string_view keep_digits(const SccpAddress& address) {
      const TitleDigits digits = address.digits();
      const auto octets = std::as_bytes(std::span(digits.view()));
      const Octets& kept = keep(Octets(octets.begin(), octets.end()));
      return {reinterpret_cast<const char*>(kept.data()), kept.size()};
    }
  };

  explicit HomeBench(HomeRouterConfig config = home_config())
      : router(
            std::move(config), {}, 0x1234567887654321ULL, [this] { return random(); },
            [](std::string_view a, std::string_view b) { return a.substr(0, 3) == b.substr(0, 3); },
            outside) {}

  void take(std::uint8_t side, const Octets& called, const Octets& calling, const Octets& tcap,
            std::size_t max_size = kMaxSignalUnit) {
    SccpUnitdata unitdata;
    unitdata.called = called;
    unitdata.calling = calling;
    unitdata.data = tcap;
    unitdata.local_reference = ++reference;
    unitdata.return_on_error = return_on_error;
    const auto plan = plan_unitdata(unitdata, max_size);
    REQUIRE(plan);
    units.clear();
    for (std::size_t i = 0; i < plan->count; ++i) {
      units.push_back(written(encode_unitdata(unitdata, *plan, i, buffer)));
      if (mangle) mangle(units.back());
      router.take({++tag, {10}, {30}, side, units.back()}, now);
    }
  }
  /// From outside, to our title, or to the HLR by the number of a subscriber.
  void to_us(const Octets& tcap, std::string_view from = kAsker) {
    take(kNetworkSide, party(kOwnTitle, subsystem::kMsc), party(from, subsystem::kMsc), tcap);
  }
  void to_hlr(const Octets& tcap, std::string_view from = kAsker) {
    take(kNetworkSide, party(kSubscriber, subsystem::kHlr), party(from, subsystem::kMsc), tcap);
  }
  /// From our HLR or MSC.
  void from_home(std::string_view from, std::uint8_t subsystem, const Octets& tcap) {
    take(kSmscSide, party(kOwnTitle, subsystem::kMsc), party(from, subsystem), tcap);
  }
  void from_hlr(const Octets& tcap) { from_home(kHlrTitle, subsystem::kHlr, tcap); }
  void from_msc(const Octets& tcap) { from_home(kMscTitle, subsystem::kMsc, tcap); }

  /// What was sent, from the last one back; segments joined.
  Read sent(std::size_t back = 0) {
    REQUIRE(outside.sent.size() > back);
    std::size_t at = outside.sent.size() - 1 - back;
    const auto last = decode_sccp(outside.sent[at].octets);
    REQUIRE(last);
    Read out{outside.sent[at].how, outside.sent[at].tag, *last, {}};
    CHECK_FALSE(last->findings.any());
    Octets data(last->data.begin(), last->data.end());
    while (decode_sccp(outside.sent[at].octets)->segmentation &&
           !decode_sccp(outside.sent[at].octets)->segmentation->first) {
      const auto before = decode_sccp(outside.sent[--at].octets);
      REQUIRE(before);
      data.insert(data.begin(), before->data.begin(), before->data.end());
    }
    const auto tcap = decode_tcap(keep(data));
    REQUIRE(tcap);
    CHECK_FALSE(tcap->findings.any());
    out.tcap = *tcap;
    return out;
  }

  static bool named(MapVersion version) { return version != MapVersion::k1; }
  static Octets gateway_name(MapVersion version) {
    return context_name(context::kShortMsgGateway, version);
  }

  static Octets request(MapVersion version = MapVersion::k3) {
    RoutingInfoRequest out;
    out.msisdn = address(kSubscriber);
    out.priority = true;
    out.service_centre = address(kCentre);
    out.gprs_support = version == MapVersion::k3;
    return written(encode_routing_info_request(out, version, buffer));
  }
  void query(MapVersion version, std::string_view from = kAsker) {
    auto begin = TcapBuilder::begin(kAskerId);
    if (named(version)) begin.request({context::kShortMsgGateway, std::uint8_t(version)});
    const Octets parameter = request(version);
    begin.invoke(1, operation::kSendRoutingInfoForSm, parameter);
    to_hlr(written(begin.encode(buffer)), from);
  }
  static RoutingInfoResult served_by_msc() {
    RoutingInfoResult result;
    result.imsi = imsi(kRealImsi);
    result.network_node = address(kMscTitle);
    return result;
  }
  /// The HLR's answer to the query that was sent on last.
  void hlr_answers(MapVersion version, const RoutingInfoResult& result) {
    auto end = TcapBuilder::end(sent().tcap.originating);
    const Octets name = gateway_name(version);
    if (named(version)) end.accept(name);
    const auto parameter = written(encode_routing_info_result(result, version, buffer));
    from_hlr(written(end.result(1, operation::kSendRoutingInfoForSm, parameter).encode(buffer)));
  }
  RoutingInfoResult shown(MapVersion version) {
    const auto result = decode_routing_info_result(sent().component().parameter, version);
    REQUIRE(result);
    CHECK_FALSE(result->findings.any());
    return *result;
  }
  /// A query and its answer: the id that the asker gets.
  std::string id(MapVersion version = MapVersion::k3) {
    query(version);
    hlr_answers(version, served_by_msc());
    return std::string(shown(version).imsi.digits().view());
  }

  static std::int32_t forward_code(MapVersion version) {
    return version == MapVersion::k3 ? operation::kMtForwardSm : operation::kMoForwardSm;
  }
  static ApplicationContext forward_context(MapVersion version) {
    return {context::kShortMsgMtRelay, std::uint8_t(version)};
  }
  static Octets forward_name(MapVersion version) {
    return context_name(context::kShortMsgMtRelay, version);
  }
  /// The argument of a message to an IMSI; none: a further one of its dialogue.
  static Octets message(std::string_view to, std::string_view tpdu, MapVersion version,
                        bool more = false) {
    ForwardSm out;
    if (!to.empty()) {
      out.destination = {RpDestinationKind::kImsi, imsi(to).octets()};
      out.origin = {RpOriginKind::kServiceCentre, address(kCentre).octets()};
    }
    out.user_data = keep(from_hex(tpdu));
    out.more_messages = more;
    return written(encode_forward_sm(out, forward_code(version), version, buffer));
  }
  void forward(std::string_view to, std::string_view tpdu = kGoodTpdu,
               MapVersion version = MapVersion::k3, std::string_view from = kAsker,
               bool more = false) {
    auto begin = TcapBuilder::begin(kAskerId);
    if (named(version)) begin.request(forward_context(version));
    to_us(written(begin.invoke(1, forward_code(version), message(to, tpdu, version, more))
                      .encode(buffer)),
          from);
  }
  /// The MSC's result of the message that was sent on last.
  void msc_answers(MapVersion version = MapVersion::k3) {
    auto end = TcapBuilder::end(sent().tcap.originating);
    const Octets name = forward_name(version);
    if (named(version)) end.accept(name);
    from_msc(written(end.result(1, forward_code(version)).encode(buffer)));
  }

  std::mt19937_64 random{11};
  HomeOutside outside;
  HomeRouter router;
  std::chrono::nanoseconds now = std::chrono::hours(1);
  std::uint64_t tag = 0;
  std::uint32_t reference = 0;
  bool return_on_error = false;
  std::function<void(Octets&)> mangle;  // what units come in as
  std::vector<Octets> units;
};

/// The error that a message carries, which is its one component.
inline std::int32_t error_of(const HomeBench::Read& read) {
  REQUIRE(read.component().kind == ComponentKind::kReturnError);
  return *read.component().code.local;
}

}  // namespace smsfw::ss7::testing
