#include "filters/text/phone_extractor.hh"

#include <algorithm>
#include <array>

#include "filters/sms/utf8.hh"

namespace smsfw {
namespace {

constexpr std::size_t kMaxDigits = 24;  // an international prefix and 15 digits, and some more
constexpr std::size_t kMaxGroups = 8;
constexpr std::size_t kMinForeign = 9;  // behind a '+': shorter ones are amounts more often
constexpr std::size_t kMinServiceGroup = 4;
constexpr std::size_t kMaxLettersBefore = 8;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
}

bool is_letter(char c) noexcept {
  return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// The digit that a letter stands for, or 0 as a character code.
char imitated(char c) noexcept {
  switch (c) {
    case 'O':
    case 'o':
      return '0';
    case 'l':
    case 'I':
    case '|':
      return '1';
    default:
      return 0;
  }
}

bool is_separator(char c) noexcept {
  constexpr std::string_view kSeparators = " .-/()";
  return kSeparators.find(c) != kSeparators.npos;
}

// Words before a number that say that it is called, or written to. Small letters, with and without
// diacritics; capitals of Vietnamese letters as they are written.
constexpr std::string_view kCallWords[] = {
    "tel",      "call",     "hotline", "phone", "mobile",   "sdt",      "sđt",     "SĐT",
    "đt",       "ĐT",       "dt",      "lh",    "lien he",  "liên hệ",  "LIÊN HỆ", "goi",
    "gọi",      "GỌI",      "zalo",    "viber", "whatsapp", "wa",       "alo",     "tong dai",
    "tổng đài", "TỔNG ĐÀI", "telp",    "hp",    "llame",    "llama al", "ara",     "dial",
};
constexpr std::string_view kSendWords[] = {
    "gui",     "gửi",  "GỬI",     "gui den", "gửi đến",  "gui toi",  "gửi tới",
    "send to", "text", "text to", "sms to",  "kirim ke", "ketik ke", "gonder",
};
// Behind digits: they are an amount.
constexpr std::string_view kUnits[] = {"d",     "đ",     "vnd",  "vnđ",  "dong", "đồng", "k",  "tr",
                                       "trieu", "triệu", "usd",  "eur",  "idr",  "tl",   "rp", "%",
                                       "gb",    "mb",    "ngay", "ngày", "phut", "phút", "p",  "g"};

struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t solid_end = 0;    ///< Behind its last true digit.
  std::size_t first_digit = 0;  ///< In Candidate::digits.
  std::size_t size = 0;
  std::size_t solid_size = 0;
  bool letters = false;
  char separator = 0;  ///< Before it.
};

/// Digits in groups, from one place of a text on.
struct Candidate {
  std::array<char, kMaxDigits> digits;
  std::size_t size = 0;
  std::array<Group, kMaxGroups> groups;
  std::size_t count = 0;
};

/// Reads a group at `at` into `candidate`; false when there is none, or no room.
bool read_group(std::string_view text, std::size_t at, Candidate& candidate) noexcept {
  Group group;
  group.begin = at;
  group.first_digit = candidate.size;
  bool zeros_only = true;
  std::size_t size = candidate.size;
  while (at < text.size()) {
    const char c = text[at];
    const char meant = is_digit(c) ? c : imitated(c);
    if (meant == 0) break;
    if (size == candidate.digits.size()) return false;
    candidate.digits[size++] = meant;
    ++at;
    if (is_digit(c)) {
      group.solid_end = at;
      group.solid_size = size - candidate.size;
    } else {
      group.letters = true;
      zeros_only = zeros_only && meant == '0';
    }
  }
  group.end = at;
  group.size = size - candidate.size;
  // "OOO" between groups of digits is one; "lo" is a word.
  if (group.solid_size == 0 && (group.size < 2 || !zeros_only)) return false;
  // A letter behind: what imitates digits before it belongs to its word.
  if (group.solid_end != group.end && at < text.size() && is_letter(text[at])) {
    group.end = group.solid_end;
    group.size = group.solid_size;
    if (group.size == 0) return false;
  }
  candidate.size += group.size;
  candidate.groups[candidate.count++] = group;
  return true;
}

/// Where the next group starts behind `at`: at most three separators between. npos for none.
std::size_t next_group(std::string_view text, std::size_t at, char& separator) noexcept {
  std::size_t next = at;
  while (next < text.size() && next - at < 3 && is_separator(text[next]))
    ++next;
  if (next == at || next == text.size()) return text.npos;
  separator = text[at] == ' ' && next - at > 1 ? text[at + 1] : text[at];
  return is_digit(text[next]) || imitated(text[next]) != 0 ? next : text.npos;
}

bool ends_with_word(std::string_view text, std::string_view word) noexcept {
  if (text.size() < word.size()) return false;
  const std::string_view tail = text.substr(text.size() - word.size());
  for (std::size_t i = 0; i < word.size(); ++i)
    if (tail[i] != word[i] && lower(tail[i]) != word[i]) return false;
  return text.size() == word.size() || !is_letter(text[text.size() - word.size() - 1]);
}

template <std::size_t N>
bool follows(std::string_view before, const std::string_view (&words)[N]) noexcept {
  for (int i = 0; i < 3 && !before.empty(); ++i) {
    const char c = before.back();
    if (c != ' ' && c != ':' && c != '.' && c != '-' && c != '(' && c != '/') break;
    before.remove_suffix(1);
  }
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return ends_with_word(before, word); });
}

