#include "filters/brand/brand_index.hh"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace smsfw::brand {
namespace {

/// Names from so many letters on are looked for inside of labels.
constexpr std::size_t kMinInside = 6;
/// A word of three letters in disguise is too often another word.
constexpr std::size_t kMinDisguisedWord = 4;
/// A part with a wrong letter has at least so many: what is shorter is often a word.
constexpr std::size_t kMinWrong = 5;

/// How many wrong letters a name may have.
std::uint8_t distance_of(std::string_view token) noexcept {
  constexpr std::string_view kBank = "bank";
  std::size_t letters = token.size();
  if (token.size() > kBank.size() && token.substr(token.size() - kBank.size()) == kBank) {
    letters -= kBank.size() - 1;
  }
  if (letters >= 8) return 2;
  return letters >= 5 ? 1 : 0;
}

std::size_t first_of(const ConfusableForm& form) noexcept {
  const char c = form.text[0];
  return c >= 'a' && c <= 'z' ? static_cast<std::size_t>(c - 'a') : 26;
}

std::uint32_t load(const char* at) noexcept {
  std::uint32_t octets = 0;
  std::memcpy(&octets, at, sizeof octets);
  return octets;
}

/// True where letters could become others by `distance` edits: each edit changes two bits at most.
bool letters_fit(std::uint32_t a, std::uint32_t b, unsigned distance) noexcept {
  std::uint32_t other = a ^ b;
  for (unsigned i = 0; i < 2 * distance; ++i)
    other &= other - 1;
  return other == 0;
}

}  // namespace

void BrandIndex::add(std::string_view text, bool word) {
  Name name;
  name.text.assign(text);
  name.form = confusable_form(text);
  name.word = word;
  name.distance = word ? 0 : distance_of(text);
  names_.push_back(std::move(name));
}

void BrandIndex::finish() {
  // A token finds all that the same name as a word would.
  std::sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) {
    return std::make_tuple(first_of(a.form), a.form.size, std::string_view(a.text), a.word) <
           std::make_tuple(first_of(b.form), b.form.size, std::string_view(b.text), b.word);
  });
  names_.erase(std::unique(names_.begin(), names_.end(),
                           [](const Name& a, const Name& b) { return a.text == b.text; }),
               names_.end());
  starts_.assign(kFirsts * (kMaxName + 2) + 1, 0);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Name& name = names_[i];
    sketches_.push_back(
        {name.form.letters, static_cast<std::uint16_t>(i), name.distance, name.form.size});
    starts_[first_of(name.form) * (kMaxName + 2) + name.form.size + 1] += 1;
    if (name.word || name.text.size() < kMinInside || name.form.size < kGramSize) continue;
    const std::uint32_t octets = load(name.form.text);
    grams_.push_back({octets, static_cast<std::uint16_t>(i)});
    const std::uint32_t bit = octets * 0x9E3779B1U >> (32 - kGramBits);
    gram_bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  for (std::size_t i = 1; i < starts_.size(); ++i)
    starts_[i] = static_cast<std::uint16_t>(starts_[i] + starts_[i - 1]);
  std::sort(grams_.begin(), grams_.end(), [](const Gram& a, const Gram& b) {
    return std::make_tuple(a.octets, a.name) < std::make_tuple(b.octets, b.name);
  });
}

bool BrandIndex::gram_may_be(std::uint32_t octets) const noexcept {
  const std::uint32_t bit = octets * 0x9E3779B1U >> (32 - kGramBits);
  return (gram_bits_[bit / 64] >> (bit % 64) & 1) != 0;
}

Likeness BrandIndex::find_part(std::string_view part, const ConfusableForm& form) const noexcept {
  constexpr std::size_t kMost = 2;
  const std::size_t first = first_of(form);
  const std::size_t size = form.size;
  const std::size_t from = begin_of(first, size > kMost ? size - kMost : 0);
  const std::size_t to = begin_of(first, std::min(size + kMost, kMaxName) + 1);
  Likeness found = Likeness::kNone;
  for (std::size_t i = from; i < to; ++i) {
    const Sketch& sketch = sketches_[i];
    const std::size_t more = size > sketch.size ? size - sketch.size : sketch.size - size;
    if (more > sketch.distance) continue;
    if (!letters_fit(sketch.letters, form.letters, sketch.distance)) continue;
    const Name& name = names_[sketch.name];
    if (name.form.view() == form.view()) {
      if (name.text == part) return Likeness::kNamed;
      if (!name.word || name.text.size() >= kMinDisguisedWord) found = Likeness::kLookAlike;
    } else if (sketch.distance != 0 && part.size() >= kMinWrong &&
               within_distance(name.form.view(), form.view(), sketch.distance)) {
      found = Likeness::kLookAlike;
    }
  }
  return found;
}

Likeness BrandIndex::find_inside(std::string_view joined,
                                 const ConfusableForm& form) const noexcept {
  Likeness found = Likeness::kNone;
  const std::string_view text = form.view();
  for (std::size_t i = 0; i + kGramSize <= text.size(); ++i) {
    const std::uint32_t octets = load(form.text + i);
    if (!gram_may_be(octets)) continue;
    auto gram =
        std::lower_bound(grams_.begin(), grams_.end(), octets,
                         [](const Gram& one, std::uint32_t wanted) { return one.octets < wanted; });
    for (; gram != grams_.end() && gram->octets == octets; ++gram) {
      const Name& name = names_[gram->name];
      if (text.substr(i, name.form.size) != name.form.view()) continue;
      if (joined.find(name.text) != std::string_view::npos) return Likeness::kNamed;
      found = Likeness::kLookAlike;
    }
  }
  return found;
}

Likeness BrandIndex::find_in_label(std::string_view label) const noexcept {
  char joined[kMaxName];
  std::size_t joined_size = 0;
  Likeness found = Likeness::kNone;
  std::size_t parts = 0;
  for (std::size_t at = 0; at < label.size();) {
    std::size_t end = at;
    while (end < label.size() && label[end] != '-' && label[end] != '_')
      ++end;
    const std::string_view part = label.substr(at, end - at);
    at = end + 1;
    if (part.empty()) continue;
    ++parts;
    const std::size_t fits = std::min(part.size(), sizeof joined - joined_size);
    std::memcpy(joined + joined_size, part.data(), fits);
    joined_size += fits;
    if (part.size() < kMinWord || part.size() > kMaxName) continue;
    const ConfusableForm form = confusable_form(part);
    const Likeness like = find_part(part, form);
    found = found | like;
    if (parts == 1 && part.size() == label.size()) {
      return like != Likeness::kNone ? like : find_inside(part, form);
    }
  }
  const std::string_view whole(joined, joined_size);
  if (found == Likeness::kNone && whole.size() >= kMinInside) {
    found = find_inside(whole, confusable_form(whole));
  }
  return found;
}

bool BrandIndex::is_token(std::string_view part) const noexcept {
  if (part.size() < kMinToken || part.size() > kMaxName) return false;
  char lower[kMaxName];
  std::transform(part.begin(), part.end(), lower, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::string_view text(lower, part.size());
  const ConfusableForm form = confusable_form(text);
  const std::size_t first = first_of(form);
  for (std::size_t i = begin_of(first, form.size); i < begin_of(first, form.size + 1U); ++i) {
    const Sketch& sketch = sketches_[i];
    if (sketch.letters != form.letters) continue;
    const Name& name = names_[sketch.name];
    if (!name.word && name.text == text) return true;
  }
  return false;
}

}  // namespace smsfw::brand
