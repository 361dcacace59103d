#include "filters/text/url_chain.hh"

#include <array>
#include <cstring>

#include "filters/text/url_text.hh"

namespace smsfw {
namespace {

constexpr std::size_t kMaxLabel = 63;  // RFC 1035 §2.3.4
constexpr std::size_t kMaxSpaces = 3;  // on either side of a dot
constexpr std::size_t kMaxDots = 3;

constexpr auto kLabelOctets = [] {
  std::array<bool, 256> octets{};
  for (std::size_t c = 0; c < octets.size(); ++c) {
    octets[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                c == '-' || c == '_' || c >= 0x80;
  }
  return octets;
}();

/// Words for the dot: English, Vietnamese, Spanish, Portuguese, Indonesian, Turkish, French,
/// German. The first kFree of them count without brackets too.
constexpr std::string_view kDotWords[] = {"dot",   "d0t",   "ch\u1EA5m", "cham",  "punto",
                                          "ponto", "titik", "nokta",     "point", "punkt"};
constexpr std::size_t kFree = 4;

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
}

int hex_value(char c) noexcept {
  c = lower(c);
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The octet that closes a bracket, or 0.
char closing(char c) noexcept {
  switch (c) {
    case '(':
      return ')';
    case '[':
      return ']';
    case '{':
      return '}';
    case '<':
      return '>';
    default:
      return 0;
  }
}

bool is_dot(char c) noexcept {
  return c == '.' || c == UrlText::kBulletMark;
}

/// True when `text` has `word` at `at`, letter case aside.
bool has_word(std::string_view text, std::size_t at, std::string_view word) noexcept {
  if (text.size() - at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    // U+1EA4 and U+1EA5 differ in the last octet.
    const char c = text[at + i] == '\xA4' ? '\xA5' : lower(text[at + i]);
    if (c != word[i]) return false;
  }
  return true;
}

}  // namespace

bool is_label_octet(char c) noexcept {
  return kLabelOctets[static_cast<unsigned char>(c)];
}

bool is_url_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

int percent_value(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 3 || text[at] != '%') return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::size_t UrlChainReader::skip_space(std::size_t at) const noexcept {
  for (std::size_t i = 0; i < kMaxSpaces && at < text_.size() && is_url_space(text_[at]); ++i)
    ++at;
  return at;
}

std::size_t UrlChainReader::word_dot(std::size_t at) const noexcept {
  for (std::size_t i = 0; i < std::size(kDotWords); ++i) {
    if (has_word(text_, at, kDotWords[i])) return i + 1;
  }
  return 0;
}

UrlJoint UrlChainReader::joint_at(std::size_t at, std::size_t& next) const noexcept {
  const std::size_t start = skip_space(at);
  if (start >= text_.size()) return UrlJoint::kNone;
  const bool space_before = start != at;
  const char c = text_[start];
  const auto label_follows = [&](std::size_t place) {
    next = place;
    return place < text_.size() && is_label_octet(text_[place]);
  };
  if (c == '.') {
    std::size_t behind = start;
    while (behind < text_.size() && behind - start <= kMaxDots && text_[behind] == '.')
      ++behind;
    const std::size_t dots = behind - start;
    if (dots > kMaxDots) return UrlJoint::kNone;
    const std::size_t place = skip_space(behind);
    if (!label_follows(place)) return UrlJoint::kNone;
    if (dots > 1) return UrlJoint::kSeveral;
    if (space_before) return UrlJoint::kSpaced;
    return place == behind ? UrlJoint::kDot : UrlJoint::kSpaceAfter;
  }
  if (const char close = closing(c); close != 0) {
    std::size_t inside = skip_space(start + 1);
    if (inside >= text_.size()) return UrlJoint::kNone;
    if (is_dot(text_[inside]) || text_[inside] == ',') {
      ++inside;
    } else if (const std::size_t word = word_dot(inside); word != 0) {
      inside += kDotWords[word - 1].size();
    } else {
      return UrlJoint::kNone;
    }
    inside = skip_space(inside);
    if (inside >= text_.size() || text_[inside] != close) return UrlJoint::kNone;
    return label_follows(skip_space(inside + 1)) ? UrlJoint::kBracketed : UrlJoint::kNone;
  }
  if (space_before) {
    const std::size_t word = word_dot(start);
    if (word == 0 || word > kFree) return UrlJoint::kNone;
    const std::size_t behind = start + kDotWords[word - 1].size();
    const std::size_t place = skip_space(behind);
    return place != behind && label_follows(place) ? UrlJoint::kWord : UrlJoint::kNone;
  }
  if (c == UrlText::kBulletMark)
    return label_follows(start + 1) ? UrlJoint::kBullet : UrlJoint::kNone;
  if (c == ',') return label_follows(start + 1) ? UrlJoint::kComma : UrlJoint::kNone;
  return UrlJoint::kNone;
}

std::size_t UrlChainReader::label_before(std::size_t at, std::size_t floor) const noexcept {
  std::size_t end = at;
  for (std::size_t i = 0; i < kMaxSpaces && end > floor && is_url_space(text_[end - 1]); ++i)
    --end;
  std::size_t begin = end;
  while (begin > floor && is_label_octet(text_[begin - 1]) && end - begin <= 4 * kMaxLabel)
    --begin;
  while (begin < end && (text_[begin] == '-' || text_[begin] == '_'))
    ++begin;
  return begin == end || end - begin > 4 * kMaxLabel ? at : begin;
}

bool UrlChainReader::read_label(std::size_t begin, UrlJoint joint, bool led,
                                UrlChain& chain) noexcept {
  if (chain.size == UrlChain::kMaxLabels) {
    chain.too_long = true;
    return false;
  }
  UrlChain::Label& label = chain.labels[chain.size];
  label.begin = begin;
  label.joint = joint;
  if (chain.size != 0 && chain.text_size < chain.text.size()) chain.text[chain.text_size++] = '.';
  label.at = static_cast<std::uint16_t>(chain.text_size);
  std::size_t at = begin;
  bool ascii = true;
  while (at < text_.size()) {
    char c = text_[at];
    std::size_t step = 1;
    if (c == '%' && led) {
      const int value = percent_value(text_, at);
      if (value < 0 || !is_label_octet(static_cast<char>(value))) break;
      c = static_cast<char>(value);
      step = 3;
      chain.traits |= static_cast<std::uint32_t>(UrlTrait::kPercentHost);
    } else if (!is_label_octet(c)) {
      break;
    }
    const auto size = static_cast<std::size_t>(chain.text_size - label.at);
    if (static_cast<unsigned char>(c) >= 0x80 && ascii) {
      ascii = false;
      // "bank.comđể": the word begins where ASCII ends, and the suffix stands before.
      if (chain.size != 0 && size >= 2 &&
          suffixes_.classify({chain.text.data() + label.at, size}) == SuffixClass::kUnmistaken) {
        chain.run_on = true;
        break;
      }
    }
    if (chain.text_size == chain.text.size()) {
      chain.too_long = true;
      return false;
    }
    chain.text[chain.text_size++] = lower(c);
    at += step;
  }
  label.end = at;
  label.size = static_cast<std::uint16_t>(chain.text_size - label.at);
  if (label.size == 0) {
    chain.text_size = chain.size == 0 ? 0 : label.at - std::size_t{1};
    return false;
  }
  ++chain.size;
  return !chain.run_on;
}

void UrlChainReader::read(std::size_t begin, bool led, bool spelled, UrlChain& chain) noexcept {
  chain.size = 0;
  chain.text_size = 0;
  chain.traits = 0;
  chain.too_long = false;
  chain.run_on = false;
  std::size_t next = begin;
  UrlJoint joint = UrlJoint::kNone;
  while (read_label(next, joint, led, chain)) {
    const std::size_t end = chain.end();
    joint = joint_at(end, next);
    if (joint != UrlJoint::kNone) continue;
    if (led && percent_value(text_, end) == '.') {
      joint = UrlJoint::kDot;
      next = end + 3;
      chain.traits |= static_cast<std::uint32_t>(UrlTrait::kPercentHost);
      continue;
    }
    next = skip_space(end);
    if (next == end || next >= text_.size() || !is_label_octet(text_[next])) return;
    if (spelled && chain.size <= 2) {  // "www bank com"
      joint = UrlJoint::kSpaced;
      continue;
    }
    if (!led || chain.size != 1 || text_[end] != '\n') return;
    // A first label that a line break cuts in two: take the second half as if nothing stood there.
    UrlChain::Label& first = chain.labels[0];
    const std::uint16_t whole = first.size;
    while (next < text_.size() && is_label_octet(text_[next]) &&
           chain.text_size < chain.text.size())
      chain.text[chain.text_size++] = lower(text_[next++]);
    first.size = static_cast<std::uint16_t>(chain.text_size);
    std::size_t after = 0;
    if (joint_at(next, after) != UrlJoint::kDot) {
      first.size = whole;
      chain.text_size = whole;
      return;
    }
    first.end = next;
    chain.traits |= static_cast<std::uint32_t>(UrlTrait::kSpacedDot);
    joint = UrlJoint::kDot;
    next = after;
  }
}

}  // namespace smsfw
