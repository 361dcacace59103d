#include "smsc-proxy/smpp/codec/reference_page.hh"

#include <array>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/tlv.hh"
#include "smsc-proxy/smpp/codec/tlv_range.hh"

namespace smsfw::smpp {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::string hex(std::uint32_t value, int digits) {
  std::string out = "0x";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out += kHexDigits[(value >> static_cast<unsigned>(shift)) & 0xFU];
  }
  return out;
}

/// Big-endian octets as a dictionary entry.
std::string escaped(std::uint32_t value, int octets) {
  std::string out;
  for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
    const std::uint32_t octet = (value >> static_cast<unsigned>(shift)) & 0xFFU;
    out += "\\x";
    out += kHexDigits[octet >> 4U];
    out += kHexDigits[octet & 0xFU];
  }
  return out;
}

std::string layout(const FieldSpec& field) {
  switch (field.kind) {
    case FieldKind::kU8:
      return "1 octet";
    case FieldKind::kCString:
      return "C-Octet String, at most " + std::to_string(field.max) + " with NUL";
    case FieldKind::kOctets8:
      return "length octet, then at most " + std::to_string(field.max) + " octets";
    case FieldKind::kDestinations:
      return "count octet, then entries: 1, ton, npi, address (" + std::to_string(kListAddressMax) +
             ") or 2, list name (" + std::to_string(kListAddressMax) + ")";
    case FieldKind::kUnsuccess:
      return "count octet, then entries: ton, npi, address (" + std::to_string(kListAddressMax) +
             "), 4 octets status";
  }
  return {};
}

std::string_view layout(TlvKind kind) {
  switch (kind) {
    case TlvKind::kOctets:
      return "octets";
    case TlvKind::kCString:
      return "C-Octet String";
    case TlvKind::kU8:
    case TlvKind::kU16:
    case TlvKind::kU32:
      return "integer";
  }
  return {};
}

std::string_view tlv_use(TlvUse use) {
  switch (use) {
    case TlvUse::kNone:
      return "none listed";
    case TlvUse::kSince34:
      return "since 3.4";
    case TlvUse::kSince50:
      return "since 5.0";
  }
  return {};
}

std::string clause(std::string_view text) {
  if (text.substr(0, 4) == "5.0 ") return "5.0 section " + std::string(text.substr(4));
  return "3.4 section " + std::string(text);
}

void append_pdu(std::string& page, const PduSpec& pdu) {
  page += "\n### " + std::string(pdu.name) + "\n\n";
  page += "`" + hex(static_cast<std::uint32_t>(pdu.id), 8) + "`, since " +
          std::string(to_string(pdu.since)) + ", " + clause(pdu.clause) +
          ". TLVs: " + std::string(tlv_use(pdu.tlvs)) + ".\n";
  if (pdu.fields.empty()) {
    page += "\nNo mandatory body.\n";
    return;
  }
  if (is_response(pdu.id)) page += "The body may be left out.\n";
  page += "\n| field | layout |\n|---|---|\n";
  for (const FieldSpec& field : pdu.fields) {
    page += "| " + std::string(to_string(field.id)) + " | " + layout(field) + " |\n";
  }
}

}  // namespace

std::string reference_page() {
  std::string page =
      "# SMPP PDUs, TLVs and statuses\n"
      "\n"
      "Made from the codec's tables by `smpp-tables reference`; a unit test compares it. Do not\n"
      "edit. What is read here is what decode() accepts and encode() writes.\n"
      "\n"
      "- TLVs are carried behind any body, octet for octet and in order, also unknown ones; at "
      "most " +
      std::to_string(kMaxTlvs) +
      " a PDU.\n"
      "- A response may end behind its header, whatever its status. With ESME_ROK the standard\n"
      "  wants the body; real peers leave it out, and then there is no message id.\n"
      "- Bounds are those of 5.0 where it has more than 3.4 (short_message: 255, not 254), and\n"
      "  deliver_sm may hold times, which 3.4 wants empty.\n"
      "\n"
      "## PDUs\n";
  for (const PduSpec& pdu : kPdus)
    append_pdu(page, pdu);
  page += "\n## TLVs\n\n| tag | name | value | octets | since |\n|---|---|---|---|---|\n";
  for (const TlvSpec& tlv : kTlvs) {
    page += "| `" + hex(static_cast<std::uint32_t>(tlv.tag), 4) + "` | " + std::string(tlv.name) +
            " | " + std::string(layout(tlv.kind)) + " | " + std::to_string(tlv.min_length);
    if (tlv.max_length != tlv.min_length) page += " to " + std::to_string(tlv.max_length);
    page += " | " + std::string(to_string(tlv.since)) + " |\n";
  }
  page += "\n## Statuses\n\n| value | name | meaning | since |\n|---|---|---|---|\n";
  for (const StatusSpec& status : kStatuses) {
    page += "| `" + hex(static_cast<std::uint32_t>(status.status), 8) + "` | " +
            std::string(status.name) + " | " + std::string(status.meaning) + " | " +
            std::string(to_string(status.since)) + " |\n";
  }
  return page;
}

std::string fuzz_dictionary() {
  std::string out = "# Made from the codec's tables by `smpp-tables dictionary`. Do not edit.\n";
  for (const PduSpec& pdu : kPdus) {
    out += std::string(pdu.name) + "=\"" + escaped(static_cast<std::uint32_t>(pdu.id), 4) + "\"\n";
  }
  for (const TlvSpec& tlv : kTlvs) {
    out += "tlv_" + std::string(tlv.name) + "=\"" +
           escaped(static_cast<std::uint32_t>(tlv.tag), 2) + escaped(tlv.min_length, 2) + "\"\n";
  }
  constexpr std::array<std::string_view, 8> kReceiptKeys = {
      "id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:DELIVRD", "err:", "text:"};
  for (const std::string_view key : kReceiptKeys) {
    out += "\"" + std::string(key) + "\"\n";
  }
  return out;
}

}  // namespace smsfw::smpp
