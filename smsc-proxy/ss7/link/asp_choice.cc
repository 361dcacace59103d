#include "smsc-proxy/ss7/link/asp_choice.hh"

#include <bit>

namespace smsfw::ss7::link {
namespace {

constexpr AspSet lowest(AspSet set) noexcept {
  return set & (~set + 1U);
}

}  // namespace

std::optional<std::size_t> choose_asp(TrafficMode mode, AspSet active, std::size_t count,
                                      std::uint8_t sls) noexcept {
  if (count < 32) active &= (AspSet{1} << count) - 1;
  if (active == 0) return std::nullopt;
  if (mode == TrafficMode::kOverride) return static_cast<std::size_t>(std::countr_zero(active));
  const std::size_t home = sls % count;
  if ((active >> home & 1U) != 0) return home;
  // The selections of a lost ASP differ in sls / count; that spreads them.
  std::size_t skip = sls / count % static_cast<std::size_t>(std::popcount(active));
  for (; skip > 0; --skip)
    active &= ~lowest(active);
  return static_cast<std::size_t>(std::countr_zero(active));
}

AspSet wanted_asps(TrafficMode mode, AspSet usable, AspSet active) noexcept {
  if (mode == TrafficMode::kLoadshare) return usable;
  // Without going back: a second change-over would disturb the traffic for nothing.
  return lowest((active & usable) != 0 ? active & usable : usable);
}

}  // namespace smsfw::ss7::link
