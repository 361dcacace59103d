#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/text_buffers.hh"

// Of Hyperscan's <hs.h>, which only this folder's sources include.
struct hs_database;

namespace smsfw {

/// What one database is compiled from. A match reports the expression's index.
struct DatabaseSource {
  Buffer buffer = Buffer::kRaw;
  std::vector<std::string> expressions;

  /// 32 hexadecimal digits over the engine (version, CPU features, mode), flags, buffer and
  /// expressions: the name of the cache file. The same hash is the same database.
  std::string content_hash() const;
};

/// Why a database could not be compiled or loaded.
struct DatabaseError {
  static constexpr std::uint32_t kNoExpression = 0xFFFFFFFF;

  std::string what;
  std::uint32_t expression = kNoExpression;  ///< Index of the one at fault.
  std::string hint = {};
};

/// Hyperscan's own description of what it compiles here: version, CPU features, mode. Serialised
/// databases of another description are refused.
const std::string& engine_info();

/// Compiles and serialises, with our own header in front (DatabaseFile). Takes about 1 ms an
/// expression and much memory: for the control thread or a process of its own, never for a worker.
/// Expressions that Hyperscan cannot match exactly but RE2 can are scanned for in a form that
/// matches more, and marked for confirmation. Errors: one for each expression that neither can.
Expected<std::vector<std::byte>, std::vector<DatabaseError>> compile_database(
    const DatabaseSource& source);

/// A database ready to be scanned with. Immutable; any number of threads may scan, each with its
/// own scratch.
class PatternDatabase {
 public:
  /// Checks header (magic, length, checksum, content hash), then the engine that made the octets,
  /// and only then lets Hyperscan read them. `serialized` may be a mapped file of any alignment and
  /// is not needed afterwards. Any change of any octet is an error, never a crash; the caller
  /// deletes the file and compiles again.
  static Expected<PatternDatabase, DatabaseError> load(std::span<const std::byte> serialized,
                                                       const DatabaseSource& source);

  Buffer buffer() const noexcept { return buffer_; }
  const ::hs_database* handle() const noexcept { return database_.get(); }
  std::size_t expressions() const noexcept { return expressions_; }
  /// Indexes of the expressions whose matches RE2 has to confirm. Ascending.
  std::span<const std::uint32_t> confirmed() const noexcept { return confirmed_; }
  /// Octets in memory.
  std::size_t memory() const noexcept { return memory_; }
  const std::string& content_hash() const noexcept { return content_hash_; }

 private:
  struct Free {
    void operator()(::hs_database* database) const noexcept;
  };
  PatternDatabase() = default;

  std::unique_ptr<::hs_database, Free> database_;
  Buffer buffer_ = Buffer::kRaw;
  std::size_t expressions_ = 0;
  std::vector<std::uint32_t> confirmed_;
  std::size_t memory_ = 0;
  std::string content_hash_;
};

}  // namespace smsfw
