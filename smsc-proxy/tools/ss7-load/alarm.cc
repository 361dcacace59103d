#include "smsc-proxy/tools/ss7-load/alarm.hh"

#include "smsc-proxy/ss7/link/link.hh"

namespace smsfw::ss7_load {

Alarm::Alarm(ss7::link::Link& link) : link_(link), thread_([this] { run(); }) {}

Alarm::~Alarm() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Alarm::set(Clock::time_point when) {
  {
    const std::lock_guard lock(mutex_);
    when_ = when;
  }
  changed_.notify_one();
}

void Alarm::run() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (!when_) {
      changed_.wait(lock);
    } else if (Clock::now() < *when_) {
      changed_.wait_until(lock, *when_);
    } else {
      when_.reset();
      link_.wake();
    }
  }
}

}  // namespace smsfw::ss7_load
