#pragma once

#include <vector>

#include "smsc-proxy/training/recall.hh"

namespace smsfw::training {

struct LogisticFit {
  double slope = 1;
  double shift = 0;
};

/// Platt's scaling with the smoothed targets and the Newton steps of Lin, Lin and Weng (Machine
/// Learning 68, 2007). `scored` must be of messages that the model was not trained with.
LogisticFit fit_logistic(const std::vector<Scored>& scored);

}  // namespace smsfw::training
