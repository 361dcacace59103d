// bench-signatures N SEED OUT.yaml: writes a pack of N made-up signatures (see
// bench_signatures.hh).
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>

#include "tests/bench/bench_signatures.hh"

namespace {

std::optional<std::uint32_t> number(const char* text) {
  std::uint32_t value = 0;
  const char* const end = text + std::strlen(text);
  const auto result = std::from_chars(text, end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const auto count = argc == 4 ? number(argv[1]) : std::nullopt;
  const auto seed = argc == 4 ? number(argv[2]) : std::nullopt;
  if (!count || !seed || *count == 0 || *count > 1'000'000) {
    std::fprintf(stderr, "usage: bench-signatures N SEED OUT.yaml   (N from 1 to 1000000)\n");
    return 2;
  }
  std::ofstream file(argv[3], std::ios::binary | std::ios::trunc);
  file << smsfw::bench::to_pack(smsfw::bench::make_signatures(*count, *seed));
  file.close();
  if (!file) {
    std::fprintf(stderr, "bench-signatures: cannot write %s: %s\n", argv[3], std::strerror(errno));
    return 1;
  }
  return 0;
}
