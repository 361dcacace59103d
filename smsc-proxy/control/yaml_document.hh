#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "filters/core/definition.hh"
#include "filters/core/document.hh"

namespace smsfw::control {

/// What a YAML text may cost. Beyond a bound the text is refused.
struct YamlLimits {
  std::size_t octets = 4UL * 1024 * 1024;
  std::size_t depth = 16;
  std::size_t values = 1'000'000;  ///< Scalars, lists and maps together.
};

/// Reads one YAML document into a Document. Anchors and aliases are refused (they make small files
/// unfold into large ones), and so are tags, a second document and a key that stands twice.
/// False: `problems` has at least one entry more, with file and line.
bool read_yaml(std::string_view text, const std::string& file, Document& out, Problems& problems,
               const YamlLimits& limits = {});

/// Same, of a file.
bool read_yaml_file(const std::string& file, Document& out, Problems& problems,
                    const YamlLimits& limits = {});

/// Writes a document as YAML that read_yaml() reads back.
std::string write_yaml(const Document& document);

}  // namespace smsfw::control
