#include "filters/text/url.hh"

namespace smsfw {

void Url::clear() noexcept {
  kind = UrlKind::kWeb;
  port = 0;
  traits = 0;
  host.clear();
  unicode.clear();
  path.clear();
  scheme.clear();
  scheme_given = false;
  registrable_at = 0;
  offset = 0;
  length = 0;
}

void UrlList::clear() noexcept {
  size_ = 0;
  weak_ = 0;
  overflow_ = false;
}

Url* UrlList::add(bool weak) {
  if (size_ == kMax || (weak && weak_ == kMaxWeak)) {
    overflow_ = true;
    return nullptr;
  }
  if (items_.size() == size_) items_.emplace_back();
  Url& url = items_[size_++];
  url.clear();
  if (weak) {
    url.add(UrlTrait::kWeak);
    ++weak_;
  }
  return &url;
}

void UrlList::drop_last() noexcept {
  --size_;
  if (items_[size_].has(UrlTrait::kWeak)) --weak_;
}

}  // namespace smsfw
