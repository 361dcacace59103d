#include "smsc-proxy/app/periodic_thread.hh"

#include <pthread.h>

#include <utility>

namespace smsfw::app {

PeriodicThread::PeriodicThread(const std::string& name, std::chrono::milliseconds period,
                               std::function<void()> task)
    : period_(period), task_(std::move(task)), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), name.c_str());
}

PeriodicThread::~PeriodicThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PeriodicThread::loop() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, period_, [this] { return stop_; })) {
    lock.unlock();
    task_();
    lock.lock();
  }
}

}  // namespace smsfw::app
