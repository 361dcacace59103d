#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace smsfw::sim {

/// A delay that is the same each time (min == max) or uniform between both.
struct DelayRange {
  std::chrono::microseconds min{0};
  std::chrono::microseconds max{0};

  bool none() const noexcept { return max.count() == 0; }
};

/// Reads "50" or "20-80" (milliseconds, fractions allowed). Empty where the text is neither.
std::optional<DelayRange> parse_delay(const std::string& text);

/// How message ids are written.
enum class IdForm : std::uint8_t { kDecimal, kHex };

/// What the simulator does; every member is one option of the command line.
struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 2775;
  std::optional<std::uint16_t> command_port;
  std::string system_id = "smsc-sim";
  /// system_id and password that may bind; empty: any.
  std::vector<std::pair<std::string, std::string>> accounts;

  IdForm response_ids = IdForm::kDecimal;
  IdForm receipt_ids = IdForm::kDecimal;
  std::uint64_t first_id = 1;
  std::uint32_t remembered = 65'536;  ///< Messages that query, cancel and receipts can find.

  DelayRange response_delay;
  DelayRange receipt_delay{std::chrono::milliseconds{100}, std::chrono::milliseconds{100}};
  std::string receipt_state = "DELIVRD";
  bool receipt_before_response = false;
  bool receipt_on_other_bind = false;
  bool receipt_after_rebind = false;
  bool receipt_as_data_sm = false;
  bool receipt_without_tlvs = false;
  std::uint32_t deliver_window = 100;  ///< Unanswered deliver_sm of one bind.

  double mo_rate = 0;  ///< deliver_sm a second, over all receiving binds.
  std::string mo_from = "84912000001";
  std::string mo_to = "1234";
  std::string mo_text = "Xin chao, day la tin nhan thu";

  std::uint32_t error_status = 0x45;
  std::uint64_t error_every = 0;
  double error_share = 0;
  bool error_without_body = false;
  std::uint64_t silent_every = 0;
  std::uint64_t close_every = 0;
  bool silent_query = false;
  std::string reject_prefix;  ///< Destinations that begin so are refused with 0x0B.
  double throttle = 0;        ///< Submits a second of one system_id; beyond it 0x58.
  std::uint32_t window = 0;   ///< Delayed answers of one bind; beyond it 0x14.

  std::chrono::milliseconds enquire_link{0};
  std::string record;
  std::string summary;
  std::uint64_t seed = 1;
};

/// Fills `options`. Returns an exit code where the program has to end now (help, wrong use).
std::optional<int> parse_options(int argc, const char* const* argv, Options& options);

}  // namespace smsfw::sim
