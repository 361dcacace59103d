#pragma once

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::app {

/// The log's level, as the configuration names it.
inline log::Level log_level(control::LogLevel level) noexcept {
  switch (level) {
    case control::LogLevel::kDebug:
      return log::Level::kDebug;
    case control::LogLevel::kInfo:
      return log::Level::kInfo;
    case control::LogLevel::kWarning:
      return log::Level::kWarning;
    case control::LogLevel::kError:
      return log::Level::kError;
  }
  return log::Level::kInfo;
}

}  // namespace smsfw::app
