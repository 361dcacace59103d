#include "filters/signature/scratch.hh"

#include <hs.h>

namespace smsfw {

void Scratch::Free::operator()(::hs_scratch* scratch) const noexcept {
  hs_free_scratch(scratch);
}

bool Scratch::grow(const PatternDatabase& database) noexcept {
  // A copy grows: hs_alloc_scratch() frees what it was given when it fails, and the ruleset in
  // force still needs that.
  hs_scratch_t* grown = nullptr;
  if (scratch_ && hs_clone_scratch(scratch_.get(), &grown) != HS_SUCCESS) return false;
  const bool fits = hs_alloc_scratch(database.handle(), &grown) == HS_SUCCESS;
  std::unique_ptr<::hs_scratch, Free> owner(grown);
  if (fits) scratch_ = std::move(owner);
  return fits;
}

bool Scratch::grow(const SignatureSet& set) noexcept {
  for (const SignatureSet::Database& database : set.databases()) {
    if (!grow(database.compiled)) return false;
  }
  return true;
}

std::size_t Scratch::size() const noexcept {
  std::size_t octets = 0;
  if (scratch_) hs_scratch_size(scratch_.get(), &octets);
  return octets;
}

}  // namespace smsfw
