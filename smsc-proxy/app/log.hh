#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

/// The operational log: what happens to the daemon itself, for whoever runs it. JSON lines, written
/// by a thread of its own from a bounded queue. Never texts, subscribers' numbers or secrets: what
/// happens to messages goes to the event log.
///
///   log::info("smpp.bound", {{"listener", name}, {"session", id}});
namespace smsfw::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// "debug", "info", "warning" or "error". False, and unchanged, for anything else.
bool parse_level(std::string_view name, Level& level) noexcept;

/// One named value. Strings are escaped when written; views need to live for the call only.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  template <class T>
  Field(std::string_view field_key, const T& field_value)
      : key(field_key), value(convert(field_value)) {}

  std::string_view key;
  Value value;

 private:
  template <class T>
  static Value convert(const T& given) {
    if constexpr (std::is_same_v<T, bool>) {
      return given;
    } else if constexpr (std::is_floating_point_v<T>) {
      return static_cast<double>(given);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      return static_cast<std::int64_t>(given);
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<std::uint64_t>(given);
    } else {
      return std::string_view(given);
    }
  }
};

struct Config {
  Level level = Level::kInfo;
  /// Appended to, made with mode 0640; empty: standard error.
  std::string file;
  /// Lines that may wait. Beyond it the oldest are overwritten and counted.
  std::size_t queue = 8'192;
};

/// Starts the log. Before it, and after stop(), lines go straight to standard error. Throws
/// std::system_error when the file cannot be opened. Call once, before other threads log.
void start(const Config& config);
/// Writes what waits and ends the thread.
void stop();
/// Any thread, at any time.
void set_level(Level level) noexcept;
/// Opens the file anew (log rotation), before the next line.
void reopen() noexcept;
/// Lines overwritten in a full queue, or not written by the system.
std::uint64_t lost() noexcept;

/// `event` names what happened, as `area.thing`; words for people go into a field `text`.
void write(Level level, std::string_view event, std::initializer_list<Field> fields) noexcept;

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) noexcept {
  write(Level::kDebug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) noexcept {
  write(Level::kInfo, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) noexcept {
  write(Level::kWarning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) noexcept {
  write(Level::kError, event, fields);
}

}  // namespace smsfw::log
