#include "filters/signature/signature_set.hh"

#include <re2/re2.h>

namespace smsfw {

SignatureSet::Pattern::Pattern() = default;
SignatureSet::Pattern::Pattern(Pattern&&) noexcept = default;
SignatureSet::Pattern& SignatureSet::Pattern::operator=(Pattern&&) noexcept = default;
SignatureSet::Pattern::~Pattern() = default;

SignatureSet::SignatureSet() = default;
SignatureSet::~SignatureSet() = default;

BufferSet SignatureSet::reads() const noexcept {
  BufferSet buffers;
  for (const Database& database : databases_)
    buffers.add(database.compiled.buffer());
  return buffers;
}

std::size_t SignatureSet::memory() const noexcept {
  std::size_t octets = 0;
  for (const Database& database : databases_)
    octets += database.compiled.memory();
  return octets;
}

}  // namespace smsfw
