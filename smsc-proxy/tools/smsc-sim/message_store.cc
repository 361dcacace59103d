#include "smsc-proxy/tools/smsc-sim/message_store.hh"

#include <array>
#include <charconv>

namespace smsfw::sim {
namespace {

constexpr int base(IdForm form) {
  return form == IdForm::kHex ? 16 : 10;
}

}  // namespace

MessageStore::MessageStore(std::uint64_t first_id, std::uint32_t capacity)
    : slots_(capacity), next_id_(first_id == 0 ? 1 : first_id) {}

Message& MessageStore::add() {
  Message& slot = slots_[next_id_ % slots_.size()];
  slot.id = next_id_++;
  return slot;
}

Message* MessageStore::find(std::uint64_t id) noexcept {
  Message& slot = slots_[id % slots_.size()];
  return id != 0 && slot.id == id ? &slot : nullptr;
}

IdText format_id(std::uint64_t id, IdForm form) noexcept {
  std::array<char, 24> text{};
  const auto result = std::to_chars(text.data(), text.data() + text.size(), id, base(form));
  IdText out;
  out.assign({text.data(), static_cast<std::size_t>(result.ptr - text.data())});
  return out;
}

std::optional<std::uint64_t> parse_id(std::string_view text, IdForm form) noexcept {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, base(form));
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return id;
}

}  // namespace smsfw::sim
