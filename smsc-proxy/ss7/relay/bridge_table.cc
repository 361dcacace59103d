#include "smsc-proxy/ss7/relay/bridge_table.hh"

#include <iterator>

namespace smsfw::ss7 {

BridgedDialogue& BridgeTable::begin(std::uint32_t asker, std::uint32_t far,
                                    std::chrono::nanoseconds now) {
  open_.emplace_back();
  BridgedDialogue& made = open_.back();
  made.self_ = std::prev(open_.end());
  made.table_ = this;
  made.seen_ = now;
  made.asker.own = {asker, kMaxTransactionIdSize};
  made.far.own = {far, kMaxTransactionIdSize};
  index_.emplace(asker, Place{made.self_, false});
  index_.emplace(far, Place{made.self_, true});
  return made;
}

BridgeTable::Found BridgeTable::find(std::uint32_t own) const {
  const auto found = index_.find(own);
  if (found == index_.end()) return {};
  return {&*found->second.where, found->second.far};
}

void BridgeTable::adopt(BridgedDialogue& dialogue, std::chrono::nanoseconds now) {
  BridgeTable& from = *dialogue.table_;
  index_.insert(from.index_.extract(dialogue.asker.own.value));
  index_.insert(from.index_.extract(dialogue.far.own.value));
  open_.splice(open_.end(), from.open_, dialogue.self_);
  dialogue.table_ = this;
  dialogue.seen_ = now;
}

void BridgeTable::touch(BridgedDialogue& dialogue, std::chrono::nanoseconds now) {
  auto& open = dialogue.table_->open_;
  dialogue.seen_ = now;
  open.splice(open.end(), open, dialogue.self_);
}

void BridgeTable::remove(BridgedDialogue& dialogue) {
  BridgeTable& table = *dialogue.table_;
  table.index_.erase(dialogue.asker.own.value);
  table.index_.erase(dialogue.far.own.value);
  table.open_.erase(dialogue.self_);
}

BridgedDialogue* BridgeTable::silent_since(std::chrono::nanoseconds before) noexcept {
  return open_.empty() || open_.front().seen_ > before ? nullptr : &open_.front();
}

}  // namespace smsfw::ss7
