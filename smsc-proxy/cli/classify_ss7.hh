#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "filters/core/ss7_facts.hh"
#include "smsc-proxy/cli/classify_fields.hh"

namespace smsfw::cli {

/// What a line of `smsfw classify` says of SS7. Owns what Ss7Facts borrows.
class ClassifySs7 {
 public:
  /// Nothing where the line has none of these keys: it did not come by SS7 then. Throws WrongField.
  static std::optional<ClassifySs7> read(const nlohmann::json& object);

  /// The facts; they borrow from this object, as it stands.
  Ss7Facts facts() const;

 private:
  struct Party {
    std::string digits;
    SccpParty rest;  // without the digits
  };
  static void read_party(const FieldReader& reader, const std::string& which, Party& out);

  Ss7Facts plain_;  // without the texts
  Party calling_;
  Party called_;
  std::string service_centre_;
  std::string imsi_;
  std::string msisdn_;
  std::string query_calling_;
  std::string query_service_centre_;
  std::string serving_msc_;
  std::string serving_imsi_;
};

}  // namespace smsfw::cli
