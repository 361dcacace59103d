#include "smsc-proxy/training/calibrate.hh"

#include <algorithm>
#include <cmath>

namespace smsfw::training {
namespace {

struct Targets {
  double unwanted = 1;
  double wanted = 0;
};

/// Cross entropy of the fit, written so that nothing overflows.
double loss(const std::vector<Scored>& scored, const Targets& targets, const LogisticFit& fit) {
  double sum = 0;
  for (const Scored& one : scored) {
    const double logit = fit.slope * one.score + fit.shift;
    const double target = one.unwanted ? targets.unwanted : targets.wanted;
    sum += std::max(logit, 0.0) - logit * target + std::log1p(std::exp(-std::abs(logit)));
  }
  return sum;
}

}  // namespace

LogisticFit fit_logistic(const std::vector<Scored>& scored) {
  double unwanted = 0;
  for (const Scored& one : scored)
    unwanted += one.unwanted ? 1 : 0;
  const double wanted = static_cast<double>(scored.size()) - unwanted;
  const Targets targets{(unwanted + 1) / (unwanted + 2), 1 / (wanted + 2)};

  constexpr std::size_t kSteps = 100;
  constexpr double kRidge = 1e-9;
  LogisticFit fit{1, std::log((unwanted + 1) / (wanted + 1))};
  double best = loss(scored, targets, fit);
  for (std::size_t step = 0; step < kSteps; ++step) {
    double slope = 0;
    double shift = 0;
    double slope_slope = kRidge;
    double shift_shift = kRidge;
    double slope_shift = 0;
    for (const Scored& one : scored) {
      const double p = 1 / (1 + std::exp(-(fit.slope * one.score + fit.shift)));
      const double error = p - (one.unwanted ? targets.unwanted : targets.wanted);
      const double curve = p * (1 - p);
      slope += error * one.score;
      shift += error;
      slope_slope += curve * one.score * one.score;
      slope_shift += curve * one.score;
      shift_shift += curve;
    }
    const double determinant = slope_slope * shift_shift - slope_shift * slope_shift;
    const double by_slope = (shift_shift * slope - slope_shift * shift) / determinant;
    const double by_shift = (slope_slope * shift - slope_shift * slope) / determinant;
    constexpr int kHalvings = 33;
    double size = 1;
    bool better = false;
    for (int halved = 0; halved < kHalvings && !better; ++halved) {
      const LogisticFit tried{fit.slope - size * by_slope, fit.shift - size * by_shift};
      const double now = loss(scored, targets, tried);
      if (now < best - 1e-12) {
        better = true;
        best = now;
        fit = tried;
      }
      size /= 2;
    }
    if (!better) break;
  }
  return fit;
}

}  // namespace smsfw::training
