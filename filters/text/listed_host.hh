#pragma once

#include <string>
#include <string_view>

#include "filters/text/url_host.hh"

namespace smsfw {

/// Brings the names of lists into the form that Url::host has. One object a thread.
class ListedHosts {
 public:
  /// Throws std::runtime_error when ICU has no IDNA data.
  ListedHosts() = default;

  /// The canonical form of a host name, domain, top-level domain or IP address, written in any
  /// case, script, with or without a dot at its end, IPv6 with or without brackets. Nothing (an
  /// empty view) where `text` is none; lives until the next call.
  std::string_view canonical(std::string_view text);
  /// True when the last name was an IP address.
  bool address() const noexcept { return address_; }

 private:
  UrlHosts hosts_;
  Url url_;
  std::string text_;
  bool address_ = false;
};

}  // namespace smsfw
