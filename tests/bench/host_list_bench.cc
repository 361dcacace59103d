// What a look-up in a mapped list of a million hosts costs. cold: a million questions at random, so
// that hardly anything of the list is in a cache; hot: two hundred of them again and again. What is
// asked stands in one row of memory, as a text's hosts would.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/host_list.hh"
#include "filters/access/host_list_writer.hh"
#include "smsc-proxy/control/mapped_octets.hh"
#include "tests/bench/allocations.hh"

namespace {

using namespace smsfw;
using access::HostMatch;

constexpr std::size_t kEntries = 1'000'000;
constexpr std::size_t kCold = 1'000'000;
constexpr std::size_t kHot = 200;
constexpr std::chrono::microseconds kNow{1'700'000'000'000'000};

std::string word(std::mt19937_64& random, std::size_t least, std::size_t most) {
  std::string made(least + random() % (most - least + 1), 'a');
  for (char& c : made)
    c = static_cast<char>('a' + random() % 26);
  return made;
}

// As feeds of smishing domains look: domains of 8 to 20 letters below a few endings, a third of
// them a host of such a domain; two to four labels.
std::string name(std::mt19937_64& random) {
  constexpr std::string_view kEndings[] = {".example", ".test", ".com.example", ".vn.example"};
  std::string made = random() % 3 == 0 ? word(random, 2, 8) + '.' : std::string();
  return made.append(word(random, 8, 20)).append(kEndings[random() % 4]);
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

void look_up(benchmark::State& state, Asked asked, std::size_t questions) {
  const Mapped& mapped = shared();
  std::mt19937_64 random(2);
  std::string text;
  std::vector<std::uint32_t> ends{0};
  for (std::size_t i = 0; i < questions; ++i) {
    std::string host;
    if (asked == kListed) host = mapped.names[random() % kEntries];
    // Every tenth is an exact one, which has nothing below it.
    if (asked == kBelow) host = "www." + mapped.names[random() % (kEntries / 10) * 10 + 1];
    if (asked == kUnlisted) host = name(random);
    if (asked == kUnlistedDeep) host = "a.b.c.d." + name(random);
    text += host;
    ends.push_back(static_cast<std::uint32_t>(text.size()));
  }
  std::size_t found = 0;
  std::size_t i = 0;
  {
    const bench::NoAllocations guard(state);  // counters allocate
    for (auto _ : state) {
      const std::string_view host(text.data() + ends[i], ends[i + 1] - ends[i]);
      const auto entry = mapped.list->find(host, kNow);
      found += entry.has_value() ? 1U : 0U;
      if (++i == questions) i = 0;
    }
  }
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
  state.counters["MiB"] = static_cast<double>(mapped.mapped->octets().size()) / 1'048'576;
}

// Beside the look-ups: one read of a line of the same file, where the next depends on the last.
void bare_read(benchmark::State& state) {
  const auto octets = shared().mapped->octets();
  std::uint64_t at = 1;
  for (auto _ : state) {
    at = at * 6'364'136'223'846'793'005U + 1 +
         std::to_integer<unsigned>(octets[(at >> 24) % (octets.size() / 64) * 64]);
  }
  benchmark::DoNotOptimize(at);
}

void open(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(access::HostList::open(shared().mapped->octets()).has_value());
}

}  // namespace

BENCHMARK_CAPTURE(look_up, listed_cold, kListed, kCold);
BENCHMARK_CAPTURE(look_up, below_listed_cold, kBelow, kCold);
BENCHMARK_CAPTURE(look_up, unlisted_cold, kUnlisted, kCold);
BENCHMARK_CAPTURE(look_up, unlisted_deep_cold, kUnlistedDeep, kCold);
BENCHMARK_CAPTURE(look_up, listed_hot, kListed, kHot);
BENCHMARK_CAPTURE(look_up, below_listed_hot, kBelow, kHot);
BENCHMARK_CAPTURE(look_up, unlisted_hot, kUnlisted, kHot);
BENCHMARK_CAPTURE(look_up, unlisted_deep_hot, kUnlistedDeep, kHot);
BENCHMARK(bare_read);
BENCHMARK(open)->Unit(benchmark::kMillisecond);
