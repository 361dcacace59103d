#include "smsc-proxy/tools/smpp-load/submit_pool.hh"

#include <random>
#include <stdexcept>
#include <string>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/tools/load/number_type.hh"
#include "smsc-proxy/tools/load/user_data.hh"

namespace smsfw::load {
namespace {

using smpp::FieldId;

/// One SMS: 160 septets or 140 octets. What is longer goes into message_payload.
std::size_t single_limit(const UserData& data) {
  return data.data_coding == 8 ? 140 : 160;
}

}  // namespace

SubmitPool::SubmitPool(const std::vector<Sample>& samples, double receipt_share,
                       std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<> share(0, 1);
  entries_.reserve(samples.size());
  for (const auto& sample : samples) {
    const UserData data = encode_text(sample.text);
    const auto from = sample.from.starts_with('+') ? sample.from.substr(1) : sample.from;
    const auto to = sample.to.starts_with('+') ? sample.to.substr(1) : sample.to;
    const bool receipt = share(random) < receipt_share;
    smpp::PduBuilder pdu(smpp::CommandId::kSubmitSm, 0);
    pdu.set_source(number_type(sample.from), is_number(sample.from) ? 1 : 0, from);
    pdu.set_destination(number_type(sample.to), 1, to);
    pdu.set_u8(FieldId::kRegisteredDelivery, receipt ? 1 : 0);
    pdu.set_u8(FieldId::kDataCoding, data.data_coding);
    if (data.octets.size() <= single_limit(data)) {
      pdu.set_octets(FieldId::kShortMessage, data.octets);
    } else {
      pdu.add_tlv(smpp::TlvTag::kMessagePayload, data.octets);
    }
    const auto offset = octets_.size();
    const auto length = pdu.append_to(octets_);
    if (!length) {
      throw std::runtime_error("message " + sample.id + " does not fit a submit_sm: " +
                               std::string(to_string(length.error().field)) + " " +
                               std::string(to_string(length.error().code)));
    }
    entries_.push_back({offset, static_cast<std::uint32_t>(*length), receipt});
  }
}

}  // namespace smsfw::load
