#include "filters/access/host_list.hh"

#include <xxhash.h>

#include <bit>

#include "filters/access/host_list_layout.hh"

namespace smsfw::access {

namespace layout = host_list_layout;

std::uint64_t layout::checksum(std::span<const std::byte> file) noexcept {
  return XXH3_64bits(file.data() + kChecked, file.size() - kChecked);
}

std::uint64_t layout::hash(std::string_view name, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(name.data(), name.size(), seed);
}

const std::byte* HostList::bucket_at(std::size_t bucket) const noexcept {
  return bucket_octets_.data() + bucket * layout::kBucketSize;
}

layout::RecordHead layout::record_head(const std::byte* record) noexcept {
  const auto octets = get<std::uint64_t>(record);
  RecordHead head;
  head.size = static_cast<std::uint8_t>(octets);
  head.flags = static_cast<std::uint8_t>(octets >> 8);
  const std::uint64_t expiry = head.flags / kHasExpiry & 1;
  const std::uint64_t reason = head.flags / kHasReason & 1;
  head.expires = static_cast<std::uint32_t>((octets >> 16) * expiry);
  head.reason = static_cast<std::uint16_t>((octets >> (16 + 32 * expiry)) * reason);
  return head;
}

HostEntry HostList::read_entry(const std::byte* bucket, std::size_t start) const noexcept {
  HostEntry entry;
  if (start < layout::kBucketHead || start >= layout::kBucketSize) return entry;
  const layout::RecordHead head = layout::record_head(bucket + start);
  const std::size_t name_at = start + layout::head_octets(head.flags);
  if (name_at + layout::name_octets(head.size) > layout::kBucketSize) return entry;
  const std::byte* name = bucket + name_at;
  if (head.size > layout::kMaxNear) {
    const std::size_t offset = layout::get<std::uint32_t>(name);
    if (offset > far_.size() || far_.size() - offset < head.size) return entry;
    name = far_.data() + offset;
  }
  entry.host = {reinterpret_cast<const char*>(name), head.size};
  entry.match = static_cast<HostMatch>(head.flags & layout::kMatchBits);
  entry.expires = head.expires;
  if (head.reason < reasons_.size()) entry.reason = reasons_[head.reason];
  return entry;
}

std::optional<HostEntry> HostList::entry_at(std::size_t bucket, unsigned slot) const noexcept {
  const std::byte* const octets = bucket_at(bucket);
  if (slot == layout::kSlots || octets[slot] == std::byte{0}) return std::nullopt;
  const auto start = std::to_integer<unsigned>(octets[layout::kAtStarts + slot]);
  const HostEntry entry = read_entry(octets, start & ~layout::kMore);
  if (entry.host.empty()) return std::nullopt;
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
  std::size_t count = 0;
  std::size_t expiring = 0;
  for (std::size_t bucket = 0; bucket < buckets_; ++bucket) {
    for (unsigned slot = 0; slot < layout::kSlots; ++slot) {
      if (bucket_at(bucket)[slot] == std::byte{0}) break;
      ++count;
      const auto entry = entry_at(bucket, slot);
      const bool sound = entry && entry->host.size() <= kMaxName &&
                         entry->match >= HostMatch::kExact && entry->match <= HostMatch::kTld;
      if (!sound) return "has a damaged entry, number " + std::to_string(count);
      expiring += entry->expires != 0 ? 1U : 0U;
    }
  }
  if (count != size_) return "has another number of entries than it says";
  return expiring * 4 == expiries_.size() ? "" : "has another number of expiries than it says";
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
  list.octets_ = octets.size();
  list.buckets_ = layout::get<std::uint32_t>(head + layout::kAtBuckets);
  list.probes_ = layout::get<std::uint32_t>(head + layout::kAtProbes);
  list.size_ = layout::get<std::uint32_t>(head + layout::kAtEntries);
  const auto reasons = layout::get<std::uint32_t>(head + layout::kAtReasons);
  list.filter_words_ = layout::get<std::uint32_t>(head + layout::kAtFilterWords);
  const std::size_t filter = 8 * list.filter_words_;
  const std::size_t buckets = layout::kBucketSize * list.buckets_;
  const auto far = layout::get<std::uint64_t>(head + layout::kAtFarSize);
  const std::size_t expiries =
      4 * std::size_t{layout::get<std::uint32_t>(head + layout::kAtExpiries)};
  const auto texts = layout::get<std::uint64_t>(head + layout::kAtTextSize);
  if (list.filter_words_ == 0 || list.buckets_ == 0 || list.probes_ > layout::kMaxProbes ||
      list.size_ > kMaxEntries || reasons > UINT16_MAX) {
    return damaged("has a damaged header");
  }
  std::size_t left = octets.size() - layout::kHeaderSize;
  bool fits = true;
  for (const std::size_t section :
       {filter, buckets, std::size_t{far}, expiries, std::size_t{texts}}) {
    fits = fits && section <= left;
    left -= fits ? section : 0;
  }
  if (!fits || left != 0) {
    return damaged("has sections that do not fill it");
  }
  std::span<const std::byte> rest = octets.subspan(layout::kHeaderSize);
  const auto next = [&rest](std::size_t size) {
    const auto section = rest.first(size);
    rest = rest.subspan(size);
    return section;
  };
  list.filter_ = next(filter);
  list.bucket_octets_ = next(buckets);
  list.far_ = next(far);
  list.expiries_ = next(expiries);
  list.seed_ = layout::get<std::uint64_t>(head + layout::kAtSeed);
  list.labels_ = layout::get<std::uint64_t>(head + layout::kAtLabels);
  const auto imported = layout::get<std::uint64_t>(head + layout::kAtImported);
  if (imported > UINT32_MAX) return damaged("has a damaged header");
  list.origin_.imported = std::chrono::seconds(imported);
  if (std::string wrong = list.read_texts(rest, reasons); !wrong.empty()) {
    return damaged(wrong);
  }
  if (std::string wrong = list.check_entries(); !wrong.empty()) return damaged(wrong);
  return list;
}

std::size_t HostList::expired(std::chrono::microseconds wall) const noexcept {
  std::size_t first = 0;
  std::size_t count = expiries_.size() / 4;
  while (count != 0) {
    const std::size_t half = count / 2;
    const auto expires = layout::get<std::uint32_t>(expiries_.data() + (first + half) * 4);
    const bool over = wall >= std::chrono::seconds(expires);
    if (over) first += half + 1;
    count = over ? count - half - 1 : half;
  }
  return first;
}

std::optional<HostEntry> HostList::find(std::string_view host,
                                        std::chrono::microseconds wall) const noexcept {
  if (size_ == 0 || host.empty() || host.size() > kMaxName) return std::nullopt;
  struct Candidate {
    std::uint64_t hash;
    std::size_t start;
  };
  // From the right.
  std::array<Candidate, kMaxLabels> candidates;
  unsigned count = 0;
  std::size_t end = host.size();
  for (unsigned labels = 1; labels <= kMaxLabels && end != 0; ++labels) {
    const std::size_t dot = host.rfind('.', end - 1);
    const std::size_t start = dot == std::string_view::npos ? 0 : dot + 1;
    if ((labels_ >> labels & 1) != 0) {
      const std::uint64_t hash = layout::hash(host.substr(start), seed_);
      const auto word =
          layout::get<std::uint64_t>(filter_.data() + layout::place(hash, filter_words_) * 8);
      const std::uint64_t bits = layout::filter_bits(hash);
      __builtin_prefetch(bucket_at(layout::place(hash, buckets_)));
      candidates[count] = {hash, start};
      // No branch, so that the words of all suffixes are read at once.
      count += (word & bits) == bits ? 1U : 0U;
    }
    end = dot == std::string_view::npos ? 0 : dot;
  }
  for (unsigned i = 0; i < count; ++i)
    __builtin_prefetch(bucket_at(layout::place(candidates[i].hash, buckets_)));
  const auto seconds = static_cast<std::uint64_t>(wall.count()) / 1'000'000;
  constexpr std::uint32_t kEach = 0x01010101;
  while (count != 0) {
    const Candidate candidate = candidates[--count];
    const std::string_view name = host.substr(candidate.start);
    const bool whole = candidate.start == 0;
    std::size_t bucket = layout::place(candidate.hash, buckets_);
    for (std::uint32_t i = 0; i < probes_; ++i) {
      const std::byte* const octets = bucket_at(bucket);
      const auto starts = layout::get<std::uint32_t>(octets + layout::kAtStarts);
      // The high bit of each octet of `same` that is 0, from the right; beyond the first also of
      // others, whose names then differ.
      const std::uint32_t same =
          layout::get<std::uint32_t>(octets) ^ layout::tag_of(candidate.hash) * kEach;
      std::uint32_t found = (same - kEach) & ~same & kEach * layout::kMore;
      for (; found != 0; found &= found - 1) {
        const int slot = std::countr_zero(found) & ~7;
        const HostEntry entry = read_entry(octets, starts >> slot & ~layout::kMore & 0xFF);
        const bool about =
            (entry.match == HostMatch::kDomain) | ((entry.match == HostMatch::kExact) == whole);
        const bool in_force = (entry.expires == 0) | (seconds < entry.expires);
        if (entry.host == name && (about & in_force)) return entry;
      }
      if ((starts & layout::kMore) == 0) break;
      if (++bucket == buckets_) bucket = 0;
    }
  }
  return std::nullopt;
}

}  // namespace smsfw::access
