#include "filters/text/url_extractor.hh"

#include <algorithm>

#include "filters/sms/utf8.hh"
#include "filters/text/url_scan.hh"
#include "filters/text/url_scheme.hh"

namespace smsfw {
namespace {

constexpr std::size_t kMaxWord = 24;      // of a scheme
constexpr std::size_t kMaxLocal = 64;     // of an e-mail address, RFC 5321 §4.5.3.1.1
constexpr std::size_t kMaxSlashRun = 12;  // slashes and spaces behind a scheme

constexpr std::uint32_t bit(UrlTrait trait) noexcept {
  return static_cast<std::uint32_t>(trait);
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_slash(char c) noexcept {
  return c == '/' || c == '\\';
}

/// Ends an authority and a path: white space, and UrlText's marks.
bool is_end(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
}

bool is_alnum(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_local_octet(char c) noexcept {
  return is_label_octet(c) || c == '.' || c == '+' || c == '%' || c == '=' || c == '\'';
}

}  // namespace

void UrlExtractor::extract(std::string_view utf8, UrlList& out) {
  out.clear();
  raw_ = utf8;
  projected_ = !UrlText::is_itself(utf8);
  text_ = projected_ ? projection_.project(utf8, false) : utf8;
  std::size_t at = find_url_sign(text_, 0);
  if (at == text_.size()) return;

  out_ = &out;
  floor_ = 0;
  path_end_ = 0;
  names_ = 0;
  stretch_begin_ = stretch_end_ = 0;
  while (at < text_.size()) {
    const std::size_t next = visit(at);
    if (out.overflow() && out.size() == UrlList::kMax) return;
    at = find_url_sign(text_, std::max(next, at + 1));
  }
}

std::size_t UrlExtractor::raw_offset(std::size_t at) const noexcept {
  return projected_ ? projection_.offset(at) : at;
}

std::size_t UrlExtractor::visit(std::size_t at) {
  const char c = text_[at];
  if (c == ':' || is_slash(c)) return visit_scheme(at);
  if (at < path_end_) return at;
  return c == 'w' || c == 'W' ? visit_www(at) : visit_joint(at);
}

std::size_t UrlExtractor::visit_joint(std::size_t at) {
  UrlChainReader reader(text_, suffixes_);
  const std::size_t begin = reader.label_before(at, floor_);
  if (begin == at) {
    std::size_t behind = at;
    while (behind < text_.size() && text_[behind] == '.')
      ++behind;
    return behind;
  }
  reader.read(begin, false, false, chain_);
  if (chain_.size < 2) return at;
  const UrlChain::Label& last = chain_.labels[chain_.size - 1];
  const bool local = chain_.end() < text_.size() && text_[chain_.end()] == '@';
  Choice choice;
  if (!local) choice = choose_bare();
  if (choice.found) {
    Lead lead;
    lead.begin = chain_.labels[choice.first].begin;
    lead.scheme = "http";
    if (mail_before(lead.begin)) {
      lead.kind = UrlKind::kMail;
      lead.scheme = "";
      choice.weak = false;
    }
    return emit(choice, lead);
  }
  // What ended the chain may start another.
  floor_ = std::max(floor_, last.begin);
  return local ? chain_.end() : last.begin;
}

std::size_t UrlExtractor::visit_www(std::size_t at) {
  if (at > floor_ && is_label_octet(text_[at - 1])) return at;
  std::size_t behind = at;
  while (behind < text_.size() && (text_[behind] == 'w' || text_[behind] == 'W'))
    ++behind;
  if (behind == text_.size() || !is_url_space(text_[behind])) return behind;
  UrlChainReader reader(text_, suffixes_);
  reader.read(at, false, true, chain_);
  const Choice choice = choose_led();
  if (!choice.found || suffixes_.classify(chain_.label(choice.last)) != SuffixClass::kUnmistaken)
    return behind;
  Lead lead;
  lead.begin = at;
  lead.scheme = "http";
  return emit(choice, lead);
}

bool UrlExtractor::mail_before(std::size_t begin) const noexcept {
  return begin >= 2 && text_[begin - 1] == '@' && is_local_octet(text_[begin - 2]);
}

std::size_t UrlExtractor::visit_scheme(std::size_t at) {
  const bool colon = text_[at] == ':';
  std::size_t word_end = at;
  for (int i = 0; i < 2 && word_end > floor_ && is_url_space(text_[word_end - 1]); ++i)
    --word_end;
  std::size_t word_begin = word_end;
  while (word_begin > 0 && is_scheme_octet(text_[word_begin - 1]) &&
         word_end - word_begin <= kMaxWord)
    --word_begin;
  const UrlScheme scheme = read_scheme(text_.substr(word_begin, word_end - word_begin));

  // Slashes behind, with what a disguise puts between them.
  std::size_t behind = colon ? at + 1 : at;
  const std::size_t limit = std::min(text_.size(), behind + kMaxSlashRun);
  std::size_t slashes = 0;
  bool odd = scheme.broken || word_end != at || !colon;
  while (behind < limit && (is_slash(text_[behind]) || is_url_space(text_[behind]))) {
    odd = odd || text_[behind] != '/';
    slashes += is_slash(text_[behind]) ? 1 : 0;
    ++behind;
  }
  Lead lead;
  lead.begin = word_end - scheme.size;
  lead.scheme = scheme.name;
  lead.given = true;
  if (at < path_end_) lead.traits |= bit(UrlTrait::kNested);

  if (scheme.kind == UrlSchemeKind::kDial && colon && slashes == 0 && at >= path_end_)
    return visit_dial(at, lead);
  if (slashes == 0 || (slashes == 1 && !colon)) return at;
  if (at < path_end_ && (!colon || slashes < 2)) return at;
  if (behind == text_.size()) return behind;
  const bool tight = !is_url_space(text_[behind - 1]);
  if (scheme.kind == UrlSchemeKind::kWeb) {
    if (odd || slashes != 2) lead.traits |= bit(UrlTrait::kBrokenScheme);
    const std::size_t next = read_authority(behind, lead, tight);
    return next == behind ? at : next;
  }
  if (scheme.kind == UrlSchemeKind::kApp && colon && word_end == at && slashes >= 2 && tight)
    return read_app(behind, lead);
  // "//host" and "://host".
  if (scheme.kind != UrlSchemeKind::kNone || slashes < 2 || !is_label_octet(text_[behind]) ||
      (word_begin != word_end && !colon) || at < path_end_)
    return at;
  UrlChainReader reader(text_, suffixes_);
  reader.read(behind, false, false, chain_);
  const Choice choice = choose_bare();
  if (!choice.found || choice.weak || choice.first != 0) return at;
  lead.begin = at;
  lead.scheme = "http";
  lead.given = false;
  if (colon) lead.traits |= bit(UrlTrait::kBrokenScheme);
  return emit(choice, lead);
}

std::size_t UrlExtractor::visit_dial(std::size_t colon, Lead lead) {
  const std::size_t begin = colon + 1;
  if (begin == text_.size() || !(is_digit(text_[begin]) || text_[begin] == '+')) return colon;
  if (lead.begin > 0 && is_label_octet(text_[lead.begin - 1])) return colon;
  Url* const url = out_->add(false);
  if (url == nullptr) return colon;
  lead.kind = UrlKind::kApp;
  return finish(*url, begin, begin, lead);
}

std::size_t UrlExtractor::authority_end(std::size_t at) {
  if (at >= stretch_begin_ && at < stretch_end_) return stretch_end_;
  stretch_begin_ = at;
  stretch_at_ = text_.npos;
  std::size_t end = at;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (is_end(c) || is_slash(c) || c == '?' || c == '#') break;
    if (c == '@') stretch_at_ = end;
  }
  return stretch_end_ = end;
}

std::size_t UrlExtractor::read_authority(std::size_t at, const Lead& given, bool tight) {
  Lead lead = given;
  const std::size_t end = authority_end(at);
  std::size_t host = at;
  if (stretch_at_ != text_.npos && stretch_at_ >= at && stretch_at_ < end) {
    lead.traits |= bit(UrlTrait::kUserinfo);
    host = stretch_at_ + 1;
  }
  if (host >= text_.size()) return at;
  if (text_[host] == '[') return std::max(read_ipv6(host, lead), at);
  if (!is_label_octet(text_[host]) && text_[host] != '%') return at;
  UrlChainReader reader(text_, suffixes_);
  reader.read(host, true, false, chain_);
  if (chain_.size == 0) return at;
  const Choice choice = choose_led();
  if (!choice.found) return at;
  if (choice.last == 0 && !choice.ipv4) {
    // One label: only where it cannot be a word of the text.
    const std::size_t behind = chain_.labels[0].end;
    if (!tight || !(path_follows(behind) || read_port(behind, nullptr) != behind)) return at;
  }
  return emit(choice, lead);
}

std::size_t UrlExtractor::read_ipv6(std::size_t at, Lead lead) {
  const std::size_t close = text_.substr(0, std::min(text_.size(), at + 50)).find(']', at);
  if (close == text_.npos) return 0;
  Url* const url = out_->add(false);
  if (url == nullptr) return 0;
  if (!canonical_ipv6(text_.substr(at + 1, close - at - 1), url->host)) {
    out_->drop_last();
    return 0;
  }
  url->add(UrlTrait::kIpLiteral);
  return finish(*url, at, close + 1, lead);
}

std::size_t UrlExtractor::read_app(std::size_t at, const Lead& given) {
  Lead lead = given;
  lead.kind = UrlKind::kApp;
  if (is_label_octet(text_[at])) {
    UrlChainReader reader(text_, suffixes_);
    reader.read(at, false, false, chain_);
    Choice choice = choose_bare();
    if (choice.found && choice.first == 0) {
      choice.weak = false;
      return emit(choice, lead);
    }
  }
  if (is_end(text_[at])) return at;
  Url* const url = out_->add(false);
  return url == nullptr ? at : finish(*url, at, at, lead);
}

std::size_t UrlExtractor::emit(const Choice& choice, const Lead& lead) {
  const UrlChain& chain = chain_;
  const std::size_t begin = chain.labels[choice.first].begin;
  const std::size_t end = chain.labels[choice.last].end;
  floor_ = std::max(floor_, end);
  const std::string_view name = chain.name(choice.first, choice.last);
  if (name.size() > kMaxHost * 2) return end;
  for (std::size_t k = choice.first; k <= choice.last; ++k) {
    // A label outside ASCII has its limit in IDNA.
    const std::string_view label = chain.label(k);
    if (label.size() > 63 && std::all_of(label.begin(), label.end(), [](char c) {
          return static_cast<unsigned char>(c) < 0x80;
        }))
      return end;
  }
  Url* const url = out_->add(choice.weak);
  if (url == nullptr) return end;
  if (choice.ipv4) {
    write_ipv4(*read_ipv4(name), url->host);
    url->add(UrlTrait::kIpLiteral);
    if (url->host != name) url->add(UrlTrait::kNumericHost);
  } else {
    const bool plain = std::all_of(name.begin(), name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if ((!plain || name.find("xn--") != name.npos) && ++names_ > kMaxNames) {
      out_->drop_last();
      out_->set_overflow();
      return end;
    }
    if (!hosts_.name(name, *url) || url->host.size() > kMaxHost) {
      out_->drop_last();
      return end;
    }
    if (url->host.find('.') != std::string::npos)
      url->registrable_at = static_cast<std::uint16_t>(suffixes_.registrable_at(url->host));
  }
  url->traits |= chain.traits;
  if (choice.run_on) url->add(UrlTrait::kRunOn);
  for (std::size_t k = choice.first + 1; k <= choice.last; ++k) {
    switch (chain.labels[k].joint) {
      case UrlJoint::kSpaced:
      case UrlJoint::kSpaceAfter:
        url->add(UrlTrait::kSpacedDot);
        break;
      case UrlJoint::kBracketed:
        url->add(UrlTrait::kBracketedDot);
        break;
      case UrlJoint::kWord:
        url->add(UrlTrait::kWordDot);
        break;
      case UrlJoint::kBullet:
      case UrlJoint::kSeveral:
      case UrlJoint::kComma:
        url->add(UrlTrait::kOddDot);
        break;
      case UrlJoint::kDot:
      case UrlJoint::kNone:
        break;
    }
  }
  return finish(*url, begin, end, lead);
}

std::size_t UrlExtractor::finish(Url& url, std::size_t host_begin, std::size_t host_end,
                                 const Lead& lead) {
  url.kind = lead.kind;
  url.scheme.assign(lead.scheme);
  url.scheme_given = lead.given;
  url.traits |= lead.traits;
  std::size_t begin = std::min(lead.begin, host_begin);
  if (url.kind == UrlKind::kMail) {
    const std::size_t at = host_begin - 1;
    begin = at;
    while (begin > 0 && is_local_octet(text_[begin - 1]) && at - begin < kMaxLocal)
      --begin;
  }
  if (projected_) note_disguise(begin, host_end, url);
  floor_ = std::max(floor_, host_end);
  std::size_t end = host_end;
  if (url.kind != UrlKind::kMail) {
    end = read_port(end, &url);
    end = read_path(end, url);
  }
  if (url.path.size() > 1 && url.path.size() <= 16 && url.kind == UrlKind::kWeb &&
      url.host.size() <= 16 && url.path[0] == '/' &&
      url.path.find_first_of("/.?#", 1) == std::string::npos)
    url.add(UrlTrait::kShortLink);
  path_end_ = std::max(path_end_, end);
  url.offset = static_cast<std::uint32_t>(raw_offset(begin));
  url.length = static_cast<std::uint32_t>(raw_offset(end) - raw_offset(begin));
  return host_end;
}

void UrlExtractor::note_disguise(std::size_t begin, std::size_t end, Url& url) const {
  if (begin == end) return;
  const auto* at = reinterpret_cast<const unsigned char*>(raw_.data()) + raw_offset(begin);
  const auto* const last =
      reinterpret_cast<const unsigned char*>(raw_.data()) + raw_offset(end - 1);
  const auto* const stop = reinterpret_cast<const unsigned char*>(raw_.data()) + raw_.size();
  while (at <= last && at != stop) {
    const sms::Utf8Step step = sms::get_utf8({at, stop});
    at += step.size;
    char ascii = 0;
    switch (projection_.classify(step.character, ascii)) {
      case UrlCharacter::kInvisible:
        url.add(UrlTrait::kInvisible);
        break;
      case UrlCharacter::kStop:
        url.add(UrlTrait::kOddDot);
        break;
      case UrlCharacter::kAscii:
        if (step.size == 1) break;
        if (ascii == '.') {
          url.add(UrlTrait::kOddDot);
        } else {
          url.add(is_alnum(ascii) ? UrlTrait::kWideForms : UrlTrait::kBrokenScheme);
        }
        break;
      default:
        break;
    }
  }
}

std::size_t UrlExtractor::read_port(std::size_t at, Url* url) const noexcept {
  if (at + 1 >= text_.size() || text_[at] != ':') return at;
  std::size_t end = at + 1;
  unsigned port = 0;
  while (end < text_.size() && is_digit(text_[end]) && end - at <= 5)
    port = port * 10 + static_cast<unsigned>(text_[end++] - '0');
  if (end == at + 1 || port == 0 || port > 65535) return at;
  if (end < text_.size() && is_label_octet(text_[end])) return at;
  if (url != nullptr) {
    url->port = static_cast<std::uint16_t>(port);
    url->add(UrlTrait::kPort);
  }
  return end;
}

/// True when a path stands at `at`: a slash with more behind or nothing, '?' or '#' with more.
bool UrlExtractor::path_follows(std::size_t at) const noexcept {
  if (at >= text_.size()) return false;
  const char c = text_[at];
  const char next = at + 1 < text_.size() ? text_[at + 1] : ' ';
  if (c == '?' || c == '#') return is_alnum(next);
  if (!is_slash(c)) return false;
  constexpr std::string_view kStarts = " \n?#+@%&=~_-$";
  return is_alnum(next) || kStarts.find(next) != kStarts.npos;
}

}  // namespace smsfw
