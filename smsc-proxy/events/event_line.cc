#include "smsc-proxy/events/event_line.hh"

#include <algorithm>

namespace smsfw::events {

void EventClock::show(std::chrono::seconds second) noexcept {
  using namespace std::chrono;
  second_ = second.count();
  const auto day = floor<days>(second);
  const year_month_day date{sys_days{day}};
  const hh_mm_ss time{second - day};
  const auto two = [this](std::size_t at, auto value) {
    const auto n = static_cast<unsigned>(value);
    text_[at] = static_cast<char>('0' + n / 10 % 10);
    text_[at + 1] = static_cast<char>('0' + n % 10);
  };
  // RFC 3339 has four digits of year.
  const int year = std::clamp(static_cast<int>(date.year()), 0, 9999);
  two(0, year / 100);
  two(2, year % 100);
  text_[4] = text_[7] = '-';
  two(5, static_cast<unsigned>(date.month()));
  two(8, static_cast<unsigned>(date.day()));
  text_[10] = 'T';
  two(11, time.hours().count());
  text_[13] = text_[16] = ':';
  two(14, time.minutes().count());
  two(17, time.seconds().count());
  text_[19] = '.';
}

}  // namespace smsfw::events
