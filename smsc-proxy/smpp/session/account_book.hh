#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/session/endpoint.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"

namespace smsfw::smpp {

/// One account of terminated listeners, with what it uses up. Shared by workers.
class Account {
 public:
  explicit Account(const AccountConfig& config);

  const AccountConfig& config() const noexcept { return config_; }
  bool serves(std::string_view listener) const noexcept;
  /// True when `address` may bind.
  bool allows_from(std::string_view address) const noexcept;
  /// True when `source` may stand as source_addr. An empty one may: the SMSC fills it in.
  bool allows_sender(std::string_view source) const noexcept;
  /// Length of the account's longest match for a destination, or -1.
  int matches_number(std::string_view destination) const noexcept;

  /// Takes one of the account's binds; false when all are in use.
  bool take_bind() noexcept;
  void release_bind() noexcept { binds_.fetch_sub(1, std::memory_order_relaxed); }
  std::uint32_t binds() const noexcept { return binds_.load(std::memory_order_relaxed); }

  /// Takes one message of the account's throughput; false when this second has none left.
  bool take_message(std::chrono::nanoseconds now) noexcept;

 private:
  AccountConfig config_;
  std::vector<Network> networks_;
  std::atomic<std::uint32_t> binds_{0};
  std::mutex mutex_;
  std::chrono::nanoseconds full_at_{0};  // when the bucket of messages is full again
};

/// The accounts of the configuration.
class AccountBook {
 public:
  /// The error names the account and the faulty entry.
  static Expected<std::unique_ptr<AccountBook>, std::string> build(
      const std::vector<AccountConfig>& accounts);

  /// nullptr when there is none of that name for the listener.
  Account* find(std::string_view system_id, std::string_view listener) noexcept;
  /// The account of a destination of an MO message: the longest match, nullptr for none.
  Account* find_number(std::string_view destination, std::string_view listener) noexcept;
  /// The account by name alone, for receipts.
  Account* find(std::string_view system_id) noexcept;

  const std::vector<std::unique_ptr<Account>>& accounts() const noexcept { return accounts_; }

 private:
  std::vector<std::unique_ptr<Account>> accounts_;
};

}  // namespace smsfw::smpp
