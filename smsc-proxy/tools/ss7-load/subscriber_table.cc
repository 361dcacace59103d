#include "smsc-proxy/tools/ss7-load/subscriber_table.hh"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/tools/ss7-load/json_fields.hh"

namespace smsfw::ss7_load {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"msisdn", "imsi", "msc", "error"};

std::vector<std::byte> imsi_of(std::string_view digits) {
  std::vector<std::byte> out(ss7::kMaxImsi);
  const auto size = ss7::encode_tbcd(digits, out);
  if (!size || *size < ss7::kMinImsi) {
    throw std::runtime_error("no IMSI: " + std::string(digits));
  }
  out.resize(*size);
  return out;
}

ss7::MapAddressOctets address_of(std::string_view digits) {
  const auto made =
      ss7::MapAddressOctets::make(ss7::MapNature::kInternational, ss7::MapPlan::kIsdn, digits);
  if (!made || digits.empty()) throw std::runtime_error("no number: " + std::string(digits));
  return *made;
}

std::optional<std::int32_t> error_of(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const auto& row : ss7::map_errors()) {
    if (row.name == name) return row.code;
  }
  throw std::runtime_error("no MAP error: " + std::string(name));
}

void check_keys(const nlohmann::json& row) {
  if (!row.is_object()) fail("not a JSON object");
  for (const auto& [key, value] : row.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) fail("unknown key " + key);
  }
}

}  // namespace

SubscriberTable::SubscriberTable(std::string_view imsi, std::string_view msc,
                                 std::string_view error)
    : others_{imsi_of(imsi), address_of(msc), error_of(error)} {}

void SubscriberTable::read(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    try {
      const auto row = nlohmann::json::parse(line);
      check_keys(row);
      Subscriber one = others_;
      const std::string msisdn = row.at("msisdn");
      const std::string imsi = row.value("imsi", "");
      if (!imsi.empty()) one.imsi = imsi_of(imsi);
      if (row.contains("msc")) one.msc = address_of(row.at("msc").get<std::string>());
      if (row.contains("error")) one.error = error_of(row.at("error").get<std::string>());
      by_msisdn_[msisdn] = one;
      if (!imsi.empty()) by_imsi_[imsi] = one;
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
    }
  }
}

}  // namespace smsfw::ss7_load
