#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/text/url.hh"
#include "filters/text/url_suffixes.hh"

namespace smsfw {

/// What stands between two labels of a possible host name.
enum class UrlJoint : std::uint8_t {
  kNone,
  kDot,
  kBracketed,   ///< [.] (dot)
  kSpaced,      ///< A dot with a space before it, or on both sides.
  kSpaceAfter,  ///< A dot and a space: the end of a sentence, most often.
  kWord,        ///< " dot "
  kBullet,
  kSeveral,  ///< Two or three dots.
  kComma,
};

/// The joints that honest writing has in the middle of a name, or that only a disguise has.
constexpr bool is_deliberate(UrlJoint joint) noexcept {
  return joint == UrlJoint::kDot || joint == UrlJoint::kBracketed;
}

/// Labels and what joins them, as they stand in a text.
struct UrlChain {
  static constexpr std::size_t kMaxLabels = 32;
  static constexpr std::size_t kMaxText = 2 * kMaxHost;

  struct Label {
    std::size_t begin = 0;  ///< In the text that is read.
    std::size_t end = 0;
    std::uint16_t at = 0;  ///< In `text`.
    std::uint16_t size = 0;
    UrlJoint joint = UrlJoint::kNone;  ///< Before it.
  };

  std::array<Label, kMaxLabels> labels;
  std::size_t size = 0;
  /// Labels in lower case with single dots between them.
  std::array<char, kMaxText> text;
  std::size_t text_size = 0;
  std::uint32_t traits = 0;  ///< kPercentHost, or kSpacedDot for a broken label.
  bool too_long = false;
  bool run_on = false;  ///< The last label was cut behind its suffix.

  std::string_view label(std::size_t i) const noexcept {
    return {text.data() + labels[i].at, labels[i].size};
  }
  /// Labels `first` to `last`, dotted.
  std::string_view name(std::size_t first, std::size_t last) const noexcept {
    return {text.data() + labels[first].at,
            std::size_t{labels[last].at} + labels[last].size - labels[first].at};
  }
  std::size_t end() const noexcept { return size == 0 ? 0 : labels[size - 1].end; }
};

/// Reads chains of labels in one text.
class UrlChainReader {
 public:
  UrlChainReader(std::string_view text, UrlSuffixes& suffixes) noexcept
      : text_(text), suffixes_(suffixes) {}

  /// Reads from the label that starts at `begin`. `led`: a scheme stands before, so that a
  /// percent-encoded or broken label is one. `spelled`: "www" and a space stand before, so that a
  /// space joins too.
  void read(std::size_t begin, bool led, bool spelled, UrlChain& chain) noexcept;

  /// The joint that starts right behind a label's end, or kNone. `next` becomes where the following
  /// label starts.
  UrlJoint joint_at(std::size_t at, std::size_t& next) const noexcept;

  /// Where the label starts that ends before `at`, white space between them passed over: `at` when
  /// there is none or when it is too long. Reads no octet before `floor`.
  std::size_t label_before(std::size_t at, std::size_t floor) const noexcept;

 private:
  bool read_label(std::size_t begin, UrlJoint joint, bool led, UrlChain& chain) noexcept;
  std::size_t word_dot(std::size_t at) const noexcept;
  std::size_t skip_space(std::size_t at) const noexcept;

  std::string_view text_;
  UrlSuffixes& suffixes_;
};

/// Octets that a label is made of: letters, digits, '-', '_' and what is not ASCII.
bool is_label_octet(char c) noexcept;
bool is_url_space(char c) noexcept;

/// Value of a %XX at `at`, or -1.
int percent_value(std::string_view text, std::size_t at) noexcept;

}  // namespace smsfw