bool unit_follows(std::string_view behind) noexcept {
  while (!behind.empty() && behind.front() == ' ')
    behind.remove_prefix(1);
  return std::any_of(std::begin(kUnits), std::end(kUnits), [&](std::string_view unit) {
    if (behind.size() < unit.size()) return false;
    for (std::size_t i = 0; i < unit.size(); ++i)
      if (behind[i] != unit[i] && lower(behind[i]) != unit[i]) return false;
    return behind.size() == unit.size() || !is_letter(behind[unit.size()]);
  });
}

unsigned value_of(const Candidate& candidate, std::size_t group) noexcept {
  unsigned value = 0;
  for (std::size_t i = 0; i < candidate.groups[group].size && i < 4; ++i) {
    const char digit = candidate.digits[candidate.groups[group].first_digit + i];
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

/// 20.10.2026, 20/10/2026, 20-10-2026, 2026-10-20.
bool is_date(const Candidate& candidate) noexcept {
  if (candidate.count < 3) return false;
  const auto& groups = candidate.groups;
  const char separator = groups[1].separator;
  if (separator == ' ' || groups[2].separator != separator || groups[1].size > 2 ||
      value_of(candidate, 1) > 12)
    return false;
  const auto date = [&](std::size_t year, std::size_t day) {
    return groups[year].size == 4 && groups[day].size <= 2 && value_of(candidate, day) <= 31 &&
           value_of(candidate, year) >= 1900 && value_of(candidate, year) < 2100;
  };
  return date(2, 0) || date(0, 2);
}

/// 1.000.000: groups of three digits behind the first.
bool is_amount(const Candidate& candidate, std::size_t last) noexcept {
  for (std::size_t i = 1; i <= last; ++i)
    if (candidate.groups[i].size != 3 || candidate.groups[i].separator != '.') return false;
  return last != 0;
}

/// One number in hand, and what stands around.
class Judge {
 public:
  Judge(std::string_view text, const access::NumberingPlan& plan, const Candidate& candidate,
        std::size_t begin, bool plus) noexcept
      : text_(text), plan_(plan), candidate_(candidate), begin_(begin), plus_(plus) {}

  /// Groups up to `last` as a number; the last one without its trailing letters when `solid`.
  bool accept(std::size_t last, bool solid, Phone& phone) const noexcept {
    const Group& tail = candidate_.groups[last];
    const std::size_t size = tail.first_digit + (solid ? tail.solid_size : tail.size);
    const std::size_t end = solid ? tail.solid_end : tail.end;
    phone.digits.clear();
    if (plus_) phone.digits.append("+");
    phone.digits.append({candidate_.digits.data(), size});
    Address address;
    address.text = phone.digits.view();
    plan_.resolve(address);
    phone.kind = address.kind;
    phone.e164 = address.e164;
    phone.home_country = address.home_country;
    const std::string_view digits(candidate_.digits.data(), size);
    const auto unit = [&] { return unit_follows(text_.substr(end, 12)); };
    if (address.kind == AddressKind::kShortCode) {
      if (end < text_.size() && is_letter(text_[end])) return false;
      if (size > 6) return candidate_.groups[0].size >= kMinServiceGroup && !unit();
      const bool goes_on = end + 1 < text_.size() && is_digit(text_[end + 1]);
      return last == 0 && size >= 3 && !candidate_.groups[0].letters && !goes_on &&
             (called() || sent_to()) && !unit();
    }
    if (address.kind != AddressKind::kE164) return false;
    const bool national_form = !plus_ && digits[0] == '0';
    if (!address.home_country) {
      if (is_amount(candidate_, last)) return false;
      return (plus_ ? size >= kMinForeign : digits[0] == '0' && called()) && !unit();
    }
    if (plus_ || national_form || digits == address.e164.view()) return true;
    return (grouped(last) || called()) && !unit();
  }

 private:
  /// Words are short: what stands further away is not looked at.
  std::string_view before() const noexcept {
    const std::size_t from = begin_ > 24 ? begin_ - 24 : 0;
    return text_.substr(from, begin_ - from);
  }
  bool called() const noexcept { return follows(before(), kCallWords); }
  bool sent_to() const noexcept { return follows(before(), kSendWords); }

  /// Two hyphens or brackets: nobody writes amounts so.
  bool grouped(std::size_t last) const noexcept {
    std::size_t marks = 0;
    for (std::size_t i = 1; i <= last; ++i) {
      const char c = candidate_.groups[i].separator;
      if (c == '-' || c == ')') ++marks;
    }
    return marks >= 2;
  }

  std::string_view text_;
  const access::NumberingPlan& plan_;
  const Candidate& candidate_;
  std::size_t begin_;
  bool plus_;
};

void note_disguise(std::string_view raw, const UrlText& projection, Phone& phone) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(raw.data()) + phone.offset;
  const auto* const end = at + phone.length;
  while (at < end) {
    const sms::Utf8Step step = sms::get_utf8({at, end});
    at += step.size;
    char ascii = 0;
    const UrlCharacter kind = projection.classify(step.character, ascii);
    if (kind == UrlCharacter::kInvisible)
      phone.traits |= static_cast<std::uint8_t>(PhoneTrait::kInvisible);
    if (step.size > 1 && is_digit(ascii))
      phone.traits |= static_cast<std::uint8_t>(PhoneTrait::kWideForms);
  }
}

std::size_t find_digit(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && !is_digit(text[at]))
    ++at;
  return at;
}

}  // namespace

