#include "filters/access/host_list.hh"

#include <xxhash.h>

#include "filters/access/host_list_layout.hh"

namespace smsfw::access {

namespace layout = host_list_layout;

std::uint64_t layout::checksum(std::span<const std::byte> file) noexcept {
  return XXH3_64bits(file.data() + kChecked, file.size() - kChecked);
}

std::uint64_t layout::hash(std::string_view name, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(name.data(), name.size(), seed);
}

std::size_t HostList::entry_octets(std::size_t name) noexcept {
  return (layout::kEntryHead + name + layout::kEntryStep - 1) / layout::kEntryStep *
         layout::kEntryStep;
}

std::optional<HostEntry> HostList::entry_at(std::size_t offset) const noexcept {
  if (offset >= entries_.size() || entries_.size() - offset < layout::kEntryHead) {
    return std::nullopt;
  }
  const std::byte* const at = entries_.data() + offset;
  const auto size = std::to_integer<std::size_t>(at[7]);
  if (entries_.size() - offset < entry_octets(size)) return std::nullopt;
  const auto reason = layout::get<std::uint16_t>(at + 4);
  HostEntry entry;
  entry.expires = layout::get<std::uint32_t>(at);
  entry.match = static_cast<HostMatch>(at[6]);
  entry.host = {reinterpret_cast<const char*>(at + layout::kEntryHead), size};
  if (reason < reasons_.size()) entry.reason = reasons_[reason];
  return entry;
}

std::string HostList::read_texts(std::span<const std::byte> texts, std::uint32_t reasons) {
  const auto next = [&]() -> std::optional<std::string_view> {
    if (texts.size() < 4) return std::nullopt;
    const auto size = layout::get<std::uint32_t>(texts.data());
    if (texts.size() - 4 < size) return std::nullopt;
    const std::string_view text(reinterpret_cast<const char*>(texts.data()) + 4, size);
    texts = texts.subspan(4 + std::size_t{size});
    return text;
  };
  const auto source = next();
  const auto licence = source ? next() : std::nullopt;
  if (!licence) return "has a damaged source or licence";
  origin_.source = *source;
  origin_.licence = *licence;
  reasons_.assign(1, {});
  for (std::uint32_t i = 0; i < reasons; ++i) {
    const auto reason = next();
    if (!reason) return "has damaged reasons";
    reasons_.push_back(*reason);
  }
  return texts.empty() ? "" : "has octets that belong to nothing";
}

std::string HostList::check_entries() const {
  std::size_t at = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    const auto entry = entry_at(at);
    const bool sound = entry && !entry->host.empty() && entry->host.size() <= kMaxName &&
                       entry->match >= HostMatch::kExact && entry->match <= HostMatch::kTld &&
                       layout::get<std::uint16_t>(entries_.data() + at + 4) < reasons_.size();
    if (!sound) return "has a damaged entry, number " + std::to_string(i + 1);
    at += entry_octets(entry->host.size());
  }
  return at == entries_.size() ? "" : "has octets that belong to no entry";
}

