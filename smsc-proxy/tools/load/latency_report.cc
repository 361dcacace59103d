#include "smsc-proxy/tools/load/latency_report.hh"

#include <nlohmann/json.hpp>

namespace smsfw::load {

nlohmann::ordered_json latency_report(const Histogram& latency_ns) {
  return {{"mean", latency_ns.mean() / 1000.0},
          {"p50", microseconds(latency_ns.quantile(0.5))},
          {"p99", microseconds(latency_ns.quantile(0.99))},
          {"p999", microseconds(latency_ns.quantile(0.999))},
          {"max", microseconds(latency_ns.max())}};
}

}  // namespace smsfw::load
