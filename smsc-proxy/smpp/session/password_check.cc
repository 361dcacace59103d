#include "smsc-proxy/smpp/session/password_check.hh"

#include <pthread.h>

#include <utility>

namespace smsfw::smpp {

PasswordCheck::PasswordCheck(Verify verify)
    : verify_(std::move(verify)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "passwords");
}

PasswordCheck::~PasswordCheck() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool PasswordCheck::check(std::string password, std::string hash, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= kMaxWaiting) return false;
    tasks_.push_back({std::move(password), std::move(hash), std::move(done)});
  }
  wake_.notify_one();
  return true;
}

void PasswordCheck::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
    if (stop_) return;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task.done(verify_(task.password, task.hash));
    lock.lock();
  }
}

}  // namespace smsfw::smpp
