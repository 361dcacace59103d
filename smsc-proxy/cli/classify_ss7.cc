#include "smsc-proxy/cli/classify_ss7.hh"

namespace smsfw::cli {

void ClassifySs7::read_party(const FieldReader& reader, const std::string& which, Party& out) {
  reader.digits((which + "_gt").c_str(), out.digits);
  reader.octet((which + "_nai").c_str(), out.rest.nature);
  reader.octet((which + "_np").c_str(), out.rest.plan);
  reader.octet((which + "_tt").c_str(), out.rest.translation);
  reader.octet((which + "_ssn").c_str(), out.rest.subsystem);
}

std::optional<ClassifySs7> ClassifySs7::read(const nlohmann::json& object) {
  const FieldReader reader(object);
  ClassifySs7 made;
  Ss7Facts& facts = made.plain_;
  reader.name("peer_side", kPeerSideNames, facts.side);
  if (facts.side == PeerSide::kInside) facts.trust = Trust::kOwn;
  reader.name("peer_trust", kTrustNames, facts.trust);
  reader.octet("map_operation", facts.operation);
  reader.octet("application_context", facts.context);
  reader.octet("map_version", facts.version);
  read_party(reader, "calling", made.calling_);
  read_party(reader, "called", made.called_);
  reader.digits("service_centre", made.service_centre_);
  reader.digits("imsi", made.imsi_);
  reader.digits("msisdn", made.msisdn_);
  reader.truth("delivery_not_intended", facts.delivery_not_intended);
  reader.name("query", kQueryStateNames, facts.query.state);
  reader.digits("query_calling_gt", made.query_calling_);
  reader.digits("query_service_centre", made.query_service_centre_);
  reader.name("serving", kServingStateNames, facts.serving.state);
  reader.digits("serving_msc", made.serving_msc_);
  reader.digits("serving_imsi", made.serving_imsi_);
  reader.truth("home_routing", facts.home_routing);
  reader.name("correlation", kCorrelationStateNames, facts.correlation);
  reader.name("porting", kPortingStateNames, facts.porting);
  reader.names<Ss7Finding>("ss7_findings", kSs7FindingNames,
                           [&](Ss7Finding finding) { facts.findings.add(finding); });
  if (!reader.any()) return std::nullopt;
  return made;
}

Ss7Facts ClassifySs7::facts() const {
  Ss7Facts made = plain_;
  made.calling = calling_.rest;
  made.calling.digits = calling_.digits;
  made.called = called_.rest;
  made.called.digits = called_.digits;
  made.service_centre = service_centre_;
  made.imsi = imsi_;
  made.msisdn = msisdn_;
  made.query.calling = query_calling_;
  made.query.service_centre = query_service_centre_;
  made.serving.msc = serving_msc_;
  made.serving.imsi = serving_imsi_;
  return made;
}

}  // namespace smsfw::cli
