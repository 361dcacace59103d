#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/text/url.hh"
#include "filters/text/url_chain.hh"
#include "filters/text/url_host.hh"
#include "filters/text/url_suffixes.hh"
#include "filters/text/url_text.hh"

namespace smsfw {

/// Finds the addresses in a text: links with and without scheme, disguised ones, e-mail addresses,
/// links that open apps. What is recognised, and what is not, stands in docs/design/text.md.
///
/// Reads the text as decoded (Buffer::kRaw): the normal form has lost line breaks and the marks of
/// a disguise, and turns an ellipsis into dots. Time is linear in the text's size, and bounded by
/// UrlList::kMax and kMaxNames; storage is reused, so that the common case allocates nothing.
/// One object a worker.
class UrlExtractor {
 public:
  /// Names outside ASCII that are looked at in one text: IDNA is dear. More set overflow().
  static constexpr unsigned kMaxNames = 64;

  /// Throws std::runtime_error when ICU or libpsl lack their data.
  UrlExtractor() = default;

  /// Replaces `out` by the addresses of `utf8`, which must be valid UTF-8.
  void extract(std::string_view utf8, UrlList& out);

 private:
  /// A host name inside the chain that was read last.
  struct Choice {
    bool found = false;
    bool weak = false;
    bool run_on = false;
    bool ipv4 = false;
    std::size_t first = 0;
    std::size_t last = 0;
  };
  /// What stands before the host.
  struct Lead {
    std::size_t begin = 0;  ///< Of the scheme or host.
    std::string_view scheme = "";
    bool given = false;
    UrlKind kind = UrlKind::kWeb;
    std::uint32_t traits = 0;
  };

  std::size_t visit(std::size_t at);
  std::size_t visit_joint(std::size_t at);
  std::size_t visit_www(std::size_t at);
  std::size_t visit_scheme(std::size_t at);
  std::size_t visit_dial(std::size_t colon, Lead lead);
  /// All return the place to go on at, or `at` when nothing was found.
  std::size_t read_authority(std::size_t at, const Lead& lead, bool tight);
  std::size_t read_ipv6(std::size_t at, Lead lead);
  std::size_t read_app(std::size_t at, const Lead& lead);
  std::size_t emit(const Choice& choice, const Lead& lead);
  std::size_t finish(Url& url, std::size_t host_begin, std::size_t host_end, const Lead& lead);

  Choice choose_bare();
  Choice choose_led();
  bool plausible(Choice& choice, SuffixClass suffix);
  bool is_capitalised(std::size_t label) const noexcept;
  bool mail_before(std::size_t begin) const noexcept;
  std::size_t authority_end(std::size_t at);
  bool path_follows(std::size_t at) const noexcept;
  std::size_t read_port(std::size_t at, Url* url) const noexcept;
  std::size_t read_path(std::size_t at, Url& url) const;
  void note_disguise(std::size_t begin, std::size_t end, Url& url) const;
  std::size_t raw_offset(std::size_t at) const noexcept;

  UrlText projection_;
  UrlSuffixes suffixes_;
  UrlHosts hosts_;
  UrlChain chain_;

  // Of the text in hand.
  std::string_view raw_;
  std::string_view text_;  // as it is read
  bool projected_ = false;
  UrlList* out_ = nullptr;
  std::size_t floor_ = 0;     // nothing before belongs to a new address
  std::size_t path_end_ = 0;  // up to here only addresses with a scheme are looked for
  unsigned names_ = 0;
  // The last stretch without space or slash that was looked through, and its last '@'.
  std::size_t stretch_begin_ = 0;
  std::size_t stretch_end_ = 0;
  std::size_t stretch_at_ = 0;
};

}  // namespace smsfw
