#include "filters/access/host_list_writer.hh"

#include <algorithm>
#include <bit>
#include <limits>

#include "filters/access/host_list_layout.hh"

namespace smsfw::access {

namespace layout = host_list_layout;

namespace {

constexpr std::uint64_t kSeeds = 8;

/// So that an entry without an expiry counts longest.
constexpr std::uint64_t lasts(std::uint32_t expires) noexcept {
  return expires == 0 ? std::numeric_limits<std::uint64_t>::max() : expires;
}

std::size_t padded(std::size_t octets) noexcept {
  return (octets + layout::kEntryStep - 1) / layout::kEntryStep * layout::kEntryStep;
}

void put_text(std::vector<std::byte>& out, std::string_view text) {
  const std::size_t at = out.size();
  out.resize(at + 4 + text.size());
  layout::put(out.data() + at, static_cast<std::uint32_t>(text.size()));
  std::transform(text.begin(), text.end(), out.begin() + static_cast<std::ptrdiff_t>(at + 4),
                 [](char c) { return static_cast<std::byte>(c); });
}

}  // namespace

std::string_view HostListWriter::add(const HostEntry& entry) {
  if (entry.host.empty() || entry.host.size() > HostList::kMaxName) return "is no host name";
  const auto dots = std::count(entry.host.begin(), entry.host.end(), '.');
  if (dots >= static_cast<std::ptrdiff_t>(HostList::kMaxLabels)) return "has too many labels";
  if (items_.size() >= HostList::kMaxEntries) return "is beyond what a list may hold";
  std::uint16_t reason = 0;
  if (!entry.reason.empty()) {
    const auto next = static_cast<std::uint16_t>(reasons_.size());
    const auto [at, fresh] = reason_numbers_.try_emplace(std::string(entry.reason), next);
    if (fresh && reasons_.size() > kMaxReasons) {
      reason_numbers_.erase(at);
      return "has one reason more than a list may hold";
    }
    if (fresh) reasons_.emplace_back(entry.reason);
    reason = at->second;
  }
  items_.push_back({names_.size(), entry.expires, reason, entry.match,
                    static_cast<std::uint8_t>(entry.host.size())});
  names_ += entry.host;
  return {};
}

void HostListWriter::merge() {
  std::sort(items_.begin(), items_.end(), [this](const Item& a, const Item& b) {
    if (const int order = name(a).compare(name(b)); order != 0) return order < 0;
    if (a.match != b.match) return a.match < b.match;
    if (a.expires != b.expires) return lasts(a.expires) > lasts(b.expires);
    return reasons_[a.reason] < reasons_[b.reason];
  });
  const auto end = std::unique(items_.begin(), items_.end(), [this](const Item& a, const Item& b) {
    return a.match == b.match && name(a) == name(b);
  });
  items_.erase(end, items_.end());
  // Reasons that are left, sorted: numbers must not depend on the order of add().
  std::vector<bool> used(reasons_.size());
  for (const Item& item : items_)
    used[item.reason] = true;
  std::vector<std::string> kept{std::string()};
  for (std::size_t i = 1; i < reasons_.size(); ++i) {
    if (used[i]) kept.push_back(reasons_[i]);
  }
  std::sort(kept.begin(), kept.end());
  for (Item& item : items_) {
    const auto at = std::lower_bound(kept.begin(), kept.end(), reasons_[item.reason]);
    item.reason = static_cast<std::uint16_t>(at - kept.begin());
  }
  reasons_ = std::move(kept);
}

bool HostListWriter::fill_slots(std::byte* file, std::uint32_t slot_bits,
                                std::uint64_t seed) const {
  std::byte* const slots = file + layout::kHeaderSize;
  const std::uint64_t last = (std::uint64_t{1} << slot_bits) - 1;
  std::fill(slots, slots + (layout::kSlotSize << slot_bits), std::byte{0});
  std::size_t offset = 0;
  std::uint32_t most = 0;
  for (const Item& item : items_) {
    const std::uint64_t hash = layout::hash(name(item), seed);
    std::uint64_t slot = hash >> (64 - slot_bits);
    std::uint32_t probes = 1;
    while (layout::get<std::uint32_t>(slots + slot * layout::kSlotSize + 4) != 0) {
      if (++probes > layout::kMaxProbes) return false;
      slot = (slot + 1) & last;
    }
    most = std::max(most, probes);
    std::byte* const at = slots + slot * layout::kSlotSize;
    layout::put(at, static_cast<std::uint32_t>(hash));
    layout::put(at + 4, static_cast<std::uint32_t>(offset / layout::kEntryStep + 1));
    offset += padded(layout::kEntryHead + item.size);
  }
  layout::put(file + layout::kAtSeed, seed);
  layout::put(file + layout::kAtProbes, most);
  return true;
}

Expected<std::vector<std::byte>, std::string> HostListWriter::finish(const HostListOrigin& origin) {
  merge();
  // Half of the slots at most are taken.
  const auto bits = std::max<std::uint32_t>(
      layout::kMinSlotBits, static_cast<std::uint32_t>(std::bit_width(items_.size() * 2)));
  std::size_t entry_octets = 0;
  std::uint64_t labels = 0;
  for (const Item& item : items_) {
    entry_octets += padded(layout::kEntryHead + item.size);
    const std::string_view host = name(item);
    labels |= std::uint64_t{2} << std::count(host.begin(), host.end(), '.');
  }
  const std::size_t entries_at = layout::kHeaderSize + (layout::kSlotSize << bits);
  std::vector<std::byte> file(entries_at + entry_octets);
  std::byte* at = file.data() + entries_at;
  for (const Item& item : items_) {
    layout::put(at, item.expires);
    layout::put(at + 4, item.reason);
    at[6] = static_cast<std::byte>(item.match);
    at[7] = static_cast<std::byte>(item.size);
    std::memcpy(at + layout::kEntryHead, names_.data() + item.offset, item.size);
    at += padded(layout::kEntryHead + item.size);
  }
  std::uint64_t seed = 0;
  while (!fill_slots(file.data(), bits, seed)) {
    if (++seed == kSeeds) {
      return Unexpected<std::string>(
          "too many names fall on one place; they were made for that, remove them");
    }
  }
  put_text(file, origin.source);
  put_text(file, origin.licence);
  for (std::size_t i = 1; i < reasons_.size(); ++i)
    put_text(file, reasons_[i]);
  std::byte* const head = file.data();
  std::memcpy(head + layout::kAtMagic, layout::kMagic.data(), layout::kMagic.size());
  layout::put(head + layout::kAtVersion, layout::kVersion);
  layout::put(head + layout::kAtSlotBits, bits);
  layout::put(head + layout::kAtLength, std::uint64_t{file.size()});
  layout::put(head + layout::kAtImported, static_cast<std::uint64_t>(origin.imported.count()));
  layout::put(head + layout::kAtLabels, labels);
  layout::put(head + layout::kAtEntries, static_cast<std::uint32_t>(items_.size()));
  layout::put(head + layout::kAtEntrySize, std::uint64_t{entry_octets});
  layout::put(head + layout::kAtTextSize, std::uint64_t{file.size() - entries_at - entry_octets});
  layout::put(head + layout::kAtReasons, static_cast<std::uint32_t>(reasons_.size() - 1));
  layout::put(head + layout::kAtChecksum, layout::checksum(file));
  return file;
}

}  // namespace smsfw::access
