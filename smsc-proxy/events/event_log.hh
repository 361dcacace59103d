#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "smsc-proxy/events/event_producer.hh"

namespace smsfw::events {

struct EventLogConfig {
  std::string node;
  /// Where the lines go; opened for appending, made with mode 0640. Empty: nowhere, events are
  /// formatted and thrown away.
  std::string file;
  /// Where the lines go instead of `file`: a descriptor that stays the caller's, as standard
  /// output.
  int descriptor = -1;
  EventPrivacy privacy;
  /// How long an event waits at most for the writer, unless a block of a ring is full earlier.
  std::chrono::milliseconds flush_every{20};
};

/// Figures of the log so far.
struct EventLogStats {
  std::uint64_t written = 0;       ///< Events handed to the file, whole.
  std::uint64_t lost = 0;          ///< Refused by full rings, or torn when the file was reopened.
  std::uint64_t queued_bytes = 0;  ///< Waiting now.
  std::uint64_t write_errors = 0;  ///< Failed writes and opens; each is tried again.
};

/// The event log: JSON lines in one file, written by one thread. Traffic never waits for it: when
/// the disk is full or slow the rings fill, producers refuse and count, and the writer tries again.
class EventLog {
 public:
  /// Opens the file and starts the writer. Throws std::system_error when the file cannot be opened.
  explicit EventLog(EventLogConfig config);
  /// Writes what waits (one attempt) and ends the writer. Producers must be silent by then.
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  /// A producer for one more thread, with a ring of its own (see EventRing for the rounding).
  EventProducer& add_producer(std::size_t ring_bytes);

  /// Opens the file anew (log rotation). Any thread; done by the writer before its next write.
  void reopen() noexcept;

  /// Waits until everything that was accepted before this call is written, at most `limit`.
  bool drain(std::chrono::milliseconds limit);

  EventLogStats stats() const;

 private:
  void run();
  bool open_file();
  bool write_round(const std::vector<EventProducer*>& producers);
  bool write_ring(EventProducer& producer);
  void drop_torn_line();

  const EventLogConfig config_;
  const std::uint64_t epoch_;
  EventWake wake_;
  mutable std::mutex mutex_;  // producers_, and the writer's sleep
  std::vector<std::unique_ptr<EventProducer>> producers_;
  int fd_ = -1;
  EventProducer* torn_ = nullptr;  // its next octets continue a line that the file has the start of
  std::atomic<bool> reopen_{false};
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> written_{0};
  std::atomic<std::uint64_t> torn_lines_{0};
  std::atomic<std::uint64_t> write_errors_{0};
  std::thread writer_;
};

}  // namespace smsfw::events
