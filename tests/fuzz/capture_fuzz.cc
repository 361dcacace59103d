// Captures of any octets: nothing is read behind them, what is told of lies inside, and what the
// counters say was told.
#include "smsc-proxy/cli/capture_reader.hh"
#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using namespace smsfw::cli;
using smsfw::fuzz::require;

class Checked final : public CaptureSink {
 public:
  std::uint64_t units = 0;
  std::uint64_t pdus = 0;
  std::uint64_t wrong = 0;

  void sccp(std::chrono::microseconds time, const std::optional<UnitLabel>& label,
            std::span<const std::byte> octets) override {
    ++units;
    see(time, octets);
    if (label) require(label->opc.value <= ss7::kMaxPointCode);
  }
  void smpp(std::chrono::microseconds time, std::uint64_t connection, bool,
            std::span<const std::byte> pdu) override {
    ++pdus;
    see(time, pdu);
    require(connection != 0 && smpp::frame(pdu, smpp::kDefaultMaxPduLength)->length == pdu.size());
  }
  void smpp_over(std::uint64_t connection) override { require(connection != 0); }
  void unreadable(std::chrono::microseconds, CaptureLayer, bool, const DecodeError&) override {
    ++wrong;
  }

 private:
  void see(std::chrono::microseconds time, std::span<const std::byte> octets) {
    require(time.count() >= 0 && time.count() < 4'294'967'296'000'000);
    // Each octet is touched, for AddressSanitizer.
    for (const std::byte octet : octets)
      sum_ += std::to_integer<unsigned>(octet);
  }
  unsigned sum_ = 0;
};

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it so
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Checked sink;
  const auto result = read_capture(std::as_bytes(std::span(data, size)), CapturePorts{}, sink);
  require(result.counts.units == sink.units && result.counts.pdus == sink.pdus);
  require(result.counts.unreadable == sink.wrong);
  if (result.error) require(result.error->offset <= size);
  return 0;
}
