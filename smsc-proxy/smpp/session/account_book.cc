#include "smsc-proxy/smpp/session/account_book.hh"

#include <algorithm>

namespace smsfw::smpp {
namespace {

/// Exact, or a prefix that ends in '*'. Length of what matched, or -1.
int match(std::string_view pattern, std::string_view text) noexcept {
  if (!pattern.empty() && pattern.back() == '*') {
    pattern.remove_suffix(1);
    return text.starts_with(pattern) ? static_cast<int>(pattern.size()) : -1;
  }
  // An exact entry goes before a prefix of the same length.
  return text == pattern ? static_cast<int>(pattern.size()) + 1 : -1;
}

std::string_view digits_of(std::string_view number) noexcept {
  return number.starts_with('+') ? number.substr(1) : number;
}

}  // namespace

Account::Account(const AccountConfig& config) : config_(config) {
  for (const std::string& text : config_.allow_from) {
    if (const auto network = Network::parse(text)) networks_.push_back(*network);
  }
}

bool Account::serves(std::string_view listener) const noexcept {
  return config_.listeners.empty() || std::find(config_.listeners.begin(), config_.listeners.end(),
                                                listener) != config_.listeners.end();
}

bool Account::allows_from(std::string_view address) const noexcept {
  if (networks_.empty()) return true;
  return std::any_of(networks_.begin(), networks_.end(),
                     [&](const Network& network) { return network.contains(address); });
}

bool Account::allows_sender(std::string_view source) const noexcept {
  if (config_.senders.empty() || source.empty()) return true;
  const std::string_view digits = digits_of(source);
  return std::any_of(config_.senders.begin(), config_.senders.end(), [&](const std::string& one) {
    return match(one, source) >= 0 || match(digits_of(one), digits) >= 0;
  });
}

int Account::matches_number(std::string_view destination) const noexcept {
  int best = -1;
  for (const std::string& one : config_.numbers) {
    best = std::max(best, match(digits_of(one), digits_of(destination)));
  }
  return best;
}

bool Account::take_bind() noexcept {
  std::uint32_t used = binds_.load(std::memory_order_relaxed);
  while (used < config_.max_binds) {
    if (binds_.compare_exchange_weak(used, used + 1, std::memory_order_relaxed)) return true;
  }
  return false;
}

bool Account::take_message(std::chrono::nanoseconds now) noexcept {
  if (config_.throughput == 0) return true;
  const std::lock_guard lock(mutex_);
  const std::chrono::nanoseconds each{1'000'000'000 / config_.throughput};
  const std::chrono::nanoseconds full = std::max(full_at_, now) + each;
  // One second's worth may come at once.
  if (full - now > std::chrono::seconds{1}) return false;
  full_at_ = full;
  return true;
}

Expected<std::unique_ptr<AccountBook>, std::string> AccountBook::build(
    const std::vector<AccountConfig>& accounts) {
  auto book = std::make_unique<AccountBook>();
  for (const AccountConfig& config : accounts) {
    for (const std::string& text : config.allow_from) {
      if (!Network::parse(text)) {
        return Unexpected<std::string>("account '" + config.system_id + "': allow_from: '" + text +
                                       "' is no address and no network; write 10.1.2.3 or "
                                       "10.0.0.0/8");
      }
    }
    book->accounts_.push_back(std::make_unique<Account>(config));
  }
  return book;
}

Account* AccountBook::find(std::string_view system_id, std::string_view listener) noexcept {
  for (const auto& account : accounts_) {
    if (account->config().system_id == system_id && account->serves(listener)) return account.get();
  }
  return nullptr;
}

Account* AccountBook::find(std::string_view system_id) noexcept {
  for (const auto& account : accounts_) {
    if (account->config().system_id == system_id) return account.get();
  }
  return nullptr;
}

Account* AccountBook::find_number(std::string_view destination,
                                  std::string_view listener) noexcept {
  Account* best = nullptr;
  int length = -1;
  for (const auto& account : accounts_) {
    if (!account->serves(listener)) continue;
    const int matched = account->matches_number(destination);
    if (matched > length) {
      length = matched;
      best = account.get();
    }
  }
  return best;
}

}  // namespace smsfw::smpp
