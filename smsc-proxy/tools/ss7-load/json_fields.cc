#include "smsc-proxy/tools/ss7-load/json_fields.hh"

#include <stdexcept>

namespace smsfw::ss7_load {
namespace {

using Json = nlohmann::json;

}  // namespace

void fail(const std::string& why) {
  throw std::runtime_error(why);
}

std::string JsonFields::text(const char* key) const {
  const auto found = json_.find(key);
  if (found == json_.end()) return {};
  if (!found->is_string()) fail(std::string(key) + ": expected a string");
  return found->get<std::string>();
}

std::string JsonFields::needed(const char* key) const {
  if (!has(key)) fail(std::string(key) + " is missing");
  return text(key);
}

unsigned JsonFields::number(const char* key, unsigned otherwise, unsigned max) const {
  const auto found = json_.find(key);
  if (found == json_.end()) return otherwise;
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > max) {
    fail(std::string(key) + ": expected a number up to " + std::to_string(max));
  }
  return found->get<unsigned>();
}

bool JsonFields::flag(const char* key) const {
  const auto found = json_.find(key);
  if (found == json_.end()) return false;
  if (!found->is_boolean()) fail(std::string(key) + ": expected true or false");
  return found->get<bool>();
}

std::vector<Json> JsonFields::list(const char* key) const {
  std::vector<Json> out;
  const auto found = json_.find(key);
  if (found == json_.end()) return out;
  if (!found->is_array()) fail(std::string(key) + ": expected a list of objects");
  for (const Json& each : *found) {
    if (!each.is_object()) fail(std::string(key) + ": expected a list of objects");
    Json merged = json_;
    for (const char* own : {"more", "invokes", "segments", "empty_begin"}) {
      if (each.contains(own)) fail(std::string(own) + " stands inside " + key);
      merged.erase(own);
    }
    merged.update(each);
    out.push_back(std::move(merged));
  }
  return out;
}

}  // namespace smsfw::ss7_load
