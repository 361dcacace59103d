#include "tests/bench/allocations.hh"

#include <cstdlib>
#include <new>

namespace smsfw::bench {

thread_local std::size_t allocations = 0;

}  // namespace smsfw::bench

void* operator new(std::size_t size) {
  ++smsfw::bench::allocations;
  void* const made = std::malloc(size);
  if (made == nullptr) throw std::bad_alloc();
  return made;
}
void operator delete(void* which) noexcept {
  std::free(which);
}
void operator delete(void* which, std::size_t /*size*/) noexcept {
  std::free(which);
}
