#pragma once

#include <cstddef>
#include <memory>

#include "filters/signature/signature_set.hh"

struct hs_scratch;

namespace smsfw {

/// Hyperscan's working space of one worker. Grows to fit every database it is shown, never shrinks.
/// Not shareable between threads, and not usable from inside a match callback.
class Scratch {
 public:
  /// Makes it fit `database` as well. False, and unchanged, when there is no memory for it.
  bool grow(const PatternDatabase& database) noexcept;
  /// The same for all databases of a set.
  bool grow(const SignatureSet& set) noexcept;

  ::hs_scratch* handle() const noexcept { return scratch_.get(); }
  /// Octets; 0 before the first grow().
  std::size_t size() const noexcept;

 private:
  struct Free {
    void operator()(::hs_scratch* scratch) const noexcept;
  };
  std::unique_ptr<::hs_scratch, Free> scratch_;
};

}  // namespace smsfw
