#include "filters/brand/brand_filter.hh"

#include <algorithm>
#include <functional>

#include "filters/text/skeleton.hh"

namespace smsfw::brand {
namespace {

/// Parts of a path that are looked at.
constexpr std::size_t kMaxPathParts = 64;

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view text, std::size_t least) noexcept {
  return text.size() >= least && text.size() <= kMaxName &&
         std::all_of(text.begin(), text.end(), is_alphanumeric);
}

bool is_domain(std::string_view text) noexcept {
  if (text.empty() || text.size() > kMaxHost || text.find('.') == std::string_view::npos) {
    return false;
  }
  std::size_t label = 0;
  for (const char c : text) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (is_alphanumeric(c) || c == '-') {
      ++label;
    } else {
      return false;
    }
  }
  return label != 0;
}

std::string wrong_name(const BrandSpec& brand, const std::string& name, std::size_t least) {
  return "'" + brand.name + "': '" + name + "' is no name; write " + std::to_string(least) +
         " to " + std::to_string(kMaxName) + " small letters and digits without a space";
}

std::string wrong_domain(const std::string& where, const std::string& domain) {
  return where + "'" + domain + "' is no domain; write it in small letters, as bank.example";
}

/// True where a part of `path` is a token, letter by letter.
bool names_token(std::string_view path, const BrandIndex& names) noexcept {
  const auto part_of_name = [](char c) { return is_alphanumeric(c) || (c >= 'A' && c <= 'Z'); };
  std::size_t parts = 0;
  for (std::size_t at = 0; at < path.size() && parts < kMaxPathParts; ++at) {
    std::size_t end = at;
    while (end < path.size() && part_of_name(path[end]))
      ++end;
    if (end == at) continue;
    ++parts;
    if (names.is_token(path.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

}  // namespace

Expected<std::unique_ptr<const Brands>, std::string> Brands::build(
    const std::vector<BrandTableSpec>& tables) {
  using Refused = Unexpected<std::string>;
  auto part = std::make_unique<Brands>();
  std::size_t names = 0;
  for (const BrandTableSpec& table : tables) {
    for (const BrandSpec& brand : table.entries) {
      for (const std::string& token : brand.tokens) {
        if (!is_name(token, BrandIndex::kMinToken)) {
          return Refused(wrong_name(brand, token, BrandIndex::kMinToken) +
                         (is_name(token, BrandIndex::kMinWord) ? ", or list it under words" : ""));
        }
        part->names_.add_token(token);
      }
      for (const std::string& word : brand.words) {
        if (!is_name(word, BrandIndex::kMinWord)) {
          return Refused(wrong_name(brand, word, BrandIndex::kMinWord));
        }
        part->names_.add_word(word);
      }
      for (const std::string& domain : brand.domains) {
        if (!is_domain(domain)) return Refused(wrong_domain("'" + brand.name + "': ", domain));
        part->domains_.push_back(domain);
      }
      names += brand.tokens.size() + brand.words.size();
    }
    for (const std::string& domain : table.allow) {
      if (!is_domain(domain)) return Refused(wrong_domain("allow: ", domain));
      part->domains_.push_back(domain);
    }
  }
  if (names > BrandIndex::kMaxNames) {
    return Refused(std::to_string(names) + " names; at most " +
                   std::to_string(BrandIndex::kMaxNames) + " fit, take some out");
  }
  if (part->domains_.size() > kMaxDomains) {
    return Refused(std::to_string(part->domains_.size()) + " domains; at most " +
                   std::to_string(kMaxDomains) + " fit, take some out");
  }
  part->names_.finish();
  std::sort(part->domains_.begin(), part->domains_.end());
  return part;
}

BufferSet Brands::reads() const noexcept {
  BufferSet buffers;
  // With it stage 5 fills SmsContext::urls.
  if (!names_.empty()) buffers.add(Buffer::kUrlHost);
  return buffers;
}

bool Brands::own(std::string_view host) const noexcept {
  while (true) {
    if (std::binary_search(domains_.begin(), domains_.end(), host, std::less<>())) return true;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
}

/// The host as a reader sees it: letters that imitate ASCII as ASCII, no marks.
std::string_view BrandCheck::readable(const Url& url) {
  if (url.unicode.empty()) return url.host;
  replace_look_alikes(url.unicode, plain_);
  normaliser_.normalise(plain_, norm_, folded_);
  return folded_;
}

void BrandCheck::look(const Url& url, const Brands& brands, Findings& findings) {
  if (url.kind != UrlKind::kWeb || url.has(UrlTrait::kWeak) || url.host.empty()) return;
  Likeness found = Likeness::kNone;
  if (!url.has(UrlTrait::kIpLiteral)) {
    std::string_view host = readable(url);
    // The public suffix names nobody: all but the first label of the registrable domain.
    const std::string_view domain = url.registrable();
    for (auto dots = std::count(domain.begin(), domain.end(), '.'); dots > 0; --dots)
      host = host.substr(0, host.rfind('.'));
    while (true) {
      const std::size_t dot = std::min(host.find('.'), host.size());
      found = found | brands.names().find_in_label(host.substr(0, dot));
      if (dot == host.size()) break;
      host.remove_prefix(dot + 1);
    }
    // Other letters than the brand's are never its name.
    if (found != Likeness::kNone && !url.unicode.empty()) found = Likeness::kLookAlike;
  }
  const bool in_path = names_token(url.path, brands.names());
  if ((found == Likeness::kNone && !in_path) || brands.own(url.host)) return;
  if (has(found, Likeness::kNamed)) findings.add(Finding::kHostBrandToken);
  if (has(found, Likeness::kLookAlike)) findings.add(Finding::kHostBrandLookalike);
  if (in_path) findings.add(Finding::kPathBrandToken);
}

FilterStatus BrandFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& /*verdict*/,
                                Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* const brands = ruleset.part<Brands>();
  if (brands == nullptr || brands->names().empty() || ctx.urls == nullptr || !ctx.text.ready) {
    return FilterStatus::kContinue;
  }
  for (const Url& url : *ctx.urls)
    check_.look(url, *brands, ctx.findings);
  return FilterStatus::kContinue;
}

}  // namespace smsfw::brand
