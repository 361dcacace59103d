// Any octets as a signature pack and as a classification: read whole or refused with problems.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "smsc-proxy/control/pack_loader.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smsfw::control;
  static const SourceText known_classes{
      "classes.yaml", "classes: [{ name: spam, title: S }, { name: bank, block: 2000, title: B }]"};
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto pack = load_packs({SourceText{"fuzz.yaml", text}}, known_classes, {});
  if (pack ? pack->signatures().empty() : pack.error().empty()) std::abort();
  const auto classes = load_packs({}, SourceText{"fuzz.yaml", text}, {});
  if (!classes && classes.error().empty()) std::abort();
  return 0;
}
