#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace smsfw::smpp {

/// What bind responses and our binds carry (SMPP v3.4 §5.2.4).
inline constexpr unsigned char kInterfaceVersion = 0x34;
inline constexpr const char* kOwnSystemId = "smsfw";

/// Checks bind passwords on a thread of its own: hashes are slow on purpose, workers are not to
/// wait. Bounded: more than kMaxWaiting checks at once are refused.
class PasswordCheck {
 public:
  static constexpr std::size_t kMaxWaiting = 256;
  /// True when the password fits the hash. Called on the side thread.
  using Verify = std::function<bool(const std::string& password, const std::string& hash)>;
  /// Called on the side thread.
  using Done = std::function<void(bool good)>;

  explicit PasswordCheck(Verify verify);
  ~PasswordCheck();
  PasswordCheck(const PasswordCheck&) = delete;
  PasswordCheck& operator=(const PasswordCheck&) = delete;

  /// False when too many wait; `done` is not called then.
  bool check(std::string password, std::string hash, Done done);

 private:
  struct Task {
    std::string password;
    std::string hash;
    Done done;
  };
  void run();

  Verify verify_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace smsfw::smpp
