#include "filters/model/model_file.hh"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

namespace smsfw::model {
namespace {

static_assert(std::endian::native == std::endian::little, "the file's numbers are copied");

constexpr std::string_view kMagic = "SMSFWMDL";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kLanguageOctets = 8;

struct Header {
  std::uint32_t version = kVersion;
  std::uint32_t ngrams = 0;
  std::uint32_t facts = 0;
  std::uint32_t votes = 0;
  std::uint32_t calibrations = 0;
  std::uint32_t card = 0;
  float scale = 0;
  std::uint32_t hash_low = 0;
  std::uint32_t hash_high = 0;

  std::size_t body() const noexcept {
    return std::size_t{ngrams} + std::size_t{facts} * sizeof(float) +
           std::size_t{votes} * sizeof(LanguageVote) +
           std::size_t{calibrations} * (kLanguageOctets + 2 * sizeof(float)) + card;
  }
  std::uint64_t hash() const noexcept { return std::uint64_t{hash_high} << 32 | hash_low; }
};
static_assert(sizeof(Header) == 36 && sizeof(LanguageVote) == 2);

void put(std::vector<std::byte>& out, const void* data, std::size_t size) {
  const auto* const octets = static_cast<const std::byte*>(data);
  out.insert(out.end(), octets, octets + size);
}

/// Takes what stands next. The size of all has been checked before.
class Taker {
 public:
  explicit Taker(std::span<const std::byte> octets) : left_(octets) {}
  void take(void* to, std::size_t size) noexcept {
    std::memcpy(to, left_.data(), size);
    left_ = left_.subspan(size);
  }

 private:
  std::span<const std::byte> left_;
};

bool usable(const ModelContent& content) noexcept {
  const auto finite = [](float number) { return std::isfinite(number); };
  return finite(content.scale) && std::all_of(content.facts.begin(), content.facts.end(), finite) &&
         std::all_of(content.calibrations.begin(), content.calibrations.end(),
                     [&](const Calibration& one) {
                       return finite(one.slope) && finite(one.shift) && !one.language.empty();
                     }) &&
         std::all_of(content.votes.begin(), content.votes.end(), [&](LanguageVote vote) {
           return vote.language < content.calibrations.size();
         });
}

}  // namespace

std::vector<std::byte> write_model(const ModelContent& content) {
  std::vector<std::byte> body;
  put(body, content.ngrams.data(), content.ngrams.size());
  put(body, content.facts.data(), content.facts.size() * sizeof(float));
  put(body, content.votes.data(), content.votes.size() * sizeof(LanguageVote));
  for (const Calibration& one : content.calibrations) {
    std::array<char, kLanguageOctets> language{};
    std::copy(one.language.view().begin(), one.language.view().end(), language.begin());
    put(body, language.data(), language.size());
    put(body, &one.slope, sizeof one.slope);
    put(body, &one.shift, sizeof one.shift);
  }
  put(body, content.card.data(), content.card.size());

  Header header;
  header.ngrams = static_cast<std::uint32_t>(content.ngrams.size());
  header.facts = static_cast<std::uint32_t>(content.facts.size());
  header.votes = static_cast<std::uint32_t>(content.votes.size());
  header.calibrations = static_cast<std::uint32_t>(content.calibrations.size());
  header.card = static_cast<std::uint32_t>(content.card.size());
  header.scale = content.scale;
  const std::uint64_t hash = XXH3_64bits(body.data(), body.size());
  header.hash_low = static_cast<std::uint32_t>(hash);
  header.hash_high = static_cast<std::uint32_t>(hash >> 32);

  std::vector<std::byte> made;
  put(made, kMagic.data(), kMagic.size());
  put(made, &header, sizeof header);
  made.insert(made.end(), body.begin(), body.end());
  return made;
}

Expected<ModelContent, std::string> read_model(std::span<const std::byte> octets) {
  using Refused = Unexpected<std::string>;
  if (octets.size() < kMagic.size() ||
      std::memcmp(octets.data(), kMagic.data(), kMagic.size()) != 0) {
    return Refused("no model file: it does not begin with SMSFWMDL");
  }
  octets = octets.subspan(kMagic.size());
  Header header;
  if (octets.size() < sizeof header) return Refused("truncated: the header is not whole");
  std::memcpy(&header, octets.data(), sizeof header);
  octets = octets.subspan(sizeof header);
  if (header.version != kVersion) {
    return Refused("version " + std::to_string(header.version) + ": this program reads version " +
                   std::to_string(kVersion));
  }
  if (header.ngrams != kNgramCount || header.facts != kFactCount || header.votes != kVoteCount ||
      header.calibrations == 0 || header.calibrations > kMaxLanguages) {
    return Refused("its n-grams or facts are not those of this program: train it anew");
  }
  if (octets.size() != header.body()) {
    return Refused("truncated or too long: " + std::to_string(octets.size()) +
                   " octets behind the header, which says " + std::to_string(header.body()));
  }
  if (XXH3_64bits(octets.data(), octets.size()) != header.hash()) {
    return Refused("altered or damaged: its hash is another");
  }
  ModelContent made;
  made.scale = header.scale;
  Taker from(octets);
  made.ngrams.resize(kNgramCount);
  from.take(made.ngrams.data(), kNgramCount);
  from.take(made.facts.data(), sizeof made.facts);
  made.votes.resize(kVoteCount);
  from.take(made.votes.data(), kVoteCount * sizeof(LanguageVote));
  for (std::uint32_t i = 0; i < header.calibrations; ++i) {
    std::array<char, kLanguageOctets> language{};
    Calibration one;
    from.take(language.data(), language.size());
    from.take(&one.slope, sizeof one.slope);
    from.take(&one.shift, sizeof one.shift);
    one.language.assign(
        std::string_view(language.data(), language.size())
            .substr(0, std::string_view(language.data(), language.size()).find('\0')));
    made.calibrations.push_back(one);
  }
  made.card.resize(header.card);
  from.take(made.card.data(), made.card.size());
  if (!usable(made)) return Refused("holds numbers that are none, or languages that are not there");
  return made;
}

}  // namespace smsfw::model
