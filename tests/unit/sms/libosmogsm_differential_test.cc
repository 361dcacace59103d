// A second opinion: libosmogsm (Debian 1.7.0) packs septets to the same octets, and reads the same
// text from them, behind headers of every length too.
//
// Its text is one octet a character: what the default alphabet has beyond ASCII is of no use in a
// comparison, and is left out of the texts here.
extern "C" {
#include <osmocom/gsm/gsm_utils.h>
}

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filters/sms/alphabet.hh"
#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/utf8.hh"
#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

constexpr std::string_view kCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "
    "!\"#%&'()*+,-./:;<=>?@$_\n^{}\\["
    "]~|";

std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i)
    text.push_back(kCharacters[random() % kCharacters.size()]);
  return text;
}

TEST_CASE("libosmogsm packs septets to the same octets, behind fill bits too") {
  std::mt19937 random(23);
  for (std::size_t header = 0; header < 20; ++header) {
    for (std::size_t count = 1; count <= 153; count += 1 + count % 5) {
      std::vector<std::byte> septets(count);
      for (auto& septet : septets)
        septet = static_cast<std::byte>(random() & 0x7F);
      const std::size_t first = header_septets(header);
      std::vector<std::byte> ours(packed_size(first + count));
      REQUIRE(pack_septets(septets, first, ours) == ours.size());

      std::array<std::uint8_t, 256> theirs{};
      const auto fill = static_cast<std::uint8_t>(first * 7 - header * 8);
      const int size = gsm_septet_pack(
          theirs.data(), reinterpret_cast<const std::uint8_t*>(septets.data()), count, fill);
      INFO(header << " octets of header, " << count << " septets");
      const std::span<const std::byte> text = std::span(ours).subspan(header);
      // It may count an octet of zeros behind the text.
      REQUIRE(static_cast<std::size_t>(size) >= text.size());
      CHECK(
          std::equal(text.begin(), text.end(), reinterpret_cast<const std::byte*>(theirs.data())));
    }
  }
}

TEST_CASE("libosmogsm reads the same text") {
  std::mt19937 random(29);
  for (std::size_t size = 0; size <= 80; ++size) {
    const std::string text = random_text(random, size);
    SeptetBuffer septets{};
    const auto count = encode_gsm7(text, septets);
    REQUIRE(count);
    std::vector<std::byte> packed(packed_size(*count));
    REQUIRE(pack_septets(std::span(septets).first(*count), 0, packed) == packed.size());
    packed.push_back({});  // it looks at the octet behind
    std::array<char, 512> theirs{};
    gsm_7bit_decode_n(theirs.data(), theirs.size(),
                      reinterpret_cast<const std::uint8_t*>(packed.data()),
                      static_cast<std::uint8_t>(*count));
    std::string ours;
    CHECK(append_packed_text(packed, 0, *count, ours) == 0);
    CHECK(ours == text);
    CHECK(ours == theirs.data());
  }
}

/// libosmogsm's text of septets.
std::string theirs_of(std::span<const std::byte> septets) {
  std::vector<std::byte> packed(packed_size(septets.size()));
  REQUIRE(pack_septets(septets, 0, packed) == packed.size());
  packed.push_back({});
  std::array<char, 512> text{};
  gsm_7bit_decode_n(text.data(), text.size(), reinterpret_cast<const std::uint8_t*>(packed.data()),
                    static_cast<std::uint8_t>(septets.size()));
  return text.data();
}

/// Ours in its form: ISO 8859-1; nothing where a character has no octet there.
std::optional<std::string> latin1_of(std::string_view utf8) {
  std::string out;
  const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = at + utf8.size();
  while (at != end) {
    const Utf8Step step = get_utf8({at, end});
    if (step.character > 0xFF) return std::nullopt;
    out.push_back(static_cast<char>(step.character));
    at += step.size;
  }
  return out;
}

/// Septets of letters and signs for which its table has octets that are no ISO 8859-1, or none.
constexpr std::array<unsigned, 13> kOwnOctets{0x0C, 0x24, 0x40, 0x5B, 0x5C, 0x5D, 0x5E,
                                              0x5F, 0x60, 0x7B, 0x7C, 0x7D, 0x7E};

TEST_CASE("libosmogsm reads each septet and each escaped one alike") {
  std::size_t compared = 0;
  for (unsigned septet = 0; septet < 128; ++septet) {
    for (const bool escaped : {false, true}) {
      if (!escaped && septet == kGsm7Escape) continue;  // alone it is no character
      std::vector<std::byte> octets;
      if (escaped) octets.push_back(std::byte{kGsm7Escape});
      octets.push_back(static_cast<std::byte>(septet));
      std::string ours;
      append_text(Alphabet::kGsm7Unpacked, octets, ours);
      const auto latin1 = latin1_of(ours);
      if (!latin1) continue;  // Greek and the euro sign: its text has no octets for them
      // It shows nothing of an escape that has no character, where TS 23.038 shows the default
      // alphabet's character, or a space.
      const bool extended =
          escaped && gsm7_extended(static_cast<std::uint8_t>(septet)) != kGsm7Default[septet];
      if (escaped && !extended) continue;
      if (!escaped && std::find(kOwnOctets.begin(), kOwnOctets.end(), septet) != kOwnOctets.end()) {
        CHECK(theirs_of(octets) != *latin1);  // else it has learned
        continue;
      }
      INFO((escaped ? "1B " : "") << septet);
      CHECK(theirs_of(octets) == *latin1);
      ++compared;
    }
  }
  CHECK(compared == 127 - 10 - kOwnOctets.size() + 9);
}

TEST_CASE("libosmogsm's encoder gives the same septets") {
  std::mt19937 random(31);
  for (std::size_t size = 0; size <= 80; ++size) {
    const std::string text = random_text(random, size);
    SeptetBuffer septets{};
    const auto count = encode_gsm7(text, septets);
    REQUIRE(count);
    std::array<std::uint8_t, 512> theirs{};
    const int their_count = gsm_septet_encode(theirs.data(), text.c_str());
    REQUIRE(static_cast<std::size_t>(their_count) == *count);
    CHECK(std::equal(septets.begin(), septets.begin() + their_count,
                     reinterpret_cast<const std::byte*>(theirs.data())));
  }
}

}  // namespace
}  // namespace smsfw::sms
