#include "filters/registry.hh"

#include <utility>
#include <vector>

#include "filters/access/access_lists.hh"
#include "filters/access/control_numbers.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/brand/brand_filter.hh"
#include "filters/concat/concat_filters.hh"
#include "filters/model/model_filter.hh"
#include "filters/origin/origin_filter.hh"
#include "filters/score/decision.hh"
#include "filters/signature/signature_filter.hh"
#include "filters/text/host_lists.hh"
#include "filters/text/icu_converter.hh"
#include "filters/text/text_filter.hh"
#include "filters/volume/volume_filter.hh"

namespace smsfw {

std::unique_ptr<FilterChain> make_chain(FilterStates& states) {
  std::vector<std::unique_ptr<Filter>> filters;
  filters.push_back(std::make_unique<access::IdentityFilter>());
  filters.push_back(std::make_unique<access::ControlFilter>());
  filters.push_back(std::make_unique<concat::ConcatFilter>(states.parts));
  filters.push_back(std::make_unique<access::AccessFilter>());
  filters.push_back(std::make_unique<origin::OriginFilter>(states.origin));
  filters.push_back(std::make_unique<volume::VolumeFilter>(states.limits));
  filters.push_back(
      std::make_unique<concat::JoinFilter>(states.parts, std::make_unique<IcuConverter>()));
  filters.push_back(std::make_unique<TextFilter>());
  filters.push_back(std::make_unique<SignatureFilter>());
  filters.push_back(std::make_unique<HostListFilter>());
  filters.push_back(std::make_unique<brand::BrandFilter>());
  filters.push_back(std::make_unique<model::ModelFilter>());
  filters.push_back(std::make_unique<score::DecisionFilter>());
  filters.push_back(std::make_unique<concat::StopFilter>(states.parts));
  return std::make_unique<FilterChain>(std::move(filters));
}

}  // namespace smsfw
