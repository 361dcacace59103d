#include "filters/text/text_extracts.hh"

#include <string>
#include <utility>

#include "filters/access/numbering_plan.hh"

namespace smsfw {
namespace {

void add_line(std::string& to, std::string_view line) {
  if (line.empty()) return;
  if (!to.empty()) to.push_back('\n');
  to += line;
}

}  // namespace

void TextExtracts::fill_urls(SmsContext& ctx, std::string_view raw) {
  urls_.extract(raw, url_list_);
  ctx.urls = &url_list_;
  if (url_list_.overflow()) ctx.findings.add(Finding::kManyUrls);
  std::string& hosts = ctx.text.fresh(Buffer::kUrlHost);
  std::string& domains = ctx.text.fresh(Buffer::kUrlDomain);
  std::string& paths = ctx.text.fresh(Buffer::kUrlPath);
  for (const Url& url : url_list_) {
    if (url.kind == UrlKind::kMail || url.has(UrlTrait::kWeak)) continue;
    add_line(hosts, url.host);
    add_line(domains, url.registrable());
    add_line(paths, url.path);
    if (url.obfuscated()) ctx.findings.add(Finding::kObfuscatedUrl);
    if (url.has(UrlTrait::kMixedScript)) ctx.findings.add(Finding::kMixedScriptUrl);
    if (url.has(UrlTrait::kUserinfo)) ctx.findings.add(Finding::kUrlUserinfo);
  }
}

void TextExtracts::fill(SmsContext& ctx, const Ruleset& ruleset) {
  const BufferSet reads = ruleset.reads();
  const std::string_view raw = std::as_const(ctx.text)[Buffer::kRaw];
  if (reads.has(Buffer::kUrlHost) || reads.has(Buffer::kUrlDomain) || reads.has(Buffer::kUrlPath)) {
    fill_urls(ctx, raw);
  }
  if (reads.has(Buffer::kPhone)) {
    const auto* plans = ruleset.part<access::NumberingPlans>();
    static const access::NumberingPlan none;
    phones_.extract(raw, plans == nullptr ? none : plans->at(ctx.numbering_plan), phone_list_);
    std::string& numbers = ctx.text.fresh(Buffer::kPhone);
    for (const Phone& phone : phone_list_)
      add_line(numbers, phone.key());
  }
  if (reads.has(Buffer::kDigits)) phones_.digits(raw, ctx.text.fresh(Buffer::kDigits));
}

}  // namespace smsfw
