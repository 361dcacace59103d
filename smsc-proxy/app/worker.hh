#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "filters/core/moment.hh"
#include "smsc-proxy/app/asio.hh"

namespace smsfw::app {

/// Runs once at the end of the turn in which it was asked for (see Worker::at_turn_end).
class TurnTask {
 public:
  virtual ~TurnTask() = default;
  virtual void turn_end() = 0;

 private:
  friend class Worker;
  bool queued_ = false;
};

/// Runs about every Worker::kTick. For timers that need no more precision than that.
class TickTask {
 public:
  virtual ~TickTask() = default;
  /// `now` is on the steady clock.
  virtual void tick(std::chrono::nanoseconds now) = 0;
};

/// One thread with one io_context. Everything that is handed to a worker stays on it; other
/// threads reach it through post() alone.
class Worker {
 public:
  static constexpr std::chrono::milliseconds kTick{100};
  static constexpr std::size_t kReadBufferSize = 256UL * 1024;
  /// Tasks of other threads that may wait; post() refuses beyond it.
  static constexpr std::uint32_t kMaxPosted = 65'536;

  explicit Worker(unsigned index);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  /// Starts the thread, pinned to `cpu` unless that is negative.
  void start(int cpu);
  /// Ends the loop after the current handler. Any thread.
  void stop();
  void join();

  unsigned index() const noexcept { return index_; }
  const std::string& name() const noexcept { return name_; }
  asio::io_context& io() noexcept { return io_; }

  /// Runs `task` on this worker. False, and counted, when too many wait. Any thread.
  bool post(std::function<void()> task);
  /// Tasks that post() refused. Any thread.
  std::uint64_t refused_posts() const noexcept {
    return refused_posts_.load(std::memory_order_relaxed);
  }

  // The rest is for this worker's own thread.

  /// Calls task.turn_end() once, after the handlers of this turn. Cancel with forget().
  void at_turn_end(TurnTask& task);
  /// A task that is about to be destroyed.
  void forget(TurnTask& task) noexcept;

  void add_tick(TickTask& task) { ticks_.push_back(&task); }
  void remove_tick(TickTask& task) noexcept;

  /// Time at the start of this turn; cheap, good for timers.
  std::chrono::nanoseconds turn_time() const noexcept { return turn_time_; }
  /// Reads the clocks (about 40 ns).
  static Moment moment() noexcept;
  static std::chrono::nanoseconds steady_now() noexcept;
  static std::chrono::microseconds wall_now() noexcept;

  /// Notes that a handler runs. The first call of a turn reads the clock.
  void begin_turn();
  /// What a message that arrives now has to expect to wait in its socket: the smoothed duration of
  /// turns that follow one another without a pause. Zero after an idle moment, so that one slow
  /// turn long ago sheds nobody's inspection.
  std::chrono::nanoseconds expected_wait() const noexcept { return expected_wait_; }

  /// One buffer for all connections of the worker: idle ones cost no input buffer.
  std::span<std::byte> read_buffer() noexcept { return read_buffer_; }

  /// When this worker last had a turn; the watchdog reads it. Any thread.
  std::chrono::nanoseconds heartbeat() const noexcept {
    return std::chrono::nanoseconds{heartbeat_.load(std::memory_order_relaxed)};
  }
  std::uint64_t turns() const noexcept { return turns_.load(std::memory_order_relaxed); }

 private:
  void run();
  void end_turn();
  void arm_tick();

  unsigned index_;
  std::string name_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer tick_timer_{io_};
  std::thread thread_;
  std::vector<TurnTask*> turn_tasks_;
  std::vector<TurnTask*> running_tasks_;
  std::vector<TickTask*> ticks_;
  std::vector<std::byte> read_buffer_;
  bool in_turn_ = false;
  std::chrono::nanoseconds turn_time_{0};
  std::chrono::nanoseconds turn_end_{0};
  std::chrono::nanoseconds expected_wait_{0};
  std::atomic<std::int64_t> heartbeat_{0};
  std::atomic<std::uint64_t> turns_{0};
  std::atomic<std::uint32_t> posted_{0};
  std::atomic<std::uint64_t> refused_posts_{0};
};

}  // namespace smsfw::app
