#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "smsc-proxy/ss7/link/link_config.hh"

namespace smsfw::ss7::link {

/// The Local-RK-Identifier of our one routing key on an association.
inline constexpr std::uint32_t kLocalKey = 1;

/// Dynamic registration of an association's routing key (RFC 4666 4.4): when to ask, and what came
/// of it. A refused request is repeated at the pace of reconnection, doubled after each refusal.
class Registration {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Registration(const LinkReconnect& pace) noexcept : pace_(pace), wait_(pace.min) {}

  /// What the peer assigned; 0: nothing.
  std::uint32_t routing_context() const noexcept { return routing_context_; }

  bool due(Clock::time_point now) const noexcept { return routing_context_ == 0 && now >= next_; }
  /// Whether the last request had time enough for an answer and got none.
  bool unanswered() const noexcept { return waiting_; }
  void ask(Clock::time_point now) noexcept;

  /// An answer came. False: to no question.
  bool answered() noexcept;
  void registered(std::uint32_t routing_context);
  void refused(Clock::time_point now) noexcept;
  /// The association ended, or the ASP is down again.
  void forget() noexcept;

  /// Whether `why` is another refusal than the last since a registration, which then is remembered:
  /// over new associations, so that a peer that always refuses does not fill a log.
  bool is_news(std::string_view why);

 private:
  LinkReconnect pace_;
  std::chrono::seconds wait_;
  Clock::time_point next_{};
  std::uint32_t routing_context_ = 0;
  std::uint32_t open_ = 0;  // requests without an answer
  bool waiting_ = false;    // for the answer to the last
  std::string told_;
};

}  // namespace smsfw::ss7::link