Expected<HostList, std::string> HostList::open(std::span<const std::byte> octets) {
  using Refused = Unexpected<std::string>;
  if (octets.size() < layout::kHeaderSize) {
    return Refused("is too short for a host list; make it with `smsfw list import`");
  }
  const std::byte* const head = octets.data();
  if (std::memcmp(head + layout::kAtMagic, layout::kMagic.data(), layout::kMagic.size()) != 0) {
    return Refused("is no host list; make one with `smsfw list import`");
  }
  const auto version = layout::get<std::uint32_t>(head + layout::kAtVersion);
  if (version != layout::kVersion) {
    return Refused("has format " + std::to_string(version) + ", this release reads format " +
                   std::to_string(layout::kVersion) + "; import it anew");
  }
  const auto length = layout::get<std::uint64_t>(head + layout::kAtLength);
  if (length != octets.size()) {
    return Refused("has " + std::to_string(octets.size()) + " octets instead of " +
                   std::to_string(length) + "; copy or import it anew");
  }
  HostList list;
  list.checksum_ = layout::get<std::uint64_t>(head + layout::kAtChecksum);
  if (list.checksum_ != layout::checksum(octets)) {
    return Refused("is damaged: its checksum is wrong; copy or import it anew");
  }
  const auto damaged = [](const std::string& what) { return Refused(what + "; import it anew"); };
  list.slot_bits_ = layout::get<std::uint32_t>(head + layout::kAtSlotBits);
  list.probes_ = layout::get<std::uint32_t>(head + layout::kAtProbes);
  list.size_ = layout::get<std::uint32_t>(head + layout::kAtEntries);
  const auto reasons = layout::get<std::uint32_t>(head + layout::kAtReasons);
  const auto entries = layout::get<std::uint64_t>(head + layout::kAtEntrySize);
  const auto texts = layout::get<std::uint64_t>(head + layout::kAtTextSize);
  if (list.slot_bits_ < layout::kMinSlotBits || list.slot_bits_ > layout::kMaxSlotBits ||
      list.probes_ > layout::kMaxProbes || list.size_ > kMaxEntries || reasons > UINT16_MAX) {
    return damaged("has a damaged header");
  }
  const std::size_t slots = layout::kSlotSize << list.slot_bits_;
  std::size_t left = octets.size() - layout::kHeaderSize;
  if (slots > left || entries > left - slots || texts != left - slots - entries) {
    return damaged("has sections that do not fill it");
  }
  list.slots_ = octets.subspan(layout::kHeaderSize, slots);
  list.entries_ = octets.subspan(layout::kHeaderSize + slots, entries);
  list.seed_ = layout::get<std::uint64_t>(head + layout::kAtSeed);
  list.labels_ = layout::get<std::uint64_t>(head + layout::kAtLabels);
  const auto imported = layout::get<std::uint64_t>(head + layout::kAtImported);
  if (imported > UINT32_MAX) return damaged("has a damaged header");
  list.origin_.imported = std::chrono::seconds(imported);
  if (std::string wrong = list.read_texts(octets.last(texts), reasons); !wrong.empty()) {
    return damaged(wrong);
  }
  if (std::string wrong = list.check_entries(); !wrong.empty()) return damaged(wrong);
  return list;
}

std::optional<HostEntry> HostList::find(std::string_view host,
                                        std::chrono::microseconds wall) const noexcept {
  if (size_ == 0 || host.empty() || host.size() > kMaxName) return std::nullopt;
  struct Candidate {
    std::uint64_t hash;
    std::size_t start;
  };
  std::array<Candidate, kMaxLabels> candidates;
  unsigned count = 0;
  const std::size_t first_shift = 64 - slot_bits_;
  // From the right, so that all slots are on their way before the first is looked at.
  std::size_t end = host.size();
  for (unsigned labels = 1; labels <= kMaxLabels && end != 0; ++labels) {
    const std::size_t dot = host.rfind('.', end - 1);
    const std::size_t start = dot == std::string_view::npos ? 0 : dot + 1;
    if ((labels_ >> labels & 1) != 0) {
      const std::uint64_t hash = layout::hash(host.substr(start), seed_);
      __builtin_prefetch(slots_.data() + (hash >> first_shift) * layout::kSlotSize);
      candidates[count++] = {hash, start};
    }
    end = dot == std::string_view::npos ? 0 : dot;
  }
  const std::uint64_t last = (std::uint64_t{1} << slot_bits_) - 1;
  while (count != 0) {
    const Candidate candidate = candidates[--count];
    const std::string_view name = host.substr(candidate.start);
    std::uint64_t slot = candidate.hash >> first_shift;
    for (std::uint32_t i = 0; i < probes_; ++i, slot = (slot + 1) & last) {
      const std::byte* const at = slots_.data() + slot * layout::kSlotSize;
      const auto reference = layout::get<std::uint32_t>(at + 4);
      if (reference == 0) break;
      if (layout::get<std::uint32_t>(at) != static_cast<std::uint32_t>(candidate.hash)) continue;
      const auto entry = entry_at((std::size_t{reference} - 1) * layout::kEntryStep);
      if (!entry || entry->host != name || !entry->in_force(wall)) continue;
      const bool whole = candidate.start == 0;
      if (entry->match == HostMatch::kDomain || (entry->match == HostMatch::kExact) == whole) {
        return entry;
      }
    }
  }
  return std::nullopt;
}

}  // namespace smsfw::access
