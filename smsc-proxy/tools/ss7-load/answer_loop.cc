#include "smsc-proxy/tools/ss7-load/answer_loop.hh"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "smsc-proxy/tools/ss7-load/responder.hh"

namespace smsfw::ss7_load {
namespace {

constexpr std::chrono::milliseconds kTick{50};
/// No command is that long.
constexpr std::size_t kMaxLine = 4096;

/// Lines of standard input, without waiting.
class CommandLines {
 public:
  /// Calls `use` with each whole line that is there.
  template <class Use>
  void read(Use&& use) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (ended_ || ::poll(&input, 1, 0) <= 0) return;
    std::array<char, 1024> chunk;
    const ssize_t count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    ended_ = count <= 0;
    if (ended_) return;
    line_.append(chunk.data(), static_cast<std::size_t>(count));
    std::size_t end = 0;
    while ((end = line_.find('\n')) != std::string::npos) {
      use(std::string_view(line_).substr(0, end));
      line_.erase(0, end + 1);
    }
    if (line_.size() > kMaxLine) line_.clear();
  }

 private:
  bool ended_ = false;
  std::string line_;
};

void say(const std::string& lines) {
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace

int answer(const AnswerOptions& options, const SubscriberTable& subscribers) {
  Station station(options.station);
  Responder responder(options, subscribers, station);
  CommandLines commands;
  watch_signals();
  bool told = false;
  auto next_tick = Clock::now();
  while (!asked_to_end()) {
    station.link().turn();
    const auto now = Clock::now();
    for (const ss7::link::Msu& msu : station.link().take())
      responder.on_message(msu, now);
    station.link().flush();
    if (station.reachable() != told) {
      told = station.reachable();
      say(told ? "{\"link\":\"reachable\"}\n" : "{\"link\":\"unreachable\"}\n");
    }
    if (options.print) say(responder.take_printed());
    if (now < next_tick) continue;
    next_tick = now + kTick;
    responder.expire(now);
    commands.read([&](std::string_view line) {
      if (line == "counters") say(responder.counters_json() + '\n');
    });
  }
  say(responder.counters_json() + '\n');
  return 0;
}

}  // namespace smsfw::ss7_load
