#include "smsc-proxy/cli/dialogue_sides.hh"

namespace smsfw::cli {
namespace {

/// Size and value: ids of different size are different.
std::uint64_t number_of(ss7::TransactionId id) noexcept {
  return std::uint64_t{id.size} << 32U | id.value;
}

constexpr std::byte kBegin{0x62};

}  // namespace

void DialogueSides::begin(const ss7::SccpMessage& sccp, ss7::TransactionId id, std::uint8_t given) {
  begun_.of({std::string(sccp.calling.digits().view()), number_of(id)}) = given;
}

std::uint8_t DialogueSides::side_of(const ss7::SccpMessage& sccp, std::span<const std::byte> data,
                                    std::uint8_t given) {
  if (sccp.segmented()) {
    // The first segment of a Begin has the number that its answer goes to.
    const auto id = ss7::tcap_return_id(data);
    const bool begins = sccp.segmentation->first && id.present() && data.front() == kBegin;
    if (begins) begin(sccp, id, given);
    return given;
  }
  const auto tcap = ss7::decode_tcap(data);
  if (!tcap) return given;
  if (tcap->type == ss7::TcapType::kBegin) {
    begin(sccp, tcap->originating, given);
    return given;
  }
  if (!tcap->destination.present()) return given;
  const Key key{std::string(sccp.called.digits().view()), number_of(tcap->destination)};
  const std::uint8_t* asked = begun_.find(key);
  if (asked == nullptr) return given;
  const std::uint8_t other = *asked == ss7::kSmscSide ? ss7::kNetworkSide : ss7::kSmscSide;
  if (tcap->type != ss7::TcapType::kContinue) begun_.erase(key);
  return other;
}

}  // namespace smsfw::cli
