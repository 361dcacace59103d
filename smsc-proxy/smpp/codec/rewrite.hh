#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/codec/address_list.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"

// The few changes that the architecture allows to accepted octets. Each copies the PDU into `out`,
// leaves every octet that it does not name as it was (TLVs and their order too), sets
// command_length and returns the new PDU's octets. `out` must not overlap the PDU. kNoRoom where
// `out` is smaller.

namespace smsfw::smpp {

/// Replaces `length` octets at `offset` of a PDU by `with`.
struct Edit {
  std::size_t offset;
  std::size_t length;
  std::span<const std::byte> with;
};

/// Applies edits, which stand in ascending order and do not overlap each other or the header
/// (kBadKind otherwise).
Expected<std::size_t, EncodeError> apply_edits(std::span<const std::byte> pdu,
                                               std::span<const Edit> edits,
                                               std::span<std::byte> out) noexcept;

/// Another sender (relabel): source_addr_ton, source_addr_npi and source_addr. kNotInPdu where the
/// PDU has none, kTooLong or kEmbeddedNul for the address.
Expected<std::size_t, EncodeError> replace_source(const PduView& view, std::uint8_t ton,
                                                  std::uint8_t npi, std::string_view address,
                                                  std::span<std::byte> out) noexcept;

/// Another short_message (an added warning), at most 254 octets: what 3.4 peers take. kNotInPdu,
/// kTooLong.
Expected<std::size_t, EncodeError> replace_short_message(const PduView& view,
                                                         std::span<const std::byte> text,
                                                         std::span<std::byte> out) noexcept;

/// Another value of the first TLV with this tag (message_payload, receipted_message_id). kNotInPdu
/// where there is none, kTooLong above 65,535 octets.
Expected<std::size_t, EncodeError> replace_tlv(const PduView& view, TlvTag tag,
                                               std::span<const std::byte> value,
                                               std::span<std::byte> out) noexcept;

/// Another message_id (query_sm, cancel_sm, replace_sm toward the owning SMSC; responses back).
/// kNotInPdu, kTooLong, kEmbeddedNul.
Expected<std::size_t, EncodeError> replace_message_id(const PduView& view,
                                                      std::string_view message_id,
                                                      std::span<std::byte> out) noexcept;

/// submit_multi without the destinations whose bit is set; bit i is the i-th destination.
/// kNotInPdu for other PDUs. With all bits set the count is 0: nothing to forward.
Expected<std::size_t, EncodeError> remove_destinations(const PduView& view,
                                                       const std::bitset<256>& taken_out,
                                                       std::span<std::byte> out) noexcept;

/// Upstream's submit_multi_resp with our failed destinations behind its own. Where upstream left
/// its body out, an empty message_id is written. kNotInPdu for other PDUs; kTooMany above 255.
Expected<std::size_t, EncodeError> merge_unsuccess(const PduView& view,
                                                   std::span<const UnsuccessSme> ours,
                                                   std::span<std::byte> out) noexcept;

}  // namespace smsfw::smpp
