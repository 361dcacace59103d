#include "smsc-proxy/smpp/session/receipt_routes.hh"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>

#include "smsc-proxy/smpp/codec/receipt.hh"

namespace smsfw::smpp {

/// Start of the file; the entries follow.
struct ReceiptRoutes::FileHeader {
  std::uint64_t magic;
  std::uint64_t buckets;
  std::uint64_t secret;
  std::uint64_t reserved[5];
};

/// One way to find one message. Free when `until` is 0.
struct ReceiptRoutes::Entry {
  std::uint64_t key;
  std::uint64_t account;
  std::uint32_t until;
  std::uint32_t added;
};

namespace {

constexpr std::uint64_t kMagic = 0x3153455455305253ULL;  // changes with the layout
constexpr std::size_t kPerBucket = 8;

std::uint32_t seconds(std::chrono::seconds time) noexcept {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(time.count(), 1));
}

}  // namespace

Expected<std::unique_ptr<ReceiptRoutes>, std::string> ReceiptRoutes::open(const std::string& path,
                                                                          std::uint32_t capacity) {
  std::unique_ptr<ReceiptRoutes> routes(new ReceiptRoutes);
  // An id has up to three forms (text, decimal, hexadecimal); a bucket is never quite full.
  routes->buckets_ =
      std::bit_ceil<std::uint64_t>(std::max<std::uint64_t>(capacity, 64) * 4 / kPerBucket);
  routes->length_ = sizeof(FileHeader) + routes->buckets_ * kPerBucket * sizeof(Entry);
  int fd = -1;
  if (!path.empty()) {
    std::error_code ignored;
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
    fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
      return Unexpected<std::string>("routing_file " + path + ": " +
                                     std::generic_category().message(errno) +
                                     "; name a file that the service may write");
    }
    struct stat facts {};
    const bool fits =
        ::fstat(fd, &facts) == 0 && static_cast<std::size_t>(facts.st_size) == routes->length_;
    if (!fits &&
        (::ftruncate(fd, 0) != 0 || ::ftruncate(fd, static_cast<off_t>(routes->length_)) != 0)) {
      const std::string why = std::generic_category().message(errno);
      ::close(fd);
      return Unexpected<std::string>("routing_file " + path + ": cannot make it " +
                                     std::to_string(routes->length_) + " octets long: " + why);
    }
  }
  routes->map_ = ::mmap(nullptr, routes->length_, PROT_READ | PROT_WRITE,
                        fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (routes->map_ == MAP_FAILED) {
    routes->map_ = nullptr;
    return Unexpected<std::string>("routing_file " + path + ": " +
                                   std::generic_category().message(code));
  }
  auto* header = static_cast<FileHeader*>(routes->map_);
  routes->entries_at_ =
      reinterpret_cast<Entry*>(static_cast<std::byte*>(routes->map_) + sizeof(FileHeader));
  if (header->magic != kMagic || header->buckets != routes->buckets_) {
    std::memset(routes->map_, 0, routes->length_);
    std::random_device random;
    header->secret = (static_cast<std::uint64_t>(random()) << 32U) | random();
    header->buckets = routes->buckets_;
    header->magic = kMagic;
  }
  routes->secret_ = header->secret;
  std::size_t used = 0;
  for (std::uint64_t i = 0; i < routes->buckets_ * kPerBucket; ++i) {
    used += routes->entries_at_[i].until != 0 ? 1 : 0;
  }
  routes->entries_.store(used, std::memory_order_relaxed);
  return routes;
}

ReceiptRoutes::~ReceiptRoutes() {
  if (map_ != nullptr) ::munmap(map_, length_);
}

std::uint64_t ReceiptRoutes::account_hash(std::string_view account) const noexcept {
  return XXH3_64bits_withSeed(account.data(), account.size(), secret_ ^ 0x61U);
}

std::uint64_t ReceiptRoutes::key(std::string_view upstream, std::string_view form,
                                 char kind) const noexcept {
  const std::uint64_t seed = XXH3_64bits_withSeed(upstream.data(), upstream.size(), secret_) +
                             static_cast<unsigned char>(kind);
  return XXH3_64bits_withSeed(form.data(), form.size(), seed);
}

void ReceiptRoutes::put(std::uint64_t key, std::uint64_t account, std::uint32_t until,
                        std::uint32_t now) {
  Entry* bucket = entries_at_ + (key & (buckets_ - 1)) * kPerBucket;
  Entry* place = nullptr;
  for (std::size_t i = 0; i < kPerBucket; ++i) {
    Entry& entry = bucket[i];
    if (entry.until != 0 && entry.key == key) {
      place = &entry;
      break;
    }
    // A free or outlived place first, else the one that ends first.
    if (place == nullptr || entry.until < place->until) place = &entry;
  }
  if (place->until == 0) {
    entries_.fetch_add(1, std::memory_order_relaxed);
  } else if (place->key != key && place->until > now) {
    evictions_.fetch_add(1, std::memory_order_relaxed);
  }
  *place = {key, account, until, now};
}

const ReceiptRoutes::Entry* ReceiptRoutes::get(std::uint64_t key, std::uint32_t now) const {
  const Entry* bucket = entries_at_ + (key & (buckets_ - 1)) * kPerBucket;
  for (std::size_t i = 0; i < kPerBucket; ++i) {
    if (bucket[i].until > now && bucket[i].key == key) return &bucket[i];
  }
  return nullptr;
}

void ReceiptRoutes::add(std::string_view upstream, std::string_view message_id,
                        std::string_view account, std::chrono::seconds until,
                        std::chrono::seconds now) {
  if (message_id.empty()) return;
  const auto forms = message_id_forms(message_id);
  const std::uint64_t owner = account_hash(account);
  const std::lock_guard lock(mutex_);
  put(key(upstream, forms.text, 't'), owner, seconds(until), seconds(now));
  // Under its number as well: what came in decimal may come back in hexadecimal, or the reverse.
  for (const auto& number : {forms.decimal, forms.hex}) {
    if (!number) continue;
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
    put(key(upstream, {digits, static_cast<std::size_t>(end - digits)}, 'n'), owner, seconds(until),
        seconds(now));
  }
}

std::optional<std::uint64_t> ReceiptRoutes::find(std::string_view upstream,
                                                 std::string_view message_id,
                                                 std::chrono::seconds now) const {
  if (message_id.empty()) return std::nullopt;
  const auto forms = message_id_forms(message_id);
  const std::lock_guard lock(mutex_);
  if (const Entry* entry = get(key(upstream, forms.text, 't'), seconds(now))) return entry->account;
  for (const auto& number : {forms.decimal, forms.hex}) {
    if (!number) continue;
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
    if (const Entry* entry = get(
            key(upstream, {digits, static_cast<std::size_t>(end - digits)}, 'n'), seconds(now))) {
      return entry->account;
    }
  }
  return std::nullopt;
}

bool ReceiptRoutes::owns(std::string_view upstream, std::string_view message_id,
                         std::string_view account, std::chrono::seconds now) const {
  const auto owner = find(upstream, message_id, now);
  return owner && *owner == account_hash(account);
}

}  // namespace smsfw::smpp
