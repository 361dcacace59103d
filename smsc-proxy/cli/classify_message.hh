#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/sms_context.hh"
#include "smsc-proxy/cli/classify_ss7.hh"

namespace smsfw::cli {

/// One message as `smsfw classify` reads it (docs/reference/classify.schema.json). Owns what an
/// SmsContext borrows.
struct ClassifyMessage {
  nlohmann::json id;  ///< As given; null when there is none.
  std::string text;
  std::string from;
  std::string to;
  std::string system_id;
  std::string listener;
  std::uint8_t from_ton = 0;
  std::uint8_t from_npi = 0;
  std::uint8_t to_ton = 0;
  std::uint8_t to_npi = 0;
  Ingress ingress = Ingress::kSmppSubmit;
  Operation operation = Operation::kSubmitSm;
  std::uint8_t data_coding = 0;
  std::uint8_t protocol_id = 0;
  bool receipt = false;
  bool udhi = false;
  std::vector<std::byte> ud;
  /// TP-UDL of a message by MAP. Not given: as much as `ud` holds.
  std::optional<std::uint8_t> tp_udl;
  /// Not given: not by SS7. The caller keeps its facts() beside the context.
  std::optional<ClassifySs7> ss7;
  /// Not given: the caller's clock.
  std::optional<std::chrono::microseconds> time;

  /// Fills `ctx`, which borrows from this message from then on.
  void fill(SmsContext& ctx) const;
};

/// Reads one line. Keys that no message has (labels, notes) are passed over. The error says which
/// key is wrong and what it takes.
Expected<ClassifyMessage, std::string> parse_message(std::string_view line);

}  // namespace smsfw::cli
