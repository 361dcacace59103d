#include "smsc-proxy/smpp/codec/receipt.hh"

#include <algorithm>
#include <array>
#include <charconv>

#include "filters/sms/dcs.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"

namespace smsfw::smpp {
namespace {

struct StateWord {
  MessageState state;
  std::string_view word;
};

/// SMPP 3.4 appendix B gives seven letter words; 5.0 names the two new states in full.
constexpr std::array kStateWords = {
    StateWord{MessageState::kScheduled, "SCHEDULED"},
    StateWord{MessageState::kEnroute, "ENROUTE"},
    StateWord{MessageState::kDelivered, "DELIVRD"},
    StateWord{MessageState::kExpired, "EXPIRED"},
    StateWord{MessageState::kDeleted, "DELETED"},
    StateWord{MessageState::kUndeliverable, "UNDELIV"},
    StateWord{MessageState::kAccepted, "ACCEPTD"},
    StateWord{MessageState::kUnknown, "UNKNOWN"},
    StateWord{MessageState::kRejected, "REJECTD"},
    StateWord{MessageState::kSkipped, "SKIPPED"},
};

constexpr std::size_t kStateLetters = 5;
constexpr std::size_t kReceiptSnippet = 20;

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_folded(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

std::size_t count_ink(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_blank(c); }));
}

std::string_view trim_right(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

enum class Key : std::uint8_t { kId, kSub, kDlvrd, kSubmitDate, kDoneDate, kStat, kErr, kText };

/// A key of the receipt text. A value longer than `max` is no value of this key.
struct KeySpec {
  Key key;
  std::string_view name;
  std::size_t max;
};

constexpr std::array kKeys = {
    KeySpec{Key::kId, "id:", kMaxReceiptId},
    KeySpec{Key::kSub, "sub:", 10},
    KeySpec{Key::kDlvrd, "dlvrd:", 10},
    KeySpec{Key::kSubmitDate, "submit date:", 20},
    KeySpec{Key::kSubmitDate, "submit_date:", 20},
    KeySpec{Key::kDoneDate, "done date:", 20},
    KeySpec{Key::kDoneDate, "done_date:", 20},
    KeySpec{Key::kStat, "stat:", 16},
    KeySpec{Key::kErr, "err:", 16},
    KeySpec{Key::kText, "text:", 0},
};

/// The key that stands at the start of `rest`; nullptr where none does.
const KeySpec* key_at(std::string_view rest) noexcept {
  for (const KeySpec& spec : kKeys) {
    if (equal_folded(rest.substr(0, spec.name.size()), spec.name)) return &spec;
  }
  return nullptr;
}

std::string_view& slot(ReceiptText& receipt, Key key) noexcept {
  switch (key) {
    case Key::kId:
      return receipt.id;
    case Key::kSub:
      return receipt.sub;
    case Key::kDlvrd:
      return receipt.dlvrd;
    case Key::kSubmitDate:
      return receipt.submit_date;
    case Key::kDoneDate:
      return receipt.done_date;
    case Key::kStat:
      return receipt.stat;
    case Key::kErr:
      return receipt.err;
    case Key::kText:
      break;
  }
  return receipt.text;
}

std::size_t word_length(std::string_view rest) noexcept {
  std::size_t length = 0;
  while (length < rest.size() && !is_blank(rest[length]))
    ++length;
  return length;
}

/// A date may be two words ("2026-11-23 15:04"): the second one counts when it begins with a digit.
std::size_t date_length(std::string_view rest) noexcept {
  const std::size_t first = word_length(rest);
  if (first == 0 || first + 1 >= rest.size() || rest[first] != ' ') return first;
  const std::string_view second = rest.substr(first + 1);
  if (second[0] < '0' || second[0] > '9') return first;
  return first + 1 + word_length(second);
}

/// Reads keys and values until the end or, where `stop_at_text`, to "text:". Returns the octets
/// that were read.
std::size_t read_keys(std::string_view text, bool stop_at_text, ReceiptText& receipt) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    const KeySpec* spec = key_at(text.substr(at));
    if (spec == nullptr) {
      const std::size_t skipped = word_length(text.substr(at));
      receipt.stray_characters += skipped;
      at += skipped;
      continue;
    }
    if (spec->key == Key::kText) {
      if (stop_at_text) return at;
      at += spec->name.size();
      continue;
    }
    at += spec->name.size();
    // Some peers put a blank behind the colon; then the next word is the value unless it is a key.
    std::size_t start = at;
    if (start < text.size() && text[start] == ' ' && start + 1 < text.size() &&
        !is_blank(text[start + 1]) && key_at(text.substr(start + 1)) == nullptr) {
      ++start;
    }
    const std::string_view rest = text.substr(start);
    const bool date = spec->key == Key::kSubmitDate || spec->key == Key::kDoneDate;
    const std::size_t length = date ? date_length(rest) : word_length(rest);
    std::string_view& value = slot(receipt, spec->key);
    // A repeated key and a value that no SMSC writes are the sender's own words.
    if (value.data() == nullptr && length <= spec->max) {
      value = rest.substr(0, length);
    } else {
      receipt.stray_characters += count_ink(rest.substr(0, length));
    }
    at = start + length;
  }
  return at;
}

