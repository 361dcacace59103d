// Writes the seed corpora of smpp_pdu_fuzz and smpp_receipt_fuzz from the PDU table:
//   make_smpp_corpus tests/fuzz/corpus
#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"

namespace {

using namespace smsfw::smpp;

constexpr std::array kDestinations = {
    Destination{DestFlag::kSmeAddress, 1, 1, "84900000001"},
    Destination{DestFlag::kDistributionList, 0, 0, "friends"},
};
constexpr std::array kUnsuccess = {UnsuccessSme{1, 1, "84900000002", CommandStatus::kSubmitFail}};
constexpr std::string_view kReceiptText =
    "id:0A1B sub:001 dlvrd:001 submit date:2611231504 done date:2611231505 stat:DELIVRD err:000 "
    "text:Hello";

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

PduBuilder filled(const PduSpec& spec) {
  PduBuilder builder(spec.id, 1);
  for (const FieldSpec& field : spec.fields) {
    switch (field.kind) {
      case FieldKind::kU8:
        builder.set_u8(field.id, 4);
        break;
      case FieldKind::kCString:
        builder.set_text(field.id, "12345");
        break;
      case FieldKind::kOctets8:
        builder.set_octets(field.id, bytes_of(kReceiptText));
        break;
      case FieldKind::kDestinations:
        builder.set_destinations(kDestinations);
        break;
      case FieldKind::kUnsuccess:
        builder.set_unsuccess(kUnsuccess);
        break;
    }
  }
  return builder;
}

bool write(const std::filesystem::path& path, const char* data, std::size_t size) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(data, static_cast<std::streamsize>(size));
  file.close();
  if (!file) std::fprintf(stderr, "make_smpp_corpus: cannot write %s\n", path.c_str());
  return !file.fail();
}

bool write(const std::filesystem::path& path, const PduBuilder& builder) {
  std::vector<std::byte> pdu;
  return builder.append_to(pdu).has_value() &&
         write(path, reinterpret_cast<const char*>(pdu.data()), pdu.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("make_smpp_corpus: give the corpus directory\n", stderr);
    return 2;
  }
  const std::filesystem::path root(argv[1]);
  const auto pdus = root / "smpp_pdu_fuzz";
  const auto receipts = root / "smpp_receipt_fuzz";
  std::filesystem::create_directories(pdus);
  std::filesystem::create_directories(receipts);
  bool good = true;
  for (const PduSpec& spec : kPdus) {
    const std::string name(spec.name);
    good &= write(pdus / name, filled(spec));
    good &= write(pdus / (name + "_empty"), PduBuilder(spec.id, 1));
    PduBuilder with_tlvs = filled(spec);
    with_tlvs.add_tlv_u16(TlvTag::kSarMsgRefNum, 7)
        .add_tlv_u8(TlvTag::kSarTotalSegments, 2)
        .add_tlv_u8(TlvTag::kSarSegmentSeqnum, 1)
        .add_tlv(TlvTag::kMessagePayload, bytes_of("payload"))
        .add_tlv_text(TlvTag::kReceiptedMessageId, "0A1B")
        .add_tlv_u8(TlvTag::kMessageState, 2)
        .add_tlv(static_cast<TlvTag>(0x1454), bytes_of("vendor"));
    good &= write(pdus / (name + "_tlvs"), with_tlvs);
  }
  constexpr std::array<std::string_view, 5> kTexts = {
      kReceiptText,
      "ID:1 SUB:1 DLVRD:1 SUBMIT DATE:2611231504 DONE DATE:2611231505 STAT:EXPIRED ERR:1 TEXT:",
      "stat:UNDELIV id:77 err:12",
      "text:Hello id:5 stat:REJECTD",
      "buy now id: 9 stat: ACCEPTD done date:2026-11-23 15:04 text:",
  };
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    good &= write(receipts / ("text_" + std::to_string(i)), kTexts[i].data(), kTexts[i].size());
  }
  return good ? 0 : 1;
}
