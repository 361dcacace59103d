#include "filters/signature/database_file.hh"

#include <xxhash.h>

#include <cstring>
#include <memory>

namespace smsfw {
namespace {

constexpr std::string_view kMagic = "smsfwHS1";
constexpr std::size_t kLengthAt = 8;
constexpr std::size_t kChecksumAt = 16;
constexpr std::size_t kCheckedFrom = 24;
constexpr std::size_t kHashAt = 24;
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kExpressionsAt = 56;
constexpr std::size_t kConfirmedAt = 60;

template <class T>
T get(std::span<const std::byte> octets, std::size_t at) {
  T value;
  std::memcpy(&value, octets.data() + at, sizeof value);
  return value;
}

template <class T>
void put(std::span<std::byte> octets, std::size_t at, T value) {
  std::memcpy(octets.data() + at, &value, sizeof value);
}

std::uint64_t checksum(std::span<const std::byte> octets) {
  const auto checked = octets.subspan(kCheckedFrom);
  return XXH3_64bits(checked.data(), checked.size());
}

}  // namespace

std::vector<std::byte> DatabaseFile::seal() const {
  const std::size_t ids = confirmed.size() * sizeof(std::uint32_t);
  std::vector<std::byte> out(kHeaderSize + ids + database.size());
  std::memcpy(out.data(), kMagic.data(), kMagic.size());
  put(out, kLengthAt, std::uint64_t{out.size()});
  std::memcpy(out.data() + kHashAt, content_hash.data(), kHashSize);
  put(out, kExpressionsAt, expressions);
  put(out, kConfirmedAt, static_cast<std::uint32_t>(confirmed.size()));
  if (ids != 0) std::memcpy(out.data() + kHeaderSize, confirmed.data(), ids);
  if (!database.empty()) {
    std::memcpy(out.data() + kHeaderSize + ids, database.data(), database.size());
  }
  put(out, kChecksumAt, checksum(out));
  return out;
}

Expected<DatabaseFile, std::string> DatabaseFile::open(std::span<const std::byte> octets) {
  const auto refuse = [](std::string why) { return Unexpected<std::string>(std::move(why)); };
  if (octets.size() < kHeaderSize) return refuse("shorter than its header");
  if (std::memcmp(octets.data(), kMagic.data(), kMagic.size()) != 0) {
    return refuse("not a database file of this version");
  }
  if (get<std::uint64_t>(octets, kLengthAt) != octets.size()) return refuse("wrong length");
  if (get<std::uint64_t>(octets, kChecksumAt) != checksum(octets)) return refuse("wrong checksum");

  DatabaseFile file;
  file.content_hash.assign(reinterpret_cast<const char*>(octets.data()) + kHashAt, kHashSize);
  file.expressions = get<std::uint32_t>(octets, kExpressionsAt);
  const std::size_t count = get<std::uint32_t>(octets, kConfirmedAt);
  const auto rest = octets.subspan(kHeaderSize);
  if (count > rest.size() / sizeof(std::uint32_t)) return refuse("wrong number of expressions");
  file.confirmed.resize(count);
  if (count != 0) {
    std::memcpy(file.confirmed.data(), rest.data(), count * sizeof(std::uint32_t));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (file.confirmed[i] >= file.expressions ||
        (i != 0 && file.confirmed[i] <= file.confirmed[i - 1])) {
      return refuse("wrong list of confirmed expressions");
    }
  }
  file.database = rest.subspan(count * sizeof(std::uint32_t));
  return file;
}

std::string hash_pieces(std::span<const std::string_view> pieces) {
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_128bits_reset(state.get());
  for (const std::string_view piece : pieces) {
    const std::uint64_t size = piece.size();
    XXH3_128bits_update(state.get(), &size, sizeof size);
    XXH3_128bits_update(state.get(), piece.data(), piece.size());
  }
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char octet : canonical.digest) {
    out.push_back(kDigits[octet >> 4]);
    out.push_back(kDigits[octet & 15]);
  }
  return out;
}

}  // namespace smsfw
