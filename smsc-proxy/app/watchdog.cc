#include "smsc-proxy/app/watchdog.hh"

#include <pthread.h>

#include <cstdlib>
#include <utility>

#include "smsc-proxy/app/systemd.hh"

namespace smsfw::app {
namespace {

constexpr std::chrono::milliseconds kLook{250};

}  // namespace

Watchdog::Watchdog(std::vector<const Worker*> workers, Calls calls)
    : workers_(std::move(workers)), calls_(std::move(calls)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "watchdog");
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watchdog::run() {
  const auto interval = systemd_watchdog_interval();
  auto told = Worker::steady_now();
  auto looked = told;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kLook, [this] { return stop_; })) {
    const auto now = Worker::steady_now();
    // When this thread itself was kept from running (a stopped process, a sleeping host), the
    // workers were too: their clocks start anew.
    const bool overslept = now - looked > 4 * kLook;
    looked = now;
    if (overslept) continue;
    bool sound = true;
    for (const Worker* worker : workers_) {
      const auto silent = now - worker->heartbeat();
      if (silent > kAbort) {
        calls_.last_words(worker->index());
        std::abort();
      }
      if (silent > kStuck) {
        if (sound_.exchange(false)) calls_.stuck(worker->index());
        sound = false;
      }
    }
    if (sound && !sound_.exchange(true)) calls_.recovered();
    if (sound && interval.count() > 0 && now - told >= interval) {
      notify_systemd("WATCHDOG=1");
      told = now;
    }
  }
}

}  // namespace smsfw::app
