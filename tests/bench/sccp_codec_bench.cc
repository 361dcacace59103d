// Costs of the SCCP codec on the way of one message. None of it may allocate: where it does, the
// case fails.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/bench/allocations.hh"

namespace {

using namespace smsfw::ss7;

SccpAddressOctets address(std::uint8_t subsystem, const char* digits) {
  return *SccpAddressOctets::title(digits, subsystem);
}

/// Two Global Titles and so much data, as one message or as its first segment.
std::vector<std::byte> message_of(std::size_t data_size) {
  const auto called = address(subsystem::kMsc, "84900000001");
  const auto calling = address(subsystem::kMsc, "84900000099");
  const std::vector<std::byte> data(data_size, std::byte{0x62});
  SccpUnitdata unitdata;
  unitdata.called = called.view();
  unitdata.calling = calling.view();
  unitdata.data = data;
  unitdata.return_on_error = true;
  std::vector<std::byte> out(kMaxSignalUnit);
  out.resize(*encode_unitdata(unitdata, *plan_unitdata(unitdata), 0, out));
  return out;
}

void decode(benchmark::State& state) {
  const auto octets = message_of(static_cast<std::size_t>(state.range(0)));
  const smsfw::bench::NoAllocations watch(state);
  for (auto _ : state) {
    auto message = decode_sccp(octets);
    benchmark::DoNotOptimize(message);
  }
}

void read_digits(benchmark::State& state) {
  const auto octets = message_of(150);
  const auto message = decode_sccp(octets);
  const smsfw::bench::NoAllocations watch(state);
  for (auto _ : state) {
    auto digits = message->calling.digits();
    benchmark::DoNotOptimize(digits);
  }
}

void answer(benchmark::State& state) {
  const auto octets = message_of(150);
  const auto message = decode_sccp(octets);
  const std::array<std::byte, 80> data{};
  std::array<std::byte, kMaxSignalUnit> out{};
  const smsfw::bench::NoAllocations watch(state);
  for (auto _ : state) {
    const auto unitdata = answer_to(*message, data);
    auto size = encode_unitdata(unitdata, *plan_unitdata(unitdata), 0, out);
    benchmark::DoNotOptimize(size);
    benchmark::ClobberMemory();
  }
}

void return_message(benchmark::State& state) {
  const auto octets = message_of(150);
  const auto message = decode_sccp(octets);
  std::array<std::byte, kMaxSignalUnit> out{};
  const smsfw::bench::NoAllocations watch(state);
  for (auto _ : state) {
    auto size = encode_sccp_return(*message, ReturnCause::kNoTranslation, out);
    benchmark::DoNotOptimize(size);
    benchmark::ClobberMemory();
  }
}

BENCHMARK(decode)->ArgName("octets")->Arg(150)->Arg(600);
BENCHMARK(read_digits);
BENCHMARK(answer);
BENCHMARK(return_message);

}  // namespace

BENCHMARK_MAIN();
