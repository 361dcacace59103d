#include "smsc-proxy/app/systemd.hh"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace smsfw::app {

void notify_systemd(std::string_view state) noexcept {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this process changes the environment
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || path[0] == '\0') return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(path);
  if (length >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path, length);
  // An abstract address is written with '@' where its NUL stands.
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  // Nothing can be done where it fails; systemd's own timeouts then speak.
  [[maybe_unused]] const auto sent = ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL,
                                              reinterpret_cast<const sockaddr*>(&address), size);
  ::close(fd);
}

std::chrono::milliseconds systemd_watchdog_interval() noexcept {
  // NOLINTBEGIN(concurrency-mt-unsafe): as above
  const char* interval = std::getenv("WATCHDOG_USEC");
  const char* pid = std::getenv("WATCHDOG_PID");
  // NOLINTEND(concurrency-mt-unsafe)
  if (interval == nullptr) return std::chrono::milliseconds{0};
  if (pid != nullptr && std::strtol(pid, nullptr, 10) != ::getpid()) {
    return std::chrono::milliseconds{0};
  }
  return std::chrono::milliseconds{std::strtoll(interval, nullptr, 10) / 2000};
}

}  // namespace smsfw::app