void PhoneExtractor::extract(std::string_view utf8, const access::NumberingPlan& plan,
                             PhoneList& out) {
  out.clear();
  const bool projected = !UrlText::is_itself(utf8);
  const std::string_view text = projected ? projection_.project(utf8, true) : utf8;
  std::size_t floor = 0;
  std::size_t at = find_digit(text, 0);
  while (at < text.size()) {
    // Letters that stand for digits before the first digit, when no word goes on before them.
    std::size_t begin = at;
    while (begin > floor && at - begin < kMaxLettersBefore && imitated(text[begin - 1]) != 0)
      --begin;
    if (begin > 0 && is_letter(text[begin - 1])) begin = at;
    const bool after_letter = begin > 0 && is_letter(text[begin - 1]);

    Candidate candidate;
    std::size_t group = begin;
    char separator = 0;
    while (group != text.npos && candidate.count < kMaxGroups &&
           read_group(text, group, candidate)) {
      Group& read = candidate.groups[candidate.count - 1];
      read.separator = separator;
      group = next_group(text, read.end, separator);
    }
    std::size_t next = at;
    while (next < text.size() && is_digit(text[next]))
      ++next;
    if (candidate.count == 0) {
      at = find_digit(text, next);
      continue;
    }
    std::size_t start = begin;
    bool plus = false;
    if (start > 0 && text[start - 1] == '+') {
      plus = start < 2 || !(is_digit(text[start - 2]) || is_letter(text[start - 2]));
      if (plus) --start;
    }
    if (is_date(candidate)) {
      floor = candidate.groups[2].end;
      at = find_digit(text, floor);
      continue;
    }
    const Judge judge(text, plan, candidate, start, plus);
    Phone phone;
    std::size_t end = 0;
    for (std::size_t last = candidate.count; end == 0 && last-- != 0;) {
      const Group& tail = candidate.groups[last];
      // A code, not a number: letters on both sides.
      if (after_letter && tail.end < text.size() && is_letter(text[tail.end])) continue;
      if (judge.accept(last, false, phone)) {
        end = tail.end;
      } else if (tail.solid_end != tail.end && tail.solid_size != 0 &&
                 judge.accept(last, true, phone)) {
        end = tail.solid_end;
      }
    }
    if (end == 0) {
      floor = next;
      at = find_digit(text, next);
      continue;
    }
    const auto raw = [&](std::size_t i) { return projected ? projection_.offset(i) : i; };
    phone.offset = static_cast<std::uint32_t>(raw(start));
    phone.length = static_cast<std::uint32_t>(raw(end) - raw(start));
    phone.traits = 0;
    const std::string_view span = text.substr(begin, end - begin);
    if (std::any_of(span.begin(), span.end(), [](char c) { return imitated(c) != 0; }))
      phone.traits |= static_cast<std::uint8_t>(PhoneTrait::kLetters);
    if (projected) note_disguise(utf8, projection_, phone);
    out.push_back(phone);
    floor = end;
    at = find_digit(text, end);
  }
}

void PhoneExtractor::digits(std::string_view utf8, std::string& out) {
  out.clear();
  const std::string_view text = UrlText::is_itself(utf8) ? utf8 : projection_.project(utf8, true);
  const auto joins = [](char c) { return is_separator(c) || c == ','; };
  const auto bracket = [](char c) { return c == '(' || c == ')'; };
  std::size_t at = find_digit(text, 0);
  while (at < text.size()) {
    while (at < text.size() && is_digit(text[at]))
      out.push_back(text[at++]);
    const std::size_t next = find_digit(text, at);
    if (next == text.size()) return;
    const std::size_t gap = next - at;
    const bool joined =
        (gap == 1 && joins(text[at])) || (gap == 2 && joins(text[at]) && joins(text[at + 1]) &&
                                          (bracket(text[at]) || bracket(text[at + 1])));
    if (!joined) out.push_back(' ');
    at = next;
  }
}

}  // namespace smsfw
