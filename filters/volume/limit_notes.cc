#include "filters/volume/limit_notes.hh"

#include <algorithm>

namespace smsfw::volume {

using std::chrono::nanoseconds;

std::size_t LimitNotes::place() const noexcept {
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < kBlocks; ++i) {
    if (blocks_[i].state == Block::State::kFree) return i;
    if (blocks_[i].started < blocks_[oldest].started) oldest = i;
  }
  return oldest;
}

void LimitNotes::follow(std::size_t place, const Block& made) noexcept {
  if (blocks_[place].state == Block::State::kFree) {
    ++used_;
  } else {
    ++evictions_;
  }
  blocks_[place] = made;
}

void LimitNotes::end(std::size_t place, BlockEnd why, std::uint32_t stopped, std::int64_t until,
                     std::int64_t now) noexcept {
  Block& block = blocks_[place];
  block.state = Block::State::kOver;
  block.end = why;
  block.stopped = stopped;
  block.until = until;
  block.ended = why == BlockEnd::kExpired ? until : now;
}

void LimitNotes::warn(const LimitSubject& subject, std::uint32_t allowed,
                      std::int64_t now) noexcept {
  if (warnings_ == kWarnings) {
    ++evictions_;
  } else {
    ++warnings_;
  }
  warned_[next_warning_] = {allowed, now, subject};
  next_warning_ = (next_warning_ + 1) % kWarnings;
}

void LimitNotes::collect(std::vector<LimitNote>& out) {
  for (std::size_t i = 0; i < warnings_; ++i) {
    Warning& warning = warned_[(next_warning_ + kWarnings - warnings_ + i) % kWarnings];
    LimitNote note;
    note.subject = warning.subject;
    note.at = nanoseconds(warning.at);
    note.count = warning.allowed;
    out.push_back(note);
    warning = Warning{};
  }
  warnings_ = 0;
  for (std::size_t i = 0; used_ != 0 && i < kBlocks; ++i) {
    Block& block = blocks_[i];
    if (block.state == Block::State::kFree) continue;
    LimitNote note;
    note.subject = block.subject;
    note.until = nanoseconds(block.until);
    if (!block.told) {
      block.told = true;
      note.change = LimitChange::kBlockStarted;
      note.at = nanoseconds(block.started);
      note.count = block.allowed;
      out.push_back(note);
    }
    if (block.state != Block::State::kOver) continue;
    note.change = LimitChange::kBlockEnded;
    note.end = block.end;
    note.at = nanoseconds(block.ended);
    note.count = block.stopped;
    out.push_back(note);
    block = Block{};
    --used_;
  }
}

}  // namespace smsfw::volume
