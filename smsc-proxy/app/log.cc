#include "smsc-proxy/app/log.hh"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <system_error>

#include "smsc-proxy/events/json_escape.hh"

namespace smsfw::log {

namespace {

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warning", "error"};
constexpr std::size_t kMaxField = 1'024;  // octets of one value

int open_log(const std::string& file) {
  return ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

// Writes lines as they come: they are JSON already.
class FdSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FdSink(std::string file) : file_(std::move(file)) {
    if (file_.empty()) return;
    fd_ = open_log(file_);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "log '" + file_ + "'");
  }
  ~FdSink() override {
    if (!file_.empty()) ::close(fd_);
  }
  FdSink(const FdSink&) = delete;
  FdSink& operator=(const FdSink&) = delete;

  void reopen() noexcept { reopen_.store(true); }
  std::uint64_t failed() const noexcept { return failed_.load(); }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (reopen_.exchange(false) && !file_.empty()) {
      const int fresh = open_log(file_);
      if (fresh >= 0) {
        ::close(fd_);
        fd_ = fresh;
      } else {
        reopen_.store(true);  // the old file goes on meanwhile
      }
    }
    std::string_view rest(message.payload.data(), message.payload.size());
    while (!rest.empty()) {
      const ssize_t n = ::write(fd_, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) {
        failed_.fetch_add(1);
        return;
      }
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void flush_() override {}

 private:
  const std::string file_;
  int fd_ = STDERR_FILENO;
  std::atomic<bool> reopen_{false};
  std::atomic<std::uint64_t> failed_{0};
};

struct Running {
  std::shared_ptr<FdSink> sink;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

std::atomic<Level> g_level{Level::kInfo};
std::mutex g_mutex;  // g_running's members, while it is made or ended
Running g_running;
std::atomic<spdlog::async_logger*> g_logger{nullptr};
std::atomic<std::uint64_t> g_lost{0};  // of logs that ended

void append_text(fmt::memory_buffer& line, std::string_view text) {
  text = events::cut_utf8(text, kMaxField);
  const std::size_t before = line.size();
  line.resize(before + text.size() * events::kEscapeGrowth);
  const char* end = events::escape_json(text, line.data() + before);
  line.resize(static_cast<std::size_t>(end - line.data()));
}

void append_value(fmt::memory_buffer& line, const Field::Value& value) {
  const auto out = fmt::appender(line);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    line.push_back('"');
    append_text(line, *text);
    line.push_back('"');
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    fmt::format_to(out, "{}", *integer);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
    fmt::format_to(out, "{}", *natural);
  } else if (const auto* number = std::get_if<double>(&value)) {
    // JSON has no infinities.
    if (std::isfinite(*number)) {
      fmt::format_to(out, "{}", *number);
    } else {
      fmt::format_to(out, "null");
    }
  } else {
    fmt::format_to(out, "{}", std::get<bool>(value));
  }
}

void format(fmt::memory_buffer& line, Level level, std::string_view event,
            std::initializer_list<Field> fields) {
  const auto now = std::chrono::system_clock::now();
  const auto micro =
      std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() %
      1'000'000;
  fmt::format_to(fmt::appender(line), R"({{"ts":"{:%Y-%m-%dT%H:%M:%S}.{:06}Z","level":"{}",)",
                 fmt::gmtime(std::chrono::system_clock::to_time_t(now)), micro,
                 kLevelNames[static_cast<std::size_t>(level)]);
  fmt::format_to(fmt::appender(line), R"("event":")");
  append_text(line, event);
  line.push_back('"');
  for (const Field& field : fields) {
    fmt::format_to(fmt::appender(line), ",\"");
    append_text(line, field.key);
    fmt::format_to(fmt::appender(line), "\":");
    append_value(line, field.value);
  }
  fmt::format_to(fmt::appender(line), "}}\n");
}

}  // namespace

bool parse_level(std::string_view name, Level& level) noexcept {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (kLevelNames[i] != name) continue;
    level = static_cast<Level>(i);
    return true;
  }
  return false;
}

void start(const Config& config) {
  stop();
  const std::lock_guard lock(g_mutex);
  Running fresh;
  fresh.sink = std::make_shared<FdSink>(config.file);
  fresh.pool = std::make_shared<spdlog::details::thread_pool>(config.queue, 1);
  fresh.logger = std::make_shared<spdlog::async_logger>(
      "smsfw", fresh.sink, fresh.pool, spdlog::async_overflow_policy::overrun_oldest);
  fresh.logger->set_level(spdlog::level::trace);  // judged in write()
  g_level.store(config.level);
  g_running = std::move(fresh);
  g_logger.store(g_running.logger.get());
}

void stop() {
  Running ended;
  {
    const std::lock_guard lock(g_mutex);
    g_logger.store(nullptr);
    ended = std::exchange(g_running, {});
  }
  if (!ended.pool) return;
  g_lost.fetch_add(ended.pool->overrun_counter());
  ended.logger.reset();
  ended.pool.reset();  // writes what waits
  g_lost.fetch_add(ended.sink->failed());
}

void set_level(Level level) noexcept {
  g_level.store(level);
}

void reopen() noexcept {
  const std::lock_guard lock(g_mutex);
  if (g_running.sink) g_running.sink->reopen();
}

std::uint64_t lost() noexcept {
  const std::lock_guard lock(g_mutex);
  std::uint64_t sum = g_lost.load();
  if (g_running.pool) sum += g_running.pool->overrun_counter() + g_running.sink->failed();
  return sum;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) noexcept {
  if (level < g_level.load(std::memory_order_relaxed)) return;
  try {
    fmt::memory_buffer line;
    format(line, level, event, fields);
    if (spdlog::async_logger* logger = g_logger.load()) {
      logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    } else if (::write(STDERR_FILENO, line.data(), line.size()) < 0) {
      g_lost.fetch_add(1);
    }
  } catch (const std::exception&) {
    g_lost.fetch_add(1);  // out of memory: the daemon goes on without the line
  }
}

}  // namespace smsfw::log
