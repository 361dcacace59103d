#pragma once

#include <chrono>
#include <cstdint>

namespace smsfw {

/// One instant, given from outside: filters never read a clock. `steady` orders and measures
/// (limits, timers), `wall` is what calendars and events show.
struct Moment {
  std::chrono::nanoseconds steady{0};  ///< Since an arbitrary start; never goes back.
  std::chrono::microseconds wall{0};   ///< Since 1970-01-01T00:00:00Z.
};

}  // namespace smsfw
