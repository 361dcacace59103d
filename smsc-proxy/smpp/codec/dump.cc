#include "smsc-proxy/smpp/codec/dump.hh"

#include <cstdint>
#include <string_view>

#include "smsc-proxy/smpp/codec/pdu_table.hh"

namespace smsfw::smpp {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

void append_hex(std::string& out, std::uint32_t value, int digits) {
  out += "0x";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out += kHexDigits[(value >> static_cast<unsigned>(shift)) & 0xFU];
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet > 0x7E || c == '"' || c == '\\') {
      out += "\\x";
      out += kHexDigits[octet >> 4U];
      out += kHexDigits[octet & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_length(std::string& out, std::size_t octets) {
  out += '<';
  out += std::to_string(octets);
  out += '>';
}

/// The first three and the last two characters of what is long enough to hide something between.
void append_address(std::string& out, std::string_view address, bool full) {
  if (full || address.size() <= 5) {
    append_quoted(out, full || address.size() <= 3 ? address : address.substr(0, 3));
    if (!full && address.size() > 3) out += "..";
    return;
  }
  append_quoted(out, address.substr(0, 3));
  out += "..";
  append_quoted(out, address.substr(address.size() - 2));
}

bool is_address(FieldId id) {
  return id == FieldId::kSourceAddr || id == FieldId::kDestinationAddr || id == FieldId::kEsmeAddr;
}

void append_field(std::string& out, const PduView& view, const FieldSpec& field,
                  const DumpOptions& options) {
  switch (field.kind) {
    case FieldKind::kU8:
      out += std::to_string(view.u8(field.id));
      break;
    case FieldKind::kCString:
      if (is_address(field.id)) {
        append_address(out, view.text(field.id), options.numbers);
      } else if (field.id == FieldId::kPassword && !options.passwords) {
        out += "***";
      } else {
        append_quoted(out, view.text(field.id));
      }
      break;
    case FieldKind::kOctets8:
      append_length(out, view.octets(field.id).size());
      if (options.text) append_quoted(out, view.text(field.id));
      break;
    case FieldKind::kDestinations:
      append_length(out, view.destinations().size());
      for (const Destination& entry : view.destinations()) {
        out += entry.flag == DestFlag::kSmeAddress ? " sme:" : " list:";
        append_address(out, entry.address, options.numbers);
      }
      break;
    case FieldKind::kUnsuccess:
      append_length(out, view.unsuccess().size());
      for (const UnsuccessSme& entry : view.unsuccess()) {
        out += ' ';
        append_address(out, entry.address, options.numbers);
        out += ':';
        out += to_string(entry.error);
      }
      break;
  }
}

void append_tlv(std::string& out, const Tlv& tlv, const DumpOptions& options) {
  const TlvSpec* spec = find_tlv_spec(tlv.tag());
  if (spec != nullptr) {
    out += spec->name;
  } else {
    append_hex(out, static_cast<std::uint32_t>(tlv.tag()), 4);
  }
  out += '=';
  const TlvKind kind = spec != nullptr ? spec->kind : TlvKind::kOctets;
  if (kind == TlvKind::kU8 && tlv.u8()) {
    out += std::to_string(*tlv.u8());
  } else if (kind == TlvKind::kU16 && tlv.u16()) {
    out += std::to_string(*tlv.u16());
  } else if (kind == TlvKind::kU32 && tlv.u32()) {
    out += std::to_string(*tlv.u32());
  } else {
    append_length(out, tlv.value().size());
    if (options.text) {
      const auto value = tlv.value();
      append_quoted(out, {reinterpret_cast<const char*>(value.data()), value.size()});
    }
  }
}

}  // namespace

std::string dump(const PduView& view, const DumpOptions& options) {
  std::string out(to_string(view.id()));
  out += " length=" + std::to_string(view.header().command_length);
  out += " sequence=" + std::to_string(view.sequence_number());
  out += " status=";
  out += to_string(view.status());
  const auto status = static_cast<std::uint32_t>(view.status());
  if (to_string(view.status()).substr(0, 4) != "ESME") {
    out += ':';
    append_hex(out, status, 8);
  }
  if (const PduSpec* spec = find_pdu_spec(view.id())) {
    for (const FieldSpec& field : spec->fields) {
      if (!view.has(field.id)) continue;
      out += ' ';
      out += to_string(field.id);
      out += '=';
      append_field(out, view, field, options);
    }
  }
  for (const Tlv& tlv : view.tlvs()) {
    out += ' ';
    append_tlv(out, tlv, options);
  }
  return out;
}

}  // namespace smsfw::smpp
