#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>

// Counts what a bench allocates, by a global operator new of its own (library bench_allocations).

namespace smsfw::bench {

/// By this thread, since its start.
extern thread_local std::size_t allocations;

/// Fails a case in whose life something is allocated. Made when all is set up, before the first
/// turn.
class NoAllocations {
 public:
  explicit NoAllocations(benchmark::State& state) : state_(state), before_(allocations) {}
  NoAllocations(const NoAllocations&) = delete;
  NoAllocations& operator=(const NoAllocations&) = delete;
  ~NoAllocations() {
    if (allocations != before_) state_.SkipWithError("it allocates");
  }

 private:
  benchmark::State& state_;
  std::size_t before_;
};

}  // namespace smsfw::bench
