#include "filters/text/listed_host.hh"

#include <algorithm>

namespace smsfw {
namespace {

constexpr std::size_t kMaxLabel = 63;

/// As resolvers take names: letters, digits, '-' and '_', labels of 1 to 63 octets.
bool is_name(std::string_view host) noexcept {
  if (host.empty() || host.size() > kMaxHost) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!allowed || ++label > kMaxLabel) return false;
  }
  return label != 0;
}

}  // namespace

std::string_view ListedHosts::canonical(std::string_view text) {
  address_ = false;
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  if (text.empty() || text.size() > 4 * kMaxHost) return {};
  url_.clear();
  if (text.find(':') != std::string_view::npos) {
    address_ = canonical_ipv6(text, url_.host);
    return address_ ? std::string_view(url_.host) : std::string_view();
  }
  text_.assign(text);
  std::transform(text_.begin(), text_.end(), text_.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (!hosts_.name(text_, url_) || !is_name(url_.host)) return {};
  if (ends_in_number(url_.host)) {
    const auto ipv4 = read_ipv4(url_.host);
    if (!ipv4) return {};
    write_ipv4(*ipv4, url_.host);
    address_ = true;
  }
  return url_.host;
}

}  // namespace smsfw
