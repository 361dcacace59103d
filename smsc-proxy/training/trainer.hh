#pragma once

#include <cstddef>
#include <vector>

#include "filters/model/linear_model.hh"
#include "smsc-proxy/training/example.hh"
#include "smsc-proxy/training/learners.hh"

namespace smsfw::training {

/// The fold of each example, 0 … folds - 1. Texts of one shape share a fold: what differs in a
/// number alone must not be judged by what was learnt from its twin.
std::vector<std::size_t> folds_of(const Corpus& corpus, std::size_t folds, std::uint64_t seed);

/// The score of each example by a model that was trained with the other folds. On all processors;
/// the same whatever their number.
std::vector<double> cross_scores(const Corpus& corpus, const std::vector<std::size_t>& fold,
                                 const TrainingSetting& setting);

/// A model of all examples, calibrated with `scores` of cross_scores() for each language that has
/// enough of both kinds, and for all others together. The card is left empty.
model::ModelContent train(const Corpus& corpus, const std::vector<double>& scores,
                          const TrainingSetting& setting);

}  // namespace smsfw::training
