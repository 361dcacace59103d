#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/signature/pattern_database.hh"

namespace smsfw::control {

/// What a cache did since it was made.
struct CacheStats {
  std::uint64_t loaded = 0;     ///< Databases taken from a file.
  std::uint64_t compiled = 0;   ///< Databases compiled.
  std::uint64_t healed = 0;     ///< Files that were damaged or not ours: deleted, compiled anew.
  std::uint64_t pruned = 0;     ///< Files deleted because there were too many.
  std::uint64_t unwritten = 0;  ///< Databases that could not be stored; used all the same.
};

/// Compiled signature databases on disk, named by the hash of what they were compiled from. A file
/// is read only when it is a plain file that belongs to this process' user, nobody else may write
/// it, and its header fits: what Hyperscan reads must come from us. A damaged file is deleted and
/// its database compiled once. Not for workers: compiling takes seconds. One thread at a time.
class SignatureCache {
 public:
  /// `directory` is made (0750) when it is missing. Empty: no files, everything is compiled.
  /// `keep`: how many files stay; the longest unused goes first.
  SignatureCache(std::string directory, std::size_t keep);

  /// The database of a source, from its file or compiled. Errors: those of compile_database().
  Expected<PatternDatabase, std::vector<DatabaseError>> get(const DatabaseSource& source);

  /// Deletes the longest unused files beyond `keep`. Call when a ruleset is complete.
  void prune();

  const CacheStats& stats() const noexcept { return stats_; }
  /// What went wrong with files since the last call, for the log. The rulesets are good all the
  /// same.
  std::vector<std::string> take_remarks();

 private:
  std::string file_of(const DatabaseSource& source) const;

  std::string directory_;
  std::size_t keep_;
  CacheStats stats_;
  std::vector<std::string> remarks_;
};

}  // namespace smsfw::control
