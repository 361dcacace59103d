#include "smsc-proxy/smpp/session/absorbed_messages.hh"

#include <algorithm>

namespace smsfw::smpp {
namespace {

constexpr std::size_t kShortestId = 8;
constexpr std::size_t kLongestId = 32;

bool later(const AbsorbedMessage& a, const AbsorbedMessage& b) noexcept {
  return a.due > b.due;
}

MessageState state_at(const AbsorbedMessage& message, std::chrono::nanoseconds now) noexcept {
  if (message.state == MessageState::kEnroute && now >= message.due)
    return MessageState::kDelivered;
  return message.state;
}

}  // namespace

AbsorbedMessages::AbsorbedMessages(std::size_t capacity) : capacity_(capacity) {}

std::string AbsorbedMessages::key(std::string_view listener, std::string_view system_id,
                                  std::string_view message_id) {
  std::string made;
  made.reserve(listener.size() + system_id.size() + message_id.size() + 2);
  made.append(listener).push_back('\0');
  made.append(system_id).push_back('\0');
  made.append(message_id);
  return made;
}

std::string AbsorbedMessages::make_id(Tables& tables) {
  std::string id = tables.id_shape;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const std::uint64_t draw = tables.random();
    if (id[i] >= '0' && id[i] <= '9') {
      // A leading zero would stand out among numbers.
      id[i] = static_cast<char>(i == 0 ? '1' + draw % 9 : '0' + draw % 10);
    } else if (id[i] == 'h') {
      id[i] = "0123456789abcdef"[draw % 16];
    } else if (id[i] == 'H') {
      id[i] = "0123456789ABCDEF"[draw % 16];
    }
  }
  return id;
}

void AbsorbedMessages::learn_id(std::string_view message_id) {
  if (message_id.size() < kShortestId || message_id.size() > kLongestId) return;
  const bool digits = std::all_of(message_id.begin(), message_id.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  std::string shape;
  bool upper = false;
  for (const char c : message_id) {
    const bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9');
    upper = upper || (c >= 'A' && c <= 'F');
    shape.push_back(digits ? '0' : hex ? 'h' : c);
  }
  if (upper) std::replace(shape.begin(), shape.end(), 'h', 'H');
  // Ids with other letters are mostly fixed marks around a number; those are kept as they are.
  if (std::count_if(shape.begin(), shape.end(), [](char c) {
        return c == '0' || c == 'h' || c == 'H';
      }) < static_cast<std::ptrdiff_t>(kShortestId)) {
    return;
  }
  tables_.with([&](Tables& tables) { tables.id_shape = std::move(shape); });
}

std::string AbsorbedMessages::add(AbsorbedMessage message, const AbsorbConfig& config,
                                  std::chrono::nanoseconds now) {
  return tables_.with([&](Tables& tables) {
    const auto spread = (config.receipt_delay_max - config.receipt_delay_min).count();
    const auto extra =
        spread > 0
            ? static_cast<std::int64_t>(tables.random() % static_cast<std::uint64_t>(spread + 1))
            : 0;
    message.due = now + config.receipt_delay_min + std::chrono::milliseconds{extra};
    std::string name;
    do {
      message.message_id = make_id(tables);
      name = key(message.listener, message.system_id, message.message_id);
    } while (tables.messages.contains(name));
    while (tables.messages.size() >= capacity_ && !tables.order.empty()) {
      tables.messages.erase(tables.order.front());
      tables.order.pop_front();
      ++tables.evictions;
    }
    if (message.wants_receipt && tables.receipts.size() < capacity_) {
      tables.receipts.push_back(message);
      std::push_heap(tables.receipts.begin(), tables.receipts.end(), later);
    }
    tables.order.push_back(name);
    std::string id = message.message_id;
    tables.messages.emplace(std::move(name), std::move(message));
    return id;
  });
}

std::optional<AbsorbedMessage> AbsorbedMessages::find(std::string_view listener,
                                                      std::string_view system_id,
                                                      std::string_view message_id,
                                                      std::chrono::nanoseconds now) {
  return tables_.with([&](Tables& tables) -> std::optional<AbsorbedMessage> {
    const auto at = tables.messages.find(key(listener, system_id, message_id));
    if (at == tables.messages.end()) return std::nullopt;
    AbsorbedMessage found = at->second;
    found.state = state_at(found, now);
    return found;
  });
}

bool AbsorbedMessages::cancel(std::string_view listener, std::string_view system_id,
                              std::string_view message_id, std::chrono::nanoseconds now) {
  return tables_.with([&](Tables& tables) {
    const auto at = tables.messages.find(key(listener, system_id, message_id));
    if (at == tables.messages.end() || state_at(at->second, now) != MessageState::kEnroute) {
      return false;
    }
    at->second.state = MessageState::kDeleted;
    for (AbsorbedMessage& receipt : tables.receipts) {
      if (receipt.message_id == message_id && receipt.system_id == system_id) {
        receipt.state = MessageState::kDeleted;
      }
    }
    return true;
  });
}

std::vector<AbsorbedMessage> AbsorbedMessages::take_due(std::chrono::nanoseconds now,
                                                        std::size_t most) {
  return tables_.with([&](Tables& tables) {
    std::vector<AbsorbedMessage> due;
    while (!tables.receipts.empty() && due.size() < most && tables.receipts.front().due <= now) {
      std::pop_heap(tables.receipts.begin(), tables.receipts.end(), later);
      due.push_back(std::move(tables.receipts.back()));
      tables.receipts.pop_back();
      due.back().state = state_at(due.back(), now);
    }
    return due;
  });
}

void AbsorbedMessages::retry(AbsorbedMessage message, std::chrono::nanoseconds later_by) {
  tables_.with([&](Tables& tables) {
    message.due = later_by;
    ++message.tries;
    tables.receipts.push_back(std::move(message));
    std::push_heap(tables.receipts.begin(), tables.receipts.end(), later);
  });
}

std::size_t AbsorbedMessages::size() const {
  return tables_.with([](const Tables& tables) { return tables.messages.size(); });
}

std::uint64_t AbsorbedMessages::evictions() const {
  return tables_.with([](const Tables& tables) { return tables.evictions; });
}

}  // namespace smsfw::smpp
