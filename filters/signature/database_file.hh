#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"

namespace smsfw {

/// A serialised database as it stands in a cache file: 72 octets of header, the indexes of the
/// expressions that RE2 confirms (32 bits each), and what Hyperscan serialised. Integers are the
/// machine's own: another machine's file has another content hash.
///
///   0   8  magic
///   8   8  length of all
///   16  8  XXH3 of all that follows
///   24  32 content hash, hexadecimal
///   56  4  number of expressions
///   60  4  number of confirmed ones
///   64  8  zero
struct DatabaseFile {
  static constexpr std::size_t kHeaderSize = 72;

  std::string content_hash;
  std::uint32_t expressions = 0;
  std::vector<std::uint32_t> confirmed;  ///< Ascending.
  std::span<const std::byte> database;   ///< Borrowed.

  /// The octets of a file. `content_hash` must have 32 characters.
  std::vector<std::byte> seal() const;

  /// Reads what seal() wrote. Never looks past `octets`; the error says what is wrong.
  static Expected<DatabaseFile, std::string> open(std::span<const std::byte> octets);
};

/// 32 hexadecimal digits of XXH3-128 over pieces, each with its length, so that no two lists of
/// pieces run into one another.
std::string hash_pieces(std::span<const std::string_view> pieces);

}  // namespace smsfw
