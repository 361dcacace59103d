#include "filters/model/model_definition.hh"

namespace smsfw {

using model::ModelSpec;
using model::ModelStep;

template <>
const Definition& definition_of<ModelStep>() {
  static const Definition table = define<ModelStep>(
      "From this probability on, this score.",
      {key<&ModelStep::probability>("probability", Change::kHot,
                                    "Of the message being unwanted, as the model sees it.",
                                    RealRange{0, 1}),
       key<&ModelStep::score>("score", Change::kHot, "Score of the hit `model`.",
                              RealRange{0, 1'000})});
  return table;
}

template <>
const Definition& definition_of<ModelSpec>() {
  constexpr std::size_t kMaxSteps = 16;
  static const Definition table = define<ModelSpec>(
      "The text model.",
      {key<&ModelSpec::file>("file", Change::kHot,
                             "Model file, made by `smsfw model train`. Empty: no model."),
       key<&ModelSpec::steps>("steps", Change::kHot,
                              "The highest step that a message's probability reaches gives its "
                              "score. Rising.",
                              Count{0, kMaxSteps}),
       key<&ModelSpec::enforce>("enforce", Change::kHot,
                                "false: advice. The score is told, but no message is kept back by "
                                "it.")});
  return table;
}

}  // namespace smsfw
