#include "tests/bench/bench_signatures.hh"

#include <array>
#include <string_view>

namespace smsfw::bench {
namespace {

/// A generator of its own: the standard's distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint32_t seed) : state_(seed * 2654435761ULL + 1) {}

  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 48> kSyllables{
    "ngan",   "hang", "vay",  "tien", "trung", "thuong", "khoa",  "tai",   "khoan", "nhan",
    "qua",    "phi",  "lai",  "suat", "card",  "bank",   "prize", "win",   "loan",  "pay",
    "verify", "code", "bet",  "club", "xac",   "minh",   "phat",  "nguoi", "dien",  "luc",
    "buu",    "kien", "hoan", "thue", "app",   "link",   "bon",   "us",    "ka",    "ri",
    "to",     "me",   "sen",  "da",   "vo",    "lu",     "chi",   "ta"};
constexpr std::array<std::string_view, 8> kDomains{"top", "xyz", "vip",  "club",
                                                   "icu", "cfd", "shop", "site"};
constexpr std::string_view kLink =
    "https?[:/ ]|www\\.|[a-z0-9]\\.(?:com|net|org|info|top|xyz|vip|club|icu|cfd|shop|site)"
    "(?:[^a-z0-9.]|$)";

/// A signature under way, and a text that it matches.
struct Draft {
  std::string regex;
  std::string text;
};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  SignatureSpec next(std::uint32_t sid) {
    SignatureSpec spec;
    spec.sid = sid;
    spec.msg = "bench " + std::to_string(sid);
    spec.class_name = "obfuscation";
    spec.score = 1;
    const Buffer buffer = random_.below(5) == 0 ? Buffer::kNorm : Buffer::kFolded;
    const std::size_t kind = random_.below(100);
    std::string text;
    const auto add = [&](const Draft& draft) {
      spec.all.push_back({buffer, draft.regex});
      text += text.empty() ? draft.text : ' ' + draft.text;
    };
    if (kind < 40) {
      add(gap());
    } else if (kind < 65) {
      add(alternation());
    } else if (kind < 85) {
      add(host());
    } else {
      add(word());
      add(word());
    }
    if (random_.below(3) == 0) {
      spec.all.push_back({buffer, std::string(kLink)});
      text += " https://a.example";
    }
    spec.match_examples.push_back({text, {}, {}});
    return spec;
  }

 private:
  std::string letters() {
    std::string out;
    const std::size_t count = 2 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i)
      out += kSyllables[random_.below(kSyllables.size())];
    return out;
  }
  Draft word() {
    const std::string text = letters();
    return {text, text};
  }
  Draft gap() {
    const std::string a = letters();
    const std::string b = letters();
    const std::size_t width = 10 + 10 * random_.below(4);
    return {a + ".{0," + std::to_string(width) + "}" + b, a + ' ' + b};
  }
  Draft alternation() {
    Draft draft;
    for (int group = 0; group < 2; ++group) {
      const std::string first = letters();
      draft.regex +=
          (group == 0 ? "(?:" : " (?:") + first + '|' + letters() + '|' + letters() + ')';
      draft.text += (group == 0 ? "" : " ") + first;
    }
    return draft;
  }
  Draft host() {
    const std::string name = letters();
    const std::string_view domain = kDomains[random_.below(kDomains.size())];
    return {"\\b" + name + "[a-z0-9-]{0,12}\\." + std::string(domain) + "\\b",
            name + "." + std::string(domain)};
  }

  Random random_;
};

}  // namespace

std::vector<SignatureSpec> make_signatures(std::size_t count, std::uint32_t seed) {
  Maker maker(seed);
  std::vector<SignatureSpec> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(maker.next(static_cast<std::uint32_t>(1'000'000 + i)));
  return out;
}

std::string to_pack(const std::vector<SignatureSpec>& signatures) {
  std::string out = "# Made by bench-signatures: for measurements, not for traffic.\nsignatures:\n";
  for (const SignatureSpec& spec : signatures) {
    out += "\n  - sid: " + std::to_string(spec.sid) + "\n    rev: 1\n    msg: '" + spec.msg +
           "'\n    class: " + spec.class_name +
           "\n    severity: 3\n    score: 1\n    action: score\n    match:\n      all:\n";
    for (const PatternSpec& pattern : spec.all) {
      out += "        - { buffer: " + std::string(to_string(pattern.buffer)) + ", regex: '" +
             pattern.regex + "' }\n";
    }
    out += "    examples:\n      match:\n        - '" + spec.match_examples.front().text +
           "'\n      clean:\n        - 'an honest message'\n"
           "    meta: { created: 2026-01-01, author: bench }\n";
  }
  return out;
}

}  // namespace smsfw::bench
