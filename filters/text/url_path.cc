#include "filters/sms/utf8.hh"
#include "filters/text/url_extractor.hh"

// The path of an address: where it ends, and its canonical form.

namespace smsfw {
namespace {

bool ends_path(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7F || c == '<' || c == '>' || c == '"' ||
         c == '`';
}

/// Punctuation of the sentence around, when nothing of the path follows it.
bool is_trailing(char c) noexcept {
  constexpr std::string_view kTrailing = ".,;:!?'*)]}|_~";
  return kTrailing.find(c) != kTrailing.npos;
}

/// Appends the octets that %XX… at `at` stand for, when they are one printable character; returns
/// the octets of `text` that were taken, 0 for none.
std::size_t decode(std::string_view text, std::size_t at, std::string& out) {
  unsigned char octets[4];
  std::size_t size = 0;
  while (size < sizeof octets) {
    const std::size_t place = at + size * 3;
    if (place >= text.size()) break;
    const int value = percent_value(text, place);
    if (value < 0) break;
    octets[size++] = static_cast<unsigned char>(value);
    if (octets[0] < 0x80) break;
  }
  if (size == 0) return 0;
  const sms::Utf8Step step = sms::get_utf8({octets, octets + size});
  if (!step.valid || step.character < ' ' || (step.character >= 0x7F && step.character < 0xA0))
    return 0;
  out.append(reinterpret_cast<const char*>(octets), step.size);
  return step.size * 3;
}

}  // namespace

std::size_t UrlExtractor::read_path(std::size_t at, Url& url) const {
  if (at >= text_.size()) return at;
  const bool number = url.kind == UrlKind::kApp && url.host.empty();
  const char first = text_[at];
  if (!number && first != '/' && first != '\\' && first != '?' && first != '#') return at;
  std::size_t end = at;
  int open = 0;
  while (end < text_.size() && !ends_path(text_[end])) {
    open += text_[end] == '(' ? 1 : 0;
    ++end;
  }
  while (end > at + 1 && is_trailing(text_[end - 1])) {
    if (text_[end - 1] == ')' && open-- > 0) break;
    --end;
  }
  if ((first == '?' || first == '#') && end == at + 1) return at;
  std::size_t i = at;
  while (i < end && url.path.size() < kMaxUrlPath) {
    if (text_[i] == '%') {
      if (const std::size_t taken = decode(text_.substr(0, end), i, url.path); taken != 0) {
        i += taken;
        continue;
      }
    }
    url.path.push_back(text_[i] == '\\' ? '/' : text_[i]);
    ++i;
  }
  if (i < end) {
    url.add(UrlTrait::kPathCut);
    // No half character at the end.
    std::size_t whole = url.path.size();
    while (whole != 0 && (static_cast<unsigned char>(url.path[whole - 1]) & 0xC0) == 0x80)
      --whole;
    if (whole != 0 && static_cast<unsigned char>(url.path[whole - 1]) >= 0xC0) --whole;
    url.path.resize(whole);
  }
  return end;
}

}  // namespace smsfw