std::string_view chars_of(std::span<const std::byte> octets) noexcept {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

/// What one reading of a text gives.
struct ReadText {
  std::optional<ReceiptText> receipt;
  std::size_t characters = 0;  ///< Of the whole text.
};

/// Stands for a character outside ASCII: no blank, and in no key.
constexpr char kForeign = '\x1a';

/// UCS-2 in network order. What `receipt` shows lies in `room`. Characters outside ASCII stand in
/// the sender's words alone, which are counted and not read.
ReadText read_ucs2(std::span<const std::byte> octets,
                   std::array<char, kMaxReceiptText>& room) noexcept {
  ReadText read;
  read.characters = (octets.size() + 1) / 2;  // half a character is one
  std::size_t behind = 0;
  for (std::size_t i = 0; i < read.characters; ++i) {
    const bool whole = 2 * i + 1 < octets.size();
    const unsigned high = std::to_integer<unsigned>(octets[2 * i]);
    const unsigned low = whole ? std::to_integer<unsigned>(octets[2 * i + 1]) : 0x100U;
    const char c = high == 0 && low < 0x80 ? static_cast<char>(low) : kForeign;
    if (i < room.size()) {
      room[i] = c;
    } else if (!is_blank(c)) {
      ++behind;
    }
  }
  read.receipt = parse_receipt_text({room.data(), std::min(read.characters, room.size())});
  if (read.receipt) read.receipt->stray_characters += behind;
  return read;
}

/// The user data header in front of a UCS-2 text; 0 where it does not fit.
std::size_t header_octets(std::span<const std::byte> octets) noexcept {
  if (octets.empty()) return 0;
  const std::size_t size = 1 + std::to_integer<std::size_t>(octets[0]);
  return size <= octets.size() ? size : 0;
}

bool is_ucs2(std::uint8_t data_coding) noexcept {
  return sms::coding_of_smpp(data_coding, DefaultAlphabet::kGsm7Unpacked).alphabet ==
         sms::Alphabet::kUcs2;
}

ReadText read_text(std::span<const std::byte> octets) noexcept {
  return {parse_receipt_text(chars_of(octets)), octets.size()};
}

std::optional<std::uint64_t> read_number(std::string_view id, int base) noexcept {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), value, base);
  if (id.empty() || failed != std::errc{} || end != id.data() + id.size()) return std::nullopt;
  return value;
}

