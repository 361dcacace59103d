#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "smsc-proxy/control/metrics.hh"

namespace smsfw::control {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Start of the process in Unix time: /proc/self/stat has ticks since boot (field 22, proc(5)),
// /proc/stat has the time of the boot. 0 when they cannot be read.
double start_time() {
  std::string stat;
  std::getline(std::ifstream("/proc/self/stat"), stat);
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(stat.substr(name_end + 1));
  std::string skipped;
  for (int field = 3; field < 22; ++field)
    fields >> skipped;
  double ticks = 0;
  fields >> ticks;
  std::ifstream boot("/proc/stat");
  for (std::string line; std::getline(boot, line);) {
    if (line.rfind("btime ", 0) != 0) continue;
    return std::stod(line.substr(6)) + ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  return 0;
}

}  // namespace

void process_figures(FigureSink& sink) {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    sink.set(app::Metric::kProcessCpu, seconds(usage.ru_utime) + seconds(usage.ru_stime));
  }
  double pages = 0;
  double resident = 0;
  if (std::ifstream("/proc/self/statm") >> pages >> resident) {
    sink.set(app::Metric::kProcessMemory, resident * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  }
  std::error_code failed;
  const std::filesystem::directory_iterator files("/proc/self/fd", failed);
  if (!failed) {
    // One of them is the iterator's own.
    sink.set(app::Metric::kProcessFds,
             static_cast<double>(std::distance(begin(files), end(files)) - 1));
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    sink.set(app::Metric::kProcessMaxFds, static_cast<double>(limit.rlim_cur));
  }
  static const double start = start_time();
  if (start > 0) sink.set(app::Metric::kProcessStart, start);
}

}  // namespace smsfw::control
