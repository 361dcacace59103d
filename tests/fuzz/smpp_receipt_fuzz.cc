// Any octets as a receipt text and as message ids. Holds: no view leaves the input; every octet of
// ink is a value, a key or free; what is built from what was read is read again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/smpp/codec/receipt.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw::smpp;
using smsfw::fuzz::require;

void require_inside(std::string_view part, std::string_view whole) {
  if (part.empty()) return;
  require(part.data() >= whole.data());
  require(part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  const std::string_view half = in.substr(0, size / 2);
  require(same_message_id(half, in.substr(half.size())) ==
          same_message_id(in.substr(half.size()), half));
  require(same_message_id(in, in) == !in.empty());
  if (const auto state = parse_state(in)) require(parse_state(to_string(*state)) == state);

  const auto receipt = parse_receipt_text(in);
  if (!receipt) return 0;
  for (const std::string_view value :
       {receipt->id, receipt->sub, receipt->dlvrd, receipt->submit_date, receipt->done_date,
        receipt->stat, receipt->err, receipt->text}) {
    require_inside(value, in);
  }
  require(!receipt->id.empty());
  require(!receipt->stat.empty());
  require(receipt->free_characters() <= in.size());

  const ReceiptValues values{receipt->id,
                             1,
                             1,
                             "2611231504",
                             "2611231505",
                             parse_state(receipt->stat).value_or(MessageState::kUnknown),
                             0,
                             {}};
  std::array<char, kReceiptTextMax> out{};
  const std::size_t length = build_receipt_text(values, out);
  require((length == 0) == (receipt->id.size() > 64));
  if (length == 0) return 0;
  const auto again = parse_receipt_text({out.data(), length});
  require(again.has_value());
  // An id that reads as a key ("text:") can not be told apart once it is written.
  if (receipt->id.find(':') == std::string_view::npos) {
    require(again->id == receipt->id);
    require(again->free_characters() == 0);
  }
  return 0;
}
