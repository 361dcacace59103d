#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "filters/origin/check.hh"
#include "filters/origin/title_history.hh"

namespace smsfw::origin {

/// What origin checks keep between messages: shared by the workers, kept over reloads.
class OriginState {
 public:
  /// See TitleHistory.
  OriginState(std::size_t memory, std::uint64_t secret) : titles(memory, secret) {}

  void count(Check check, AnswerKind kind) noexcept {
    cell(check, kind).fetch_add(1, std::memory_order_relaxed);
  }
  /// Answers of a check since start.
  std::uint64_t counted(Check check, AnswerKind kind) const noexcept {
    return counts_[static_cast<std::size_t>(check)][static_cast<std::size_t>(kind)].load(
        std::memory_order_relaxed);
  }

  TitleHistory titles;

 private:
  std::atomic<std::uint64_t>& cell(Check check, AnswerKind kind) noexcept {
    return counts_[static_cast<std::size_t>(check)][static_cast<std::size_t>(kind)];
  }

  std::array<std::array<std::atomic<std::uint64_t>, kAnswerKindCount>, kCheckCount> counts_{};
};

}  // namespace smsfw::origin
