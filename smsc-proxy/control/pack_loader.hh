#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/expected.hh"
#include "filters/signature/signature.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/pack_format.hh"
#include "smsc-proxy/control/text_file.hh"

namespace smsfw::control {

/// The signatures of all packs, with the overlay applied, by ascending sid.
class PackSet {
 public:
  const std::vector<SignatureSpec>& signatures() const noexcept { return signatures_; }
  const std::vector<SourceText>& sources() const noexcept { return sources_; }
  /// Class of a signature as its pack says it; the signature itself carries the class's reason.
  std::string_view class_of(std::uint32_t sid) const noexcept;
  /// An error of a signature's compiler, at its file and line.
  Problem locate(const SignatureError& error) const;

 private:
  friend class PackLoader;
  struct Origin {
    const std::string* file;
    const Document* document;
    std::string path;
    std::string class_name;
  };

  std::vector<SignatureSpec> signatures_;
  std::vector<SourceText> sources_;
  std::vector<std::unique_ptr<const Document>> documents_;
  std::map<std::uint32_t, Origin> origins_;
};

/// Reads packs and the classification: files, directories (their *.yaml, by name), or kBuiltin.
/// On failure all problems: unknown keys, wrong types, unknown classes, a sid that stands twice or
/// outside its range, an overlay that names nothing, files that cannot be read.
Expected<PackSet, Problems> load_packs(const std::vector<std::string>& packs,
                                       const std::string& classification,
                                       const SignatureOverlay& overlay);

/// Same from texts, for tests and fuzzing.
Expected<PackSet, Problems> load_packs(std::vector<SourceText> packs, SourceText classification,
                                       const SignatureOverlay& overlay);

}  // namespace smsfw::control
