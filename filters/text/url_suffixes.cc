#include "filters/text/url_suffixes.hh"

#include <libpsl.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "filters/text/url.hh"

namespace smsfw {
namespace {

// Top-level domains that begin sentences in some language of short messages, abbreviations of such
// words, and endings of file names. Sorted. Nouns that scams like (top, shop, online) are not here:
// hardly any sentence begins with one, and all the fewer in small letters.
constexpr std::string_view kWords[] = {
    "able",   "ac",      "ad",   "af",  "ai",   "al",   "all",   "am",   "an",     "and",
    "any",    "ar",      "as",   "at",  "ba",   "baby", "be",    "beer", "best",   "bh",
    "bi",     "black",   "bn",   "bo",  "bom",  "boo",  "bt",    "buy",  "by",     "bz",
    "ca",     "cal",     "call", "cam", "car",  "care", "case",  "chat", "ci",     "cl",
    "co",     "contact", "cool", "cu",  "cv",   "cz",   "dad",   "date", "day",    "de",
    "direct", "dj",      "dm",   "do",  "dot",  "eat",  "eg",    "er",   "es",     "et",
    "fail",   "final",   "fm",   "fo",  "foo",  "free", "ga",    "gd",   "ge",     "gi",
    "give",   "gm",      "gn",   "goo", "got",  "gr",   "help",  "here", "hm",     "home",
    "house",  "how",     "il",   "im",  "in",   "int",  "is",    "it",   "jo",     "joy",
    "ke",     "ki",      "la",   "lb",  "like", "lol",  "love",  "ma",   "me",     "meet",
    "mm",     "mn",      "mo",   "moi", "mom",  "mov",  "mr",    "ms",   "my",     "na",
    "ne",     "new",     "next", "ni",  "no",   "now",  "nu",    "off",  "one",    "ong",
    "onion",  "open",    "pa",   "pay", "pg",   "pin",  "play",  "plus", "pm",     "ps",
    "re",     "read",    "rest", "run", "safe", "save", "sd",    "se",   "search", "select",
    "show",   "si",      "sl",   "sm",  "sn",   "so",   "sr",    "ss",   "st",     "study",
    "su",     "tab",     "talk", "tc",  "td",   "tm",   "tn",    "to",   "today",  "total",
    "tt",     "va",      "ve",   "vi",  "viva", "vote", "watch", "wow",  "wtf",    "ye",
    "yes",    "you",     "zip",
};

constexpr std::string_view kUnmistaken[] = {
    "app", "asia", "cc",  "club", "com", "edu", "example", "gov",
    "icu", "mobi", "net", "org",  "uk",  "vip", "vn",      "xyz",
};

constexpr bool is_sorted(const std::string_view* from, std::size_t size) {
  for (std::size_t i = 1; i < size; ++i)
    if (!(from[i - 1] < from[i])) return false;
  return true;
}
static_assert(is_sorted(kWords, std::size(kWords)));
static_assert(is_sorted(kUnmistaken, std::size(kUnmistaken)));

/// Labels that a public suffix has at most, and one more.
constexpr std::size_t kDepth = 6;

const psl_ctx_t* as_list(const void* list) noexcept {
  return static_cast<const psl_ctx_t*>(list);
}

/// A copy that ends in NUL, as libpsl wants it. Cut to its last kDepth labels.
class Terminated {
 public:
  explicit Terminated(std::string_view host) noexcept {
    std::size_t at = host.size();
    for (std::size_t labels = 0; at != 0; --at) {
      if (host[at - 1] == '.' && ++labels == kDepth) break;
    }
    if (host.size() - at >= sizeof text_) at = host.size() - (sizeof text_ - 1);
    cut_ = at;
    const std::string_view part = host.substr(at);
    std::memcpy(text_, part.data(), part.size());
    text_[part.size()] = 0;
  }
  const char* text() const noexcept { return text_; }
  std::size_t cut() const noexcept { return cut_; }

 private:
  char text_[kMaxHost * 4 + 1];
  std::size_t cut_ = 0;
};

SuffixClass ask(const psl_ctx_t* list, std::string_view label) noexcept {
  if (std::binary_search(std::begin(kUnmistaken), std::end(kUnmistaken), label))
    return SuffixClass::kUnmistaken;
  // South Africa's is on the list with second levels only.
  if (label != "za" && psl_is_public_suffix2(list, Terminated(label).text(),
                                             PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 0)
    return SuffixClass::kUnknown;
  return std::binary_search(std::begin(kWords), std::end(kWords), label) ? SuffixClass::kWord
                                                                         : SuffixClass::kPlain;
}

}  // namespace

UrlSuffixes::UrlSuffixes() : list_(psl_builtin()) {
  if (list_ == nullptr)
    throw std::runtime_error("libpsl has no list built in; install a libpsl that has one");
}

SuffixClass UrlSuffixes::classify(std::string_view label) noexcept {
  if (label.size() < 2 || label.size() > 63 || (label[0] >= '0' && label[0] <= '9'))
    return SuffixClass::kUnknown;
  if (label.size() > sizeof(std::uint64_t)) return ask(as_list(list_), label);
  std::uint64_t key = 0;
  std::memcpy(&key, label.data(), label.size());
  Remembered& slot = remembered_[(key * 0x9E3779B97F4A7C15ULL) >> 56];
  if (slot.label != key) slot = {key, ask(as_list(list_), label)};
  return slot.known;
}

bool UrlSuffixes::is_second_level(std::string_view left, std::string_view right) const noexcept {
  char text[128];
  if (left.size() + right.size() + 2 > sizeof text) return false;
  std::memcpy(text, left.data(), left.size());
  text[left.size()] = '.';
  std::memcpy(text + left.size() + 1, right.data(), right.size());
  text[left.size() + 1 + right.size()] = 0;
  return psl_is_public_suffix2(as_list(list_), text, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool UrlSuffixes::is_public(std::string_view host) const noexcept {
  const Terminated terminated(host);
  return terminated.cut() == 0 &&
         psl_is_public_suffix2(as_list(list_), terminated.text(),
                               PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

std::size_t UrlSuffixes::registrable_at(std::string_view host) const noexcept {
  const Terminated terminated(host);
  const char* const found = psl_registrable_domain(as_list(list_), terminated.text());
  return found == nullptr ? 0
                          : terminated.cut() + static_cast<std::size_t>(found - terminated.text());
}

}  // namespace smsfw
