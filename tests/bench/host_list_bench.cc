// What a look-up in a mapped list of a million hosts costs: at random, so that hardly anything of
// it is in a cache. What is asked stands in one row of memory, as a text's hosts would.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/access/host_list.hh"
#include "filters/access/host_list_writer.hh"
#include "smsc-proxy/control/mapped_octets.hh"
#include "tests/bench/allocations.hh"

namespace {

using namespace smsfw;
using access::HostMatch;

constexpr std::size_t kEntries = 1'000'000;
constexpr std::size_t kAsked = 1'000'000;
constexpr std::chrono::microseconds kNow{1'700'000'000'000'000};

// As feeds of smishing domains look: 8 to 20 letters, two or three labels, a few endings.
std::string name(std::mt19937_64& random) {
  constexpr std::string_view kEndings[] = {".example", ".test", ".com.example", ".vn.example"};
  std::string made(8 + random() % 13, 'a');
  for (char& c : made)
    c = static_cast<char>('a' + random() % 26);
  return made.append(kEndings[random() % 4]);
}

class Mapped {
 public:
  Mapped() {
    std::mt19937_64 random(1);
    access::HostListWriter writer;
    names.reserve(kEntries);
    for (std::size_t i = 0; i < kEntries; ++i) {
      names.push_back(name(random));
      const auto match = i % 10 == 0 ? HostMatch::kExact : HostMatch::kDomain;
      writer.add(
          {names.back(), match, i % 3 == 0 ? 4'000'000'000U : 0U, i % 2 == 0 ? "smishing" : ""});
    }
    const auto octets = writer.finish({"bench", "", std::chrono::seconds(1)}).value();
    std::string path = "/tmp/host_list_bench.XXXXXX";
    const int fd = ::mkstemp(path.data());
    if (fd < 0) throw std::runtime_error("no temporary file");
    ::unlink(path.c_str());
    std::size_t done = 0;
    while (done != octets.size()) {
      const auto wrote = ::write(fd, octets.data() + done, octets.size() - done);
      if (wrote <= 0) throw std::runtime_error("cannot write the temporary file");
      done += static_cast<std::size_t>(wrote);
    }
    mapped.emplace(control::MappedOctets::map(fd, octets.size()).value());
    ::close(fd);
    list.emplace(access::HostList::open(mapped->octets()).value());
  }
  std::optional<control::MappedOctets> mapped;
  std::optional<access::HostList> list;
  std::vector<std::string> names;
};

const Mapped& shared() {
  static const Mapped made;
  return made;
}

enum Asked { kListed, kBelow, kUnlisted, kUnlistedDeep };

void look_up(benchmark::State& state, Asked asked) {
  const Mapped& mapped = shared();
  std::mt19937_64 random(2);
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> hosts;
  for (std::size_t i = 0; i < kAsked; ++i) {
    std::string host;
    if (asked == kListed) host = mapped.names[random() % kEntries];
    // Every tenth is an exact one, which has nothing below it.
    if (asked == kBelow) host = "www." + mapped.names[random() % (kEntries / 10) * 10 + 1];
    if (asked == kUnlisted) host = name(random);
    if (asked == kUnlistedDeep) host = "a.b.c.d." + name(random);
    hosts.emplace_back(text.size(), host.size());
    text += host;
  }
  std::size_t found = 0;
  std::size_t i = 0;
  {
    const bench::NoAllocations guard(state);  // counters allocate
    for (auto _ : state) {
      const auto [at, size] = hosts[i];
      const auto entry = mapped.list->find(std::string_view(text).substr(at, size), kNow);
      found += entry.has_value() ? 1U : 0U;
      if (++i == kAsked) i = 0;
    }
  }
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
  state.counters["MiB"] = static_cast<double>(mapped.mapped->octets().size()) / 1'048'576;
}

void open(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(access::HostList::open(shared().mapped->octets()).has_value());
}

}  // namespace

BENCHMARK_CAPTURE(look_up, listed, kListed);
BENCHMARK_CAPTURE(look_up, below_listed, kBelow);
BENCHMARK_CAPTURE(look_up, unlisted, kUnlisted);
BENCHMARK_CAPTURE(look_up, unlisted_deep, kUnlistedDeep);
BENCHMARK(open)->Unit(benchmark::kMillisecond);
