#include "smsc-proxy/ss7/link/registration.hh"

#include <algorithm>

namespace smsfw::ss7::link {
namespace {

// Longer than T(ack): who takes a repeated request for another key would assign two contexts.
constexpr std::chrono::seconds kAskAgain{10};

}  // namespace

void Registration::ask(Clock::time_point now) noexcept {
  ++open_;
  waiting_ = true;
  next_ = now + kAskAgain;
}

bool Registration::answered() noexcept {
  if (open_ == 0) return false;
  --open_;
  waiting_ = false;
  return true;
}

void Registration::registered(std::uint32_t routing_context) {
  routing_context_ = routing_context;
  told_.clear();
}

void Registration::refused(Clock::time_point now) noexcept {
  next_ = now + wait_;
  wait_ = std::min(2 * wait_, pace_.max);
}

void Registration::forget() noexcept {
  wait_ = pace_.min;
  next_ = {};
  routing_context_ = 0;
  open_ = 0;
  waiting_ = false;
}

bool Registration::is_news(std::string_view why) {
  if (told_ == why) return false;
  told_ = why;
  return true;
}

}  // namespace smsfw::ss7::link
