#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "smsc-proxy/ss7/codec/map_address.hh"

namespace smsfw::ss7_load {

/// What the far end knows of one subscriber, encoded once.
struct Subscriber {
  std::vector<std::byte> imsi;        ///< TBCD.
  ss7::MapAddressOctets msc;          ///< Where it is.
  std::optional<std::int32_t> error;  ///< Error code of its operations.
};

/// The subscribers of a file, and what all others are like.
class SubscriberTable {
 public:
  /// Throws std::runtime_error: a number that is none, an error that MAP has not.
  SubscriberTable(std::string_view imsi, std::string_view msc, std::string_view error);

  /// JSON lines with msisdn, and optionally imsi, msc, error and nothing else; what is left out is
  /// as of all others. Throws std::runtime_error that names file and line.
  void read(const std::string& path);

  /// Never null.
  const Subscriber& by_msisdn(std::string_view digits) const { return find(by_msisdn_, digits); }
  const Subscriber& by_imsi(std::string_view digits) const { return find(by_imsi_, digits); }

 private:
  using Index = std::unordered_map<std::string, Subscriber>;

  const Subscriber& find(const Index& index, std::string_view digits) const {
    if (index.empty()) return others_;
    const auto found = index.find(std::string(digits));
    return found == index.end() ? others_ : found->second;
  }

  Subscriber others_;
  Index by_msisdn_;
  Index by_imsi_;
};

}  // namespace smsfw::ss7_load
