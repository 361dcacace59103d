#include "filters/brand/brand_definition.hh"

namespace smsfw {

using brand::BrandSpec;
using brand::BrandTableSpec;

template <>
const Definition& definition_of<BrandSpec>() {
  static const Definition table = define<BrandSpec>(
      "One brand, scheme or authority that fraud poses as. Names of the same brand in several "
      "entries add up.",
      {key<&BrandSpec::name>("name", Change::kHot, "For people.", Required{}),
       key<&BrandSpec::tokens>(
           "tokens", Change::kHot,
           "Names, five small letters and digits or more, that are no word. Found whole, in a "
           "disguise (`v1etcornbank`), with one wrong letter (two from 8 letters on; `bank` at "
           "the end counts as one), and from six letters on anywhere in a label."),
       key<&BrandSpec::words>(
           "words", Change::kHot,
           "Short names, and those that are words too: found whole, and from four letters on in "
           "a disguise."),
       key<&BrandSpec::domains>("domains", Change::kHot,
                                "Its own domains, with all hosts below them.")});
  return table;
}

template <>
const Definition& definition_of<BrandTableSpec>() {
  static const Definition table = define<BrandTableSpec>(
      "A file of protected brands.",
      {key<&BrandTableSpec::entries>("entries", Change::kHot, "Brands.", Count{0, 10'000}),
       key<&BrandTableSpec::allow>("allow", Change::kHot,
                                   "Domains of others that may name a brand, with all hosts "
                                   "below them.")});
  return table;
}

}  // namespace smsfw
