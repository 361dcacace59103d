#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "filters/core/expected.hh"

/// The one place of control/ that knows OpenSSL. Functions return nothing but the value on success;
/// a failure of the library itself (no memory, no random octets) throws std::runtime_error, which
/// ends a start and is caught on the control thread.
namespace smsfw::control {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 over pieces, as if they stood behind one another.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void add(std::string_view octets);
  /// Adds the length before the octets, so that pieces cannot run into one another.
  void add_piece(std::string_view octets);
  Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256 sha256(std::string_view octets);
std::string hexadecimal(std::span<const std::uint8_t> octets);

/// `count` octets from the system's generator.
std::string random_octets(std::size_t count);
/// A token of 256 bits in URL-safe characters.
std::string random_token();
/// A random key for hash tables.
std::uint64_t random_secret();

/// True when both are the same; the time does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b) noexcept;

/// `scrypt$N$r$p$SALT$HASH` of a password with a fresh salt (N 16384, r 8, p 1: about 50 ms and
/// 16 MiB).
std::string hash_password(std::string_view password);
/// True when `password` is what `hash` was made of. False also for text that is no hash. Takes as
/// long as hashing: on a side thread, never on a worker.
bool verify_password(std::string_view password, std::string_view hash);

/// HMAC-SHA256 of subscriber numbers, cut to 16 hexadecimal digits: the same number looks the same,
/// and cannot be guessed without the key.
class NumberHasher {
 public:
  /// `key` must have at least 16 octets.
  explicit NumberHasher(std::string key) : key_(std::move(key)) {}
  /// Any thread; does not lock. Allocates.
  std::string operator()(std::string_view number) const;

 private:
  std::string key_;
};

/// The first line of a secret's file. Makes the file with mode 0640 and `fresh()` in it when it is
/// not there. The error says what to do.
Expected<std::string, std::string> load_or_create_secret(const std::string& file,
                                                         std::string (*fresh)() = &random_token);
/// The first line of a secret's file that must be there.
Expected<std::string, std::string> load_secret(const std::string& file);

}  // namespace smsfw::control
