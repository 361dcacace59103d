#pragma once

#include <string>
#include <vector>

#include "filters/brand/brand_filter.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/control/text_file.hh"

namespace smsfw::control {

/// Files of brands as they were read.
struct BrandTables {
  std::vector<brand::BrandTableSpec> tables;
  std::vector<SourceText> sources;
};

/// Reads files of brands, kBuiltin among them. On failure all problems.
Expected<BrandTables, Problems> load_brands(const std::vector<std::string>& files);

}  // namespace smsfw::control
