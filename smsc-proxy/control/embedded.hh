#pragma once

#include <span>
#include <string_view>

namespace smsfw::control {

/// A file of the project as it was when this was built.
struct EmbeddedFile {
  std::string_view path;  ///< From the project's root.
  std::string_view text;
};

/// deploy/examples/smpp.yaml
std::string_view embedded_config() noexcept;
/// signatures/packs/*.yaml
std::span<const EmbeddedFile> embedded_packs() noexcept;
/// signatures/classification.yaml
EmbeddedFile embedded_classification() noexcept;
/// signatures/brands.yaml
EmbeddedFile embedded_brands() noexcept;
/// deploy/corpus/*.jsonl without floods.jsonl: one JSON object a line, as `smsfw classify` reads
/// it.
std::span<const EmbeddedFile> embedded_corpus() noexcept;

}  // namespace smsfw::control
