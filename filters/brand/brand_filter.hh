#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/brand/brand_index.hh"
#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"
#include "filters/text/normaliser.hh"
#include "filters/text/url.hh"

namespace smsfw::brand {

/// A brand, scheme or authority that fraud poses as.
struct BrandSpec {
  std::string name;
  /// What hosts call it, lower-case ASCII letters and digits. See BrandIndex for the difference.
  std::vector<std::string> tokens;
  std::vector<std::string> words;
  /// Its own domains, with all hosts below them: lower case, IDNA form.
  std::vector<std::string> domains;
};

/// Brands, and domains of others that may name them.
struct BrandTableSpec {
  std::vector<BrandSpec> entries;
  std::vector<std::string> allow;
};

/// The protected brands of a ruleset. Immutable.
class Brands final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kBrand;
  static constexpr std::size_t kMaxDomains = 100'000;

  /// Several tables are one. Refused: names and domains that are none, too many of them. The error
  /// names the brand and what to do.
  static Expected<std::unique_ptr<const Brands>, std::string> build(
      const std::vector<BrandTableSpec>& tables);

  BufferSet reads() const noexcept override;
  const BrandIndex& names() const noexcept { return names_; }
  /// True where `host` is a listed domain or lies below one.
  bool own(std::string_view host) const noexcept;

 private:
  BrandIndex names_;
  std::vector<std::string> domains_;  // ascending
};

/// Looks for brands in one address after the other. One object a worker: it keeps scratch space.
class BrandCheck {
 public:
  /// What hosts and paths of `url` show; only web links that are no guess (UrlTrait::kWeak) show
  /// anything. Findings: kHostBrandLookalike, kHostBrandToken, kPathBrandToken.
  void look(const Url& url, const Brands& brands, Findings& findings);

 private:
  std::string_view readable(const Url& url);

  Normaliser normaliser_;
  std::string plain_;   // scratch: the Unicode host without look-alikes
  std::string norm_;    // scratch
  std::string folded_;  // scratch: and without marks
};

/// Stage 6: hosts of the text's links (SmsContext::urls) that pose as a brand's. Adds findings, no
/// hits: score.findings weighs them.
class BrandFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "brand"; }
  Stage stage() const noexcept override { return Stage::kSignature; }
  bool sheddable() const noexcept override { return true; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  BrandCheck check_;
};

}  // namespace smsfw::brand
