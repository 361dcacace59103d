#pragma once

#include <chrono>
#include <string_view>

namespace smsfw::app {

/// Tells systemd something (sd_notify(3)): `READY=1`, `RELOADING=1`, `STOPPING=1`, `WATCHDOG=1`.
/// Does nothing when the process was not started with NOTIFY_SOCKET.
void notify_systemd(std::string_view state) noexcept;

/// How often systemd wants WATCHDOG=1, half of WatchdogSec; zero when it does not.
std::chrono::milliseconds systemd_watchdog_interval() noexcept;

}  // namespace smsfw::app
