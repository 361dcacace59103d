#include "filters/concat/part_table.hh"

#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <new>

namespace smsfw::concat {
namespace {

// What a list node, its two places in the indexes, and a part cost beside their octets.
constexpr std::size_t kWholeCost = 416;
constexpr std::size_t kPartCost = 128;

// A token: id, last form, number. An id: counter, shard.
constexpr unsigned kNumberBits = 8;
constexpr unsigned kFormBits = 1;
constexpr unsigned kIdShift = kNumberBits + kFormBits;

constexpr std::uint64_t token_of(std::uint64_t id, std::uint8_t number, bool last_form) noexcept {
  return id << kIdShift | (last_form ? 1U << kNumberBits : 0U) | number;
}
constexpr std::uint64_t id_of(std::uint64_t token) noexcept {
  return token >> kIdShift;
}
constexpr std::uint8_t number_of(std::uint64_t token) noexcept {
  return static_cast<std::uint8_t>(token);
}
constexpr bool last_form_of(std::uint64_t token) noexcept {
  return (token >> kNumberBits & 1U) != 0;
}

}  // namespace

PartTable::PartTable(const PartTableLimits& limits, std::uint64_t secret)
    : limits_{std::clamp(limits.memory, kMinMemory, kMaxMemory), limits.timeout},
      secret_(secret),
      shards_(std::make_unique<LockGuarded<Shard>[]>(kShards)) {}

std::uint64_t PartTable::hash(std::span<const std::byte> subject) const noexcept {
  return XXH3_64bits_withSeed(subject.data(), subject.size(), secret_);
}

std::uint64_t PartTable::message_of(const WholeKey& key) noexcept {
  // `ends` is random to a stranger; the rest only has to be told apart.
  const std::uint64_t rest = std::uint64_t{key.reference} << 1U | (key.wide ? 1U : 0U);
  return key.ends ^ rest * 0x9e3779b97f4a7c15ULL;
}

LockGuarded<PartTable::Shard>& PartTable::shard_of(std::uint64_t token) const noexcept {
  return shards_[id_of(token) & (kShards - 1)];
}

PartTable::Whole* PartTable::find(Shard& shard, std::uint64_t token) noexcept {
  const auto found = shard.by_id.find(id_of(token));
  return found == shard.by_id.end() ? nullptr : &*found->second;
}

/// Where only one form is left, a token of the last one is that one's.
PartTable::Part* PartTable::find(Whole& whole, std::uint64_t token) noexcept {
  Part* first_form = nullptr;
  for (Part& part : whole.parts) {
    if (part.number != number_of(token)) continue;
    if (part.last_form == last_form_of(token)) return &part;
    first_form = &part;
  }
  return last_form_of(token) ? first_form : nullptr;
}

void PartTable::forget(Shard& shard, Wholes::iterator which) noexcept {
  const auto [begin, end] = shard.by_message.equal_range(message_of(which->key));
  const auto place = std::find_if(begin, end, [&](const auto& one) { return one.second == which; });
  if (place != end) shard.by_message.erase(place);  // not there: memory ran out when it began
  shard.by_id.erase(which->id);
  shard.memory -= which->memory;
  shard.open.erase(which);
}

void PartTable::expire(Shard& shard, std::chrono::nanoseconds before) noexcept {
  while (!shard.open.empty() && shard.open.front().begun <= before) {
    ++shard.counted.expired;
    forget(shard, shard.open.begin());
  }
}

/// Gives up others, the oldest first. False: even alone there would be no room.
bool PartTable::make_room(Shard& shard, std::size_t octets, const Whole* itself) const noexcept {
  const std::size_t most = limits_.memory / kShards;
  if (octets + (itself != nullptr ? itself->memory : 0) > most) return false;
  while (shard.memory + octets > most) {
    auto oldest = shard.open.begin();
    if (&*oldest == itself) ++oldest;
    ++shard.counted.evictions;
    forget(shard, oldest);
  }
  return true;
}

PartTable::Added PartTable::add(const WholeKey& key, std::uint8_t number, const PartCoding& coding,
                                std::span<const std::byte> content,
                                std::chrono::nanoseconds now) noexcept {
  const std::size_t index = message_of(key) & (kShards - 1);
  return shards_[index].with([&](Shard& shard) -> Added {
    try {
      return add(shard, index, key, number, coding, content, now);
    } catch (const std::bad_alloc&) {
      return {};
    }
  });
}

PartTable::Added PartTable::add(Shard& shard, std::size_t index, const WholeKey& key,
                                std::uint8_t number, const PartCoding& coding,
                                std::span<const std::byte> content, std::chrono::nanoseconds now) {
  expire(shard, now - limits_.timeout);
  content = content.first(std::min(content.size(), kMaxPart));
  Added added;
  Whole* whole = nullptr;
  const std::uint64_t message = message_of(key);
  const auto [begin, end] = shard.by_message.equal_range(message);
  for (auto one = begin; one != end; ++one) {
    if (one->second->key == key) whole = &*one->second;
    const WholeKey& other = one->second->key;
    added.other_total = added.other_total || (other.ends == key.ends && other.total != key.total);
  }
  Part* first_form = nullptr;
  Part* last_form = nullptr;
  for (std::size_t i = 0; whole != nullptr && i < whole->parts.size(); ++i) {
    Part& part = whole->parts[i];
    if (part.number == number) (part.last_form ? last_form : first_form) = &part;
  }
  const auto same = [&](const Part* part) {
    return part != nullptr && part->coding == coding &&
           std::equal(part->octets.begin(), part->octets.end(), content.begin(), content.end());
  };
  // What was stopped alone leaves no part: who sends it again pays for it again.
  added.first = whole == nullptr || whole->parts.empty() || first_form != nullptr;
  Part* mine = nullptr;
  if (same(last_form)) {
    mine = last_form;
  } else if (last_form == nullptr && same(first_form)) {
    mine = first_form;
  }
  if (mine != nullptr) {
    ++shard.counted.repeats;
  } else {
    added.conflict = first_form != nullptr;
    const std::size_t more = content.size() + kPartCost + (whole == nullptr ? kWholeCost : 0);
    if (!make_room(shard, more, whole)) return added;
    if (whole == nullptr) {
      shard.open.emplace_back();
      const auto made = std::prev(shard.open.end());
      made->key = key;
      made->id = shard.next_id++ << kShardBits | index;
      made->begun = now;
      shard.by_message.emplace(message, made);
      shard.by_id.emplace(made->id, made);
      whole = &*made;
    }
    if (added.conflict) {
      ++shard.counted.conflicts;
      // Whoever uses a reference again for another message is not the one that was stopped.
      whole->stopped = {};
    }
    if (last_form != nullptr) {
      const std::size_t before = last_form->octets.size();
      last_form->octets.assign(content.begin(), content.end());
      last_form->coding = coding;
      last_form->delivered = false;
      last_form->pending = 0;
      mine = last_form;
      whole->memory += content.size() - before;
      shard.memory += content.size() - before;
    } else {
      const auto place = std::find_if(whole->parts.begin(), whole->parts.end(),
                                      [&](const Part& part) { return part.number > number; });
      Part made{number, first_form != nullptr,           false, added.first, 0,
                coding, {content.begin(), content.end()}};
      mine = &*whole->parts.insert(place, std::move(made));
      whole->memory += more;
      shard.memory += more;
    }
  }
  ++mine->pending;
  tell(*whole, added);
  added.token = token_of(whole->id, number, mine->last_form);
  if (added.stopped.action != Action::kAllow) ++shard.counted.stopped;
  return added;
}

void PartTable::tell(const Whole& whole, Added& added) noexcept {
  std::size_t numbers = 0;
  for (const Part& part : whole.parts)
    numbers += part.last_form ? 0 : 1;
  added.complete = numbers == whole.key.total;
  added.whole = whole.id;
  added.stopped = whole.stopped;
}

PartTable::Added PartTable::again(std::uint64_t token) const noexcept {
  return shard_of(token).with([&](Shard& shard) {
    Added added;
    Whole* whole = find(shard, token);
    const Part* part = whole == nullptr ? nullptr : find(*whole, token);
    if (part == nullptr) return added;
    tell(*whole, added);
    added.token = token;
    added.first = part->first;
    return added;
  });
}

bool PartTable::parts(std::uint64_t token, PartsSoFar& out) const noexcept {
  out.clear();
  return shard_of(token).with([&](Shard& shard) {
    const Whole* whole = find(shard, token);
    if (whole == nullptr) return false;
    try {
      for (const Part& part : whole->parts) {
        out.parts.push_back(
            {part.number, part.last_form, part.coding, out.octets.size(), part.octets.size()});
        out.octets.insert(out.octets.end(), part.octets.begin(), part.octets.end());
        out.conflict = out.conflict || part.last_form;
      }
    } catch (const std::bad_alloc&) {
      out.clear();
    }
    return !out.parts.empty();
  });
}

void PartTable::stop(std::uint64_t token, const Stopped& how) noexcept {
  shard_of(token).with([&](Shard& shard) {
    if (Whole* whole = find(shard, token)) whole->stopped = how;
  });
}

void PartTable::settle(std::uint64_t token, bool delivered) noexcept {
  shard_of(token).with([&](Shard& shard) {
    Whole* whole = find(shard, token);
    if (whole == nullptr) return;
    Part* part = find(*whole, token);
    if (part == nullptr) return;
    const auto place = shard.by_id.find(id_of(token))->second;
    if (part->pending != 0) --part->pending;
    if (delivered) {
      part->delivered = true;
      std::size_t reached = 0;
      for (const Part& one : whole->parts) {
        if (one.delivered && !one.last_form) ++reached;
      }
      if (reached != whole->key.total) return;
      ++shard.counted.completed;
      return forget(shard, place);
    }
    if (part->delivered || part->pending != 0) return;  // another copy of it is, or may be, there
    const std::size_t less = part->octets.size() + kPartCost;
    whole->memory -= less;
    shard.memory -= less;
    const bool last_form = part->last_form;
    const std::uint8_t number = part->number;
    whole->parts.erase(whole->parts.begin() + (part - whole->parts.data()));
    if (!last_form) {
      // Its other form is the only one now. Tokens of that name what is no more: it stays.
      for (Part& other : whole->parts) {
        if (other.number == number) other.last_form = false;
      }
    }
    if (whole->parts.empty() && whole->stopped.action == Action::kAllow) forget(shard, place);
  });
}

void PartTable::expire(std::chrono::nanoseconds now) noexcept {
  for (std::size_t i = 0; i < kShards; ++i)
    shards_[i].with([&](Shard& shard) { expire(shard, now - limits_.timeout); });
}

PartTableStats PartTable::stats() const {
  PartTableStats all;
  for (std::size_t i = 0; i < kShards; ++i) {
    shards_[i].with([&](const Shard& shard) {
      all.entries += shard.open.size();
      all.memory += shard.memory;
      all.completed += shard.counted.completed;
      all.expired += shard.counted.expired;
      all.evictions += shard.counted.evictions;
      all.conflicts += shard.counted.conflicts;
      all.repeats += shard.counted.repeats;
      all.stopped += shard.counted.stopped;
    });
  }
  return all;
}

}  // namespace smsfw::concat
