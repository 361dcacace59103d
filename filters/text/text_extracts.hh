#pragma once

#include <string_view>

#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/text/phone_extractor.hh"
#include "filters/text/url_extractor.hh"

namespace smsfw {

/// The buffers that are lists: url.host, url.domain, url.path, phone and digits, one value a line.
/// Each is made where a part of the ruleset reads it.
///   url.host, url.domain, url.path  of links that are no guess: no e-mail, nothing weak (see
///           UrlTrait); SmsContext::urls has the others too
///   phone   E.164 digits of telephone numbers, by the message's numbering plan; short codes as
///           they are dialled
///   digits  see PhoneExtractor::digits()
/// Findings: kObfuscatedUrl, kMixedScriptUrl, kUrlUserinfo, kManyUrls.
///
/// One object a worker: it keeps the lists of the message in hand.
class TextExtracts {
 public:
  /// Throws std::runtime_error when ICU or libpsl lack their data.
  TextExtracts() = default;

  /// From Buffer::kRaw, which must be there.
  void fill(SmsContext& ctx, const Ruleset& ruleset);

 private:
  void fill_urls(SmsContext& ctx, std::string_view raw);

  UrlExtractor urls_;
  PhoneExtractor phones_;
  UrlList url_list_;
  PhoneList phone_list_;
};

}  // namespace smsfw