/// Appends text to a span of characters.
class Writer {
 public:
  explicit Writer(std::span<char> out) noexcept : out_(out) {}
  void text(std::string_view piece) noexcept {
    if (!fits_ || out_.size() - size_ < piece.size()) {
      fits_ = false;
      return;
    }
    std::copy(piece.begin(), piece.end(), out_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += piece.size();
  }
  void three_digits(std::uint16_t value) noexcept {
    const std::array<char, 3> digits = {static_cast<char>('0' + value / 100 % 10),
                                        static_cast<char>('0' + value / 10 % 10),
                                        static_cast<char>('0' + value % 10)};
    text({digits.data(), digits.size()});
  }
  std::size_t finish() const noexcept { return fits_ ? size_ : 0; }

 private:
  std::span<char> out_;
  std::size_t size_ = 0;
  bool fits_ = true;
};

}  // namespace

std::string_view to_string(MessageState state) noexcept {
  for (const StateWord& row : kStateWords) {
    if (row.state == state) return row.word;
  }
  return "UNKNOWN";
}

std::optional<MessageState> parse_state(std::string_view word) noexcept {
  if (word.size() < kStateLetters) return std::nullopt;
  for (const StateWord& row : kStateWords) {
    if (equal_folded(word.substr(0, kStateLetters), row.word.substr(0, kStateLetters))) {
      return row.state;
    }
  }
  return std::nullopt;
}

std::optional<MessageState> message_state(std::uint8_t value) noexcept {
  if (value > static_cast<std::uint8_t>(MessageState::kSkipped)) return std::nullopt;
  return static_cast<MessageState>(value);
}

MessageType message_type(std::uint8_t esm_class) noexcept {
  switch (esm_class & kEsmTypeMask) {
    case 0x00:
      return MessageType::kDefault;
    case 0x04:
      return MessageType::kDeliveryReceipt;
    case 0x08:
      return MessageType::kDeliveryAck;
    case 0x10:
      return MessageType::kUserAck;
    case 0x18:
      return MessageType::kConversationAbort;
    case 0x20:
      return MessageType::kIntermediateNotification;
    default:
      return MessageType::kReserved;
  }
}

bool claims_receipt(const PduView& view) noexcept {
  const MessageType type = message_type(view.u8(FieldId::kEsmClass));
  return type == MessageType::kDeliveryReceipt || type == MessageType::kIntermediateNotification;
}

std::size_t ReceiptText::free_characters() const noexcept {
  return trim_right(text).size() + stray_characters;
}

std::optional<ReceiptText> parse_receipt_text(std::string_view whole) noexcept {
  ReceiptText receipt;
  const std::string_view text = whole.substr(0, kMaxReceiptText);
  receipt.stray_characters = count_ink(whole.substr(text.size()));
  const std::size_t end = read_keys(text, true, receipt);
  if (end < text.size()) {
    receipt.text = text.substr(end + std::string_view("text:").size());
    if (receipt.id.empty() || receipt.stat.empty()) {
      // Another order of keys. What stands behind "text:" still counts as free text in full.
      ReceiptText behind = receipt;
      read_keys(receipt.text, false, behind);
      behind.stray_characters = receipt.stray_characters;
      receipt = behind;
    }
  }
  if (receipt.id.empty() || receipt.stat.empty()) return std::nullopt;
  return receipt;
}

