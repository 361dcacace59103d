#include "smsc-proxy/smpp/codec/refusal.hh"

#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"

namespace smsfw::smpp {
namespace {

/// The status that the standard reserves for one field, else 0xC2 (3.4: ESME_RINVPARLEN, invalid
/// parameter length).
CommandStatus too_long(FieldId field) noexcept {
  switch (field) {
    case FieldId::kServiceType:
      return CommandStatus::kInvSerTyp;
    case FieldId::kSourceAddr:
      return CommandStatus::kInvSrcAdr;
    case FieldId::kDestinationAddr:
    case FieldId::kDestAddresses:
      return CommandStatus::kInvDstAdr;
    case FieldId::kScheduleDeliveryTime:
      return CommandStatus::kInvSched;
    case FieldId::kValidityPeriod:
      return CommandStatus::kInvExpiry;
    case FieldId::kMessageId:
      return CommandStatus::kInvMsgId;
    case FieldId::kSystemId:
      return CommandStatus::kInvSysId;
    case FieldId::kPassword:
      return CommandStatus::kInvPaswd;
    case FieldId::kSystemType:
      return CommandStatus::kInvSysTyp;
    default:
      return CommandStatus::kInvTlvLen;
  }
}

bool has_tlvs(CommandId id) noexcept {
  const PduSpec* spec = find_pdu_spec(id);
  return spec != nullptr && spec->tlvs != TlvUse::kNone;
}

}  // namespace

CommandStatus status_for(const DecodeError& error, CommandId id, FieldId field) noexcept {
  if (!error.recoverable) return CommandStatus::kInvCmdLen;
  switch (error.code) {
    case DecodeCode::kUnknownId:
      return CommandStatus::kInvCmdId;
    case DecodeCode::kOversize:
      return too_long(field);
    case DecodeCode::kBadValue:
      return CommandStatus::kInvDestFlag;
    case DecodeCode::kBadLength:
      return field == FieldId::kShortMessage ? CommandStatus::kInvMsgLen
                                             : CommandStatus::kInvTlvStream;
    case DecodeCode::kTooMany:
      return CommandStatus::kInvTlvStream;
    case DecodeCode::kTrailingOctets:
      return has_tlvs(id) ? CommandStatus::kInvTlvStream : CommandStatus::kInvCmdLen;
    case DecodeCode::kTruncated:
    case DecodeCode::kUnterminated:
      return field == FieldId::kDestAddresses ? CommandStatus::kInvNumDests
                                              : CommandStatus::kInvCmdLen;
  }
  return CommandStatus::kUnknownErr;
}

Expected<std::size_t, EncodeError> encode_refusal(std::span<const std::byte> pdu,
                                                  const DecodeError& error,
                                                  std::span<std::byte> out) noexcept {
  const auto header = decode_header(pdu);
  if (!header) {
    return encode_header_only(CommandId::kGenericNack, CommandStatus::kInvCmdLen, 0, out);
  }
  const CommandId id = header->command_id;
  if (is_response(id)) return std::size_t{0};
  const bool own_response = error.recoverable && has_response(id);
  const CommandStatus status =
      status_for(error, id, own_response ? failed_field(pdu) : FieldId::kNone);
  return encode_header_only(own_response ? response_id(id) : CommandId::kGenericNack, status,
                            header->sequence_number, out);
}

}  // namespace smsfw::smpp
