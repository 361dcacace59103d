#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "filters/signature/pattern_database.hh"
#include "filters/signature/signature.hh"
#include "filters/signature/signature_set.hh"

namespace smsfw {

/// Index of an access list by name: the bit of SmsContext::lists, 0-63. Nothing: no such list.
using ListResolver = std::function<std::optional<std::uint32_t>(std::string_view name)>;

/// Makes a SignatureSet. Not on a worker: checking and compiling take seconds. Compiling is the
/// caller's step, so that it can be cached:
///
///   SignatureSetBuilder builder(lists);
///   for (auto& spec : specs) builder.add(std::move(spec));
///   if (auto errors = builder.check(); !errors.empty()) return errors;
///   for (const DatabaseSource& source : builder.sources()) {
///     auto octets = cached(source.content_hash());            // a mapped file, or nothing
///     auto database = PatternDatabase::load(octets, source);  // error: delete the file
///     if (!database) {
///       auto compiled = compile_database(source);
///       if (!compiled) return builder.explain(source, compiled.error());
///       store(source.content_hash(), *compiled);
///       database = PatternDatabase::load(*compiled, source);
///     }
///     builder.attach(std::move(*database));
///   }
///   ruleset.set(builder.finish());
class SignatureSetBuilder {
 public:
  explicit SignatureSetBuilder(ListResolver lists = {});
  ~SignatureSetBuilder();
  SignatureSetBuilder(const SignatureSetBuilder&) = delete;
  SignatureSetBuilder& operator=(const SignatureSetBuilder&) = delete;

  void add(SignatureSpec spec);

  /// Checks every signature and expression, and makes the sources. All errors at once, by sid; then
  /// there are no sources. Call once, after the last add().
  std::vector<SignatureError> check();

  /// What has to be compiled, in a fixed order: depends on the expressions only, not on the order
  /// of add(). Valid as long as the builder.
  std::span<const DatabaseSource> sources() const noexcept;

  /// Errors of compile_database() in the words of the signatures that use the expressions.
  std::vector<SignatureError> explain(const DatabaseSource& source,
                                      std::span<const DatabaseError> errors) const;

  /// Takes the database of the next source. The order is that of sources().
  void attach(PatternDatabase database);

  /// The set, or nullptr when a source has no database yet. Ends the builder's use.
  std::unique_ptr<const SignatureSet> finish();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// All of the above without a cache: for tests, benches and `sig check`.
Expected<std::unique_ptr<const SignatureSet>, std::vector<SignatureError>> build_signature_set(
    std::vector<SignatureSpec> specs, ListResolver lists = {});

}  // namespace smsfw