std::optional<Receipt> read_receipt(const PduView& view) noexcept {
  if (view.id() != CommandId::kDeliverSm && view.id() != CommandId::kDataSm) return std::nullopt;
  if (!claims_receipt(view)) return std::nullopt;
  Receipt receipt;
  receipt.intermediate =
      message_type(view.u8(FieldId::kEsmClass)) == MessageType::kIntermediateNotification;

  std::optional<MessageState> tlv_state;
  for (const Tlv& tlv : view.tlvs()) {
    if (tlv.tag() == TlvTag::kReceiptedMessageId && receipt.tlv_id.empty()) {
      receipt.tlv_id = tlv.text();
    } else if (tlv.tag() == TlvTag::kMessageState && !tlv_state && tlv.u8()) {
      tlv_state = message_state(*tlv.u8());
    }
  }

  const MessageText text = message_text(view);
  const bool ucs2 = is_ucs2(text.data_coding.value_or(0));
  const std::size_t header = ucs2 && text.udhi ? header_octets(text.octets()) : 0;
  std::array<char, kMaxReceiptText> room;
  const ReadText read =
      ucs2 ? read_ucs2(text.octets().subspan(header), room) : read_text(text.octets());
  std::optional<MessageState> text_state;
  if (read.receipt) {
    text_state = parse_state(read.receipt->stat);
    receipt.free_characters = read.receipt->free_characters();
    receipt.text_id.assign(read.receipt->id);
  } else if (receipt.tlv_id.empty()) {
    return std::nullopt;
  } else {
    receipt.free_characters = read.characters;
  }
  // A header and parts behind the first are not the receipt's text: they count in full.
  receipt.free_characters += header;
  for (std::size_t i = 1; i < text.parts.size(); ++i)
    receipt.free_characters += text.parts[i].octets.size();
  receipt.state = tlv_state ? tlv_state : text_state;
  receipt.contradictory =
      (tlv_state && text_state && *tlv_state != *text_state) ||
      (!receipt.text_id.empty() && !same_message_id(receipt.message_id(), receipt.text_id));
  return receipt;
}

InlineString<10> receipt_date(std::chrono::seconds since_1970) noexcept {
  const auto day = std::chrono::floor<std::chrono::days>(since_1970);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  const std::chrono::hh_mm_ss time(since_1970 - day);
  const std::array<unsigned, 5> parts{
      static_cast<unsigned>((static_cast<int>(date.year()) % 100 + 100) % 100),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<unsigned>(time.hours().count()), static_cast<unsigned>(time.minutes().count())};
  std::array<char, 10> text{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text[2 * i] = static_cast<char>('0' + parts[i] / 10);
    text[2 * i + 1] = static_cast<char>('0' + parts[i] % 10);
  }
  InlineString<10> out;
  out.assign({text.data(), text.size()});
  return out;
}

std::size_t build_receipt_text(const ReceiptValues& values, std::span<char> out) noexcept {
  constexpr std::size_t kMaxId = 64;
  constexpr std::size_t kMaxDate = 12;
  if (values.message_id.empty() || values.message_id.size() > kMaxId) return 0;
  if (values.submit_date.size() > kMaxDate || values.done_date.size() > kMaxDate) return 0;
  if (values.submitted > 999 || values.delivered > 999 || values.error > 999) return 0;
  Writer writer(out);
  writer.text("id:");
  writer.text(values.message_id);
  writer.text(" sub:");
  writer.three_digits(values.submitted);
  writer.text(" dlvrd:");
  writer.three_digits(values.delivered);
  writer.text(" submit date:");
  writer.text(values.submit_date);
  writer.text(" done date:");
  writer.text(values.done_date);
  writer.text(" stat:");
  writer.text(to_string(values.state));
  writer.text(" err:");
  writer.three_digits(values.error);
  writer.text(" text:");
  writer.text(values.text.substr(0, kReceiptSnippet));
  return writer.finish();
}

MessageIdForms message_id_forms(std::string_view id) noexcept {
  return {id, read_number(id, 10), read_number(id, 16)};
}

bool same_message_id(std::string_view a, std::string_view b) noexcept {
  if (a.empty() || b.empty()) return false;
  if (equal_folded(a, b)) return true;
  const MessageIdForms x = message_id_forms(a);
  const MessageIdForms y = message_id_forms(b);
  const auto equal = [](const auto& m, const auto& n) { return m && n && *m == *n; };
  return equal(x.decimal, y.decimal) || equal(x.hex, y.hex) || equal(x.decimal, y.hex) ||
         equal(x.hex, y.decimal);
}

}  // namespace smsfw::smpp
