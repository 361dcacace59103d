#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "smsc-proxy/tools/load/histogram.hh"

namespace smsfw::load {

/// Nanoseconds as reports have them.
constexpr double microseconds(std::uint64_t nanoseconds) noexcept {
  return static_cast<double>(nanoseconds) / 1000.0;
}

/// `latency_us` of a report: mean, quantiles and maximum of a histogram of nanoseconds.
nlohmann::ordered_json latency_report(const Histogram& latency_ns);

}  // namespace smsfw::load
