// Any octets as a configuration: read whole or refused with problems, never a crash; what is read
// is written and read back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "smsc-proxy/control/config_file.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smsfw::control;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto config = parse_config(text, "fuzz.yaml");
  if (!config) {
    if (config.error().empty()) std::abort();
    return 0;
  }
  const std::string dump = dump_config(*config);
  const auto again = parse_config(dump, "dump.yaml");
  // A dump shows secrets as (set), which is no password hash.
  if (!again && config->relay.accounts.empty()) std::abort();
  if (again && dump_config(*again) != dump) std::abort();
  return 0;
}
