#include "filters/access/host_list_writer.hh"

#include <algorithm>
#include <limits>
#include <span>

#include "filters/access/host_list_layout.hh"

namespace smsfw::access {

namespace layout = host_list_layout;

namespace {

constexpr std::uint64_t kSeeds = 8;
/// Share of the buckets that would be full if each held as many names of its size as can be.
constexpr double kFilled = 0.7;

/// So that an entry without an expiry counts longest.
constexpr std::uint64_t lasts(std::uint32_t expires) noexcept {
  return expires == 0 ? std::numeric_limits<std::uint64_t>::max() : expires;
}

void put_octets(std::vector<std::byte>& out, std::string_view octets) {
  const auto all = std::as_bytes(std::span(octets));
  out.insert(out.end(), all.begin(), all.end());
}

void put_number(std::vector<std::byte>& out, std::uint32_t number) {
  out.resize(out.size() + sizeof number);
  layout::put(out.data() + out.size() - sizeof number, number);
}

void put_text(std::vector<std::byte>& out, std::string_view text) {
  put_number(out, static_cast<std::uint32_t>(text.size()));
  put_octets(out, text);
}

std::size_t record_octets(unsigned flags, std::size_t name) noexcept {
  return layout::head_octets(flags) + layout::name_octets(name);
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

unsigned HostListWriter::flags_of(const Item& item) noexcept {
  return static_cast<unsigned>(item.match) | (item.expires != 0 ? layout::kHasExpiry : 0) |
         (item.reason != 0 ? layout::kHasReason : 0);
}

std::size_t HostListWriter::bucket_count() const {
  double wanted = 0;
  for (const Item& item : items_) {
    const std::size_t octets = record_octets(flags_of(item), item.size);
    const auto fit = std::min<std::size_t>(layout::kBucketRoom / octets, layout::kSlots);
    wanted += 1 / static_cast<double>(fit);
  }
  return static_cast<std::size_t>(wanted / kFilled) + 1;
}

bool HostListWriter::fill_buckets(std::vector<std::byte>& file, std::size_t buckets,
                                  std::uint64_t seed) const {
  const std::size_t words =
      (items_.size() * layout::kFilterBits / 64 / layout::kFilterStep + 1) * layout::kFilterStep;
  const std::size_t buckets_at = layout::kHeaderSize + words * 8;
  file.assign(buckets_at + buckets * layout::kBucketSize, std::byte{0});
  struct Taken {
    std::uint8_t octets = layout::kBucketHead;
    std::uint8_t slots = 0;
  };
  std::vector<Taken> taken(buckets);
  std::uint32_t most = 0;
  std::uint32_t far = 0;
  for (const Item& item : items_) {
    const std::string_view host = name(item);
    const unsigned flags = flags_of(item);
    const std::size_t octets = record_octets(flags, item.size);
    const std::uint64_t hash = layout::hash(host, seed);
    std::byte* const word = file.data() + layout::kHeaderSize + layout::place(hash, words) * 8;
    layout::put(word, layout::get<std::uint64_t>(word) | layout::filter_bits(hash));
    std::size_t bucket = layout::place(hash, buckets);
    std::uint32_t probes = 1;
    const auto bucket_at = [&] { return file.data() + buckets_at + bucket * layout::kBucketSize; };
    while (taken[bucket].slots == layout::kSlots ||
           taken[bucket].octets + octets > layout::kBucketSize) {
      bucket_at()[layout::kAtStarts] |= std::byte{layout::kMore};
      if (++probes > layout::kMaxProbes) return false;
      if (++bucket == buckets) bucket = 0;
    }
    most = std::max(most, probes);
    Taken& place = taken[bucket];
    bucket_at()[place.slots] = std::byte{layout::tag_of(hash)};
    bucket_at()[layout::kAtStarts + place.slots] |= std::byte{place.octets};
    std::byte* at = bucket_at() + place.octets;
    ++place.slots;
    place.octets = static_cast<std::uint8_t>(place.octets + octets);
    at[0] = static_cast<std::byte>(item.size);
    at[1] = static_cast<std::byte>(flags);
    at += layout::kRecordHead;
    if (item.expires != 0) {
      layout::put(at, item.expires);
      at += 4;
    }
    if (item.reason != 0) {
      layout::put(at, item.reason);
      at += 2;
    }
    if (item.size > layout::kMaxNear) {
      layout::put(at, far);
      far += item.size;
    } else {
      std::memcpy(at, host.data(), host.size());
    }
  }
  layout::put(file.data() + layout::kAtSeed, seed);
  layout::put(file.data() + layout::kAtFilterWords, static_cast<std::uint32_t>(words));
  layout::put(file.data() + layout::kAtBuckets, static_cast<std::uint32_t>(buckets));
  layout::put(file.data() + layout::kAtProbes, most);
  return true;
}

std::uint64_t HostListWriter::put_far_names(std::vector<std::byte>& file) const {
  const std::size_t before = file.size();
  for (const Item& item : items_) {
    if (item.size > layout::kMaxNear) put_octets(file, name(item));
  }
  return file.size() - before;
}

std::uint32_t HostListWriter::put_expiries(std::vector<std::byte>& file) const {
  std::vector<std::uint32_t> expiries;
  for (const Item& item : items_) {
    if (item.expires != 0) expiries.push_back(item.expires);
  }
  std::sort(expiries.begin(), expiries.end());
  for (const std::uint32_t expires : expiries)
    put_number(file, expires);
  return static_cast<std::uint32_t>(expiries.size());
}

Expected<std::vector<std::byte>, std::string> HostListWriter::finish(const HostListOrigin& origin) {
  merge();
  std::uint64_t labels = 0;
  for (const Item& item : items_) {
    const std::string_view host = name(item);
    labels |= std::uint64_t{2} << std::count(host.begin(), host.end(), '.');
  }
  std::vector<std::byte> file;
  const std::size_t buckets = bucket_count();
  // Names that crowd at one place are sent elsewhere, and given more room.
  for (std::uint64_t seed = 0; !fill_buckets(file, buckets + buckets * seed / 4, seed);) {
    if (++seed == kSeeds) {
      return Unexpected<std::string>(
          "too many names fall on one place; they were made for that, remove them");
    }
  }
  const std::uint64_t far = put_far_names(file);
  const std::uint32_t expiries = put_expiries(file);
  const std::size_t texts_at = file.size();
  put_text(file, origin.source);
  put_text(file, origin.licence);
  for (std::size_t i = 1; i < reasons_.size(); ++i)
    put_text(file, reasons_[i]);
  std::byte* const head = file.data();
  std::memcpy(head + layout::kAtMagic, layout::kMagic.data(), layout::kMagic.size());
  layout::put(head + layout::kAtVersion, layout::kVersion);
  layout::put(head + layout::kAtLength, std::uint64_t{file.size()});
  layout::put(head + layout::kAtImported, static_cast<std::uint64_t>(origin.imported.count()));
  layout::put(head + layout::kAtLabels, labels);
  layout::put(head + layout::kAtEntries, static_cast<std::uint32_t>(items_.size()));
  layout::put(head + layout::kAtFarSize, far);
  layout::put(head + layout::kAtExpiries, expiries);
  layout::put(head + layout::kAtTextSize, std::uint64_t{file.size() - texts_at});
  layout::put(head + layout::kAtReasons, static_cast<std::uint32_t>(reasons_.size() - 1));
  layout::put(head + layout::kAtChecksum, layout::checksum(file));
  return file;
}

}  // namespace smsfw::access
