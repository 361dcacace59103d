#pragma once

#include <string>
#include <string_view>

#include "filters/access/numbering_plan.hh"
#include "filters/text/phone.hh"
#include "filters/text/url_text.hh"

namespace smsfw {

/// Finds telephone numbers in a text. Digits may be of any script, in groups with blanks, '.', '-',
/// '/' and brackets between; docs/design/text.md says what counts. The numbering plan of the
/// message decides: a number is one when it
///
/// - is of the home country with trunk prefix or country code, or starts with '+' and has at least
/// 9
///   digits;
/// - is a service code of the plan (1900…), its first group of four digits or more;
/// - is a national number without trunk prefix, or one behind an international prefix, and a word
///   for calling stands before it ("call", "gọi", "zalo"), or two hyphens or brackets group it;
/// - is a short code of 3 to 6 digits right behind such a word, or a word for sending to it.
///
/// Amounts, dates, one-time codes and account numbers are none. Linear in the text; allocates only
/// to let its storage grow. One object a worker.
class PhoneExtractor {
 public:
  /// Replaces `out` by the numbers of `utf8`, which must be valid UTF-8. Look-ups of numbers in
  /// links (wa.me/…) need no call of their own: their digits stand in the text.
  void extract(std::string_view utf8, const access::NumberingPlan& plan, PhoneList& out);

  /// The digits of a text, for signatures on numbers (Buffer "digits"): replaces `out` by its runs
  /// of digits with one space between, in ASCII. One blank or one of ".,-/()" inside a run is left
  /// out, or two when one of them is a bracket: "TK 1903 6666.88, ngay 20/10" gives "1903666688
  /// 2010". A line break ends a run.
  void digits(std::string_view utf8, std::string& out);

 private:
  UrlText projection_;
};

}  // namespace smsfw
