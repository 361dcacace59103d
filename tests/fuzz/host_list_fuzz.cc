// Any octets as the file of a host list. The first octet chooses: the octets as they are; a right
// file with some octets changed; the same with its checksum made right again, so that what lies
// behind it is reached. Holds: no look-up leaves the file, and what was not written so is refused.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "filters/access/host_list.hh"
#include "filters/access/host_list_layout.hh"
#include "filters/access/host_list_writer.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw::access;
using smsfw::fuzz::require;
using smsfw::fuzz::require_inside;

constexpr std::chrono::microseconds kNow{1'000'000};

const std::vector<std::byte>& written() {
  static const std::vector<std::byte> file = [] {
    HostListWriter writer;
    for (int i = 0; i < 12; ++i) {
      const std::string host = std::string(static_cast<std::size_t>(i), 'a') + "x.example";
      writer.add({host, static_cast<HostMatch>(i % 3 + 1), i % 2 == 0 ? 0U : 5U,
                  i % 4 == 0 ? "reason" : ""});
    }
    return writer.finish({"source", "licence", std::chrono::seconds(7)}).value();
  }();
  return file;
}

void look_up(std::span<const std::byte> octets) {
  const auto list = HostList::open(octets);
  if (!list) return;
  std::vector<std::string> hosts{"x.example", "a.b.c.aax.example", "example", ".", "a..example"};
  std::size_t entries = 0;
  list->for_each([&](const HostEntry& entry) {
    ++entries;
    require_inside(std::as_bytes(std::span(entry.host)), octets);
    require_inside(std::as_bytes(std::span(entry.reason)), octets);
    if (hosts.size() < 40) hosts.push_back("sub." + std::string(entry.host));
  });
  require(entries == list->size());
  for (const std::string& host : hosts) {
    const auto entry = list->find(host, kNow);
    if (!entry) continue;
    require(host.ends_with(entry->host));
    require(entry->in_force(kNow));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto input = std::as_bytes(std::span(data, size)).subspan(1);
  if (data[0] % 3 == 0) {
    look_up(input);
    return 0;
  }
  std::vector<std::byte> changed = written();
  for (std::size_t i = 0; i + 2 < input.size(); i += 3) {
    const auto at =
        std::to_integer<std::size_t>(input[i]) << 8 | std::to_integer<std::size_t>(input[i + 1]);
    changed[at % changed.size()] ^= input[i + 2];
  }
  if (data[0] % 3 == 1) {
    require(HostList::open(changed).has_value() == (changed == written()));
    return 0;
  }
  namespace layout = host_list_layout;
  layout::put(changed.data() + layout::kAtChecksum, layout::checksum(changed));
  look_up(changed);
  return 0;
}
