// Costs of the SMPP codec on the hot path.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"

namespace {

using namespace smsfw::smpp;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

constexpr std::string_view kReceiptText =
    "id:0A1B2C sub:001 dlvrd:001 submit date:2611231504 done date:2611231505 stat:DELIVRD err:000 "
    "text:Hello";

std::vector<std::byte> submit_sm() {
  std::vector<std::byte> out;
  PduBuilder(CommandId::kSubmitSm, 1)
      .set_source(5, 0, "SENDER")
      .set_destination(1, 1, "84900000001")
      .set_u8(FieldId::kRegisteredDelivery, 1)
      .set_octets(FieldId::kShortMessage, bytes_of("Your code is 123456. Do not share it."))
      .append_to(out);
  return out;
}

std::vector<std::byte> deliver_sm() {
  std::vector<std::byte> out;
  PduBuilder(CommandId::kDeliverSm, 1)
      .set_source(1, 1, "84900000001")
      .set_destination(5, 0, "SENDER")
      .set_u8(FieldId::kEsmClass, 4)
      .set_octets(FieldId::kShortMessage, bytes_of(kReceiptText))
      .add_tlv_text(TlvTag::kReceiptedMessageId, "0A1B2C")
      .add_tlv_u8(TlvTag::kMessageState, 2)
      .append_to(out);
  return out;
}

void decode_pdu(benchmark::State& state, std::vector<std::byte> pdu) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(pdu.data());
    auto view = decode(pdu);
    benchmark::DoNotOptimize(view);
  }
}

void read_text(benchmark::State& state) {
  const auto pdu = submit_sm();
  const auto view = decode(pdu);
  for (auto _ : state) {
    auto text = message_text(*view);
    benchmark::DoNotOptimize(text);
  }
}

void read_receipt_of_deliver_sm(benchmark::State& state) {
  const auto pdu = deliver_sm();
  const auto view = decode(pdu);
  for (auto _ : state) {
    auto receipt = read_receipt(*view);
    benchmark::DoNotOptimize(receipt);
  }
}

void encode_resp(benchmark::State& state) {
  std::array<std::byte, 128> out{};
  for (auto _ : state) {
    auto size = encode_message_id_response(CommandId::kSubmitSmResp,
                                           smsfw::smpp::CommandStatus::kOk, 7, "0A1B2C3D4E5F", out);
    benchmark::DoNotOptimize(size);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
}

void build_submit_sm(benchmark::State& state) {
  std::array<std::byte, 512> out{};
  for (auto _ : state) {
    PduBuilder builder(CommandId::kSubmitSm, 1);
    builder.set_source(5, 0, "SENDER")
        .set_destination(1, 1, "84900000001")
        .set_octets(FieldId::kShortMessage, bytes_of("Your code is 123456. Do not share it."));
    auto size = builder.encode(out);
    benchmark::DoNotOptimize(size);
    benchmark::ClobberMemory();
  }
}

BENCHMARK_CAPTURE(decode_pdu, submit_sm, submit_sm());
BENCHMARK_CAPTURE(decode_pdu, deliver_sm, deliver_sm());
BENCHMARK(read_text);
BENCHMARK(read_receipt_of_deliver_sm);
BENCHMARK(encode_resp);
BENCHMARK(build_submit_sm);

}  // namespace

BENCHMARK_MAIN();
