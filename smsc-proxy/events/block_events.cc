#include "smsc-proxy/events/block_events.hh"

#include <algorithm>

namespace smsfw::events {

using volume::LimitChange;
using volume::LimitNote;

namespace {

BlockWhat what_of(LimitChange change) {
  switch (change) {
    case LimitChange::kBlockStarted:
      return BlockWhat::kStarted;
    case LimitChange::kBlockEnded:
      return BlockWhat::kEnded;
    case LimitChange::kWarned:
      break;
  }
  return BlockWhat::kWarned;
}

}  // namespace

void BlockEvents::tell(const Moment& now) {
  tables_.collect(now.steady - kSettled, notes_);
  write(now);
}

void BlockEvents::tell_last(const Moment& now) {
  tables_.collect_last(now.steady, notes_);
  write(now);
}

void BlockEvents::write(const Moment& now) {
  std::stable_sort(notes_.begin(), notes_.end(),
                   [](const LimitNote& a, const LimitNote& b) { return a.at < b.at; });
  const auto wall = [&now](std::chrono::nanoseconds steady) {
    return now.wall + std::chrono::floor<std::chrono::microseconds>(steady - now.steady);
  };
  for (const LimitNote& note : notes_) {
    const volume::LimitSubject& subject = note.subject;
    BlockFacts facts;
    facts.what = what_of(note.change);
    facts.limit = subject.limit;
    facts.key_of = volume::to_string(subject.key_of);
    facts.key = subject.party.text;
    facts.key_kind = subject.party.kind;
    facts.to = subject.destination.text;
    facts.to_kind = subject.destination.kind;
    facts.action = note.change == LimitChange::kWarned ? Action::kTag : Action::kReject;
    facts.enforced = subject.enforced;
    facts.count = note.count;
    if (note.change != LimitChange::kWarned) facts.until = wall(note.until);
    if (note.change == LimitChange::kBlockEnded) facts.reason = volume::to_string(note.end);
    producer_.block(wall(note.at), facts);
  }
  notes_.clear();
}

}  // namespace smsfw::events
