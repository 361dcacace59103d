#include "smsc-proxy/tools/ss7-load/drive_loop.hh"

#include <cstdio>
#include <optional>

#include "smsc-proxy/tools/ss7-load/alarm.hh"
#include "smsc-proxy/tools/ss7-load/driver.hh"

namespace smsfw::ss7_load {
namespace {

constexpr std::chrono::milliseconds kTick{20};
/// Paced messages go out in steps of at least this, so that waking does not eat the processor.
constexpr std::chrono::microseconds kPaceStep{100};

Clock::duration seconds(double value) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
}

bool wait_reachable(Station& station, double timeout) {
  const auto end = Clock::now() + seconds(timeout);
  while (!station.reachable() && !asked_to_end() && Clock::now() < end) {
    station.link().turn();
    station.link().take();
  }
  return station.reachable();
}

void run(const DriveOptions& options, Station& station, Driver& driver) {
  std::optional<Alarm> alarm;
  if (options.rate > 0) alarm.emplace(station.link());
  auto now = Clock::now();
  auto next_tick = now;
  auto last_reachable = now;
  while (!driver.done(now)) {
    driver.fill(now);
    station.link().flush();
    if (alarm) alarm->set(std::max(driver.next_due(), now + kPaceStep));
    station.link().turn();
    now = Clock::now();
    for (const ss7::link::Msu& msu : station.link().take())
      driver.on_message(msu, now);
    if (station.reachable()) last_reachable = now;
    if (asked_to_end() || now - last_reachable > seconds(options.timeout)) driver.stop();
    if (now >= next_tick) {
      driver.expire(now);
      next_tick = now + kTick;
    }
    if (options.print) {
      std::fputs(driver.take_printed().c_str(), stdout);
      std::fflush(stdout);
    }
  }
  station.link().flush();
}

}  // namespace

int drive(const DriveOptions& options, const std::vector<Message>& messages) {
  Station station(options.station);
  watch_signals();
  if (!wait_reachable(station, options.connect_timeout)) {
    std::fprintf(stderr, "ss7-load: no way to the peer came about within %g s\n",
                 options.connect_timeout);
    return 1;
  }
  Driver driver(options, messages, station, Clock::now());
  run(options, station, driver);
  const Results results = driver.results();
  const std::string report =
      options.json ? report_json(options, results) + '\n' : report_text(options, results);
  std::fputs(report.c_str(), stdout);
  return results.as_expected(options.expect) ? 0 : 1;
}

}  // namespace smsfw::ss7_load
