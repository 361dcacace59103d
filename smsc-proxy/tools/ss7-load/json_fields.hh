#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace smsfw::ss7_load {

/// Throws std::runtime_error.
[[noreturn]] void fail(const std::string& why);

/// The fields of one JSON object, by what they have to be. All throw std::runtime_error with the
/// reason. Borrows the object.
class JsonFields {
 public:
  explicit JsonFields(const nlohmann::json& json) : json_(json) {}

  bool has(const char* key) const { return json_.contains(key); }
  /// Empty where it is missing.
  std::string text(const char* key) const;
  std::string needed(const char* key) const;
  unsigned number(const char* key, unsigned otherwise, unsigned max) const;
  /// False where it is missing.
  bool flag(const char* key) const;
  /// A list of objects, each with what it leaves out taken from this one.
  std::vector<nlohmann::json> list(const char* key) const;

 private:
  const nlohmann::json& json_;
};

}  // namespace smsfw::ss7_load
