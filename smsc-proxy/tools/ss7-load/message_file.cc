#include "smsc-proxy/tools/ss7-load/message_file.hh"

#include <fstream>
#include <stdexcept>

#include "filters/core/hex_text.hh"
#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"
#include "smsc-proxy/tools/ss7-load/field_line.hh"
#include "smsc-proxy/tools/ss7-load/hex_line.hh"

namespace smsfw::ss7_load {
namespace {

void read_file(const std::string& path, bool renumber, std::vector<Message>& out) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  HexLines hex(renumber);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const auto place = path + ":" + std::to_string(number);
    try {
      if (line[begin] == '{') {
        out.push_back(read_field_line(line));
        out.back().place = place;
      } else {
        hex.read(line, place, out);
      }
    } catch (const std::exception& error) {
      throw std::runtime_error(place + ": " + error.what());
    }
  }
}

}  // namespace

std::vector<Message> read_messages(const std::vector<std::string>& files, bool renumber) {
  std::vector<Message> out;
  for (const std::string& path : files)
    read_file(path, renumber, out);
  if (out.empty()) throw std::runtime_error(files.front() + ": no message in it");
  return out;
}

Octets octets_of_hex(std::string_view text) {
  Octets out;
  if (const auto wrong = append_hex(text, out)) {
    throw std::runtime_error(*wrong == text.size() ? "half an octet at the end"
                                                   : "not hexadecimal");
  }
  return out;
}

ss7::SccpPlan plan_segments(const ss7::SccpUnitdata& unitdata, std::size_t segments) {
  if (segments == 0) {
    const auto plan = ss7::plan_unitdata(unitdata);
    if (!plan) throw std::runtime_error("SCCP: " + std::string(to_string(plan.error().code)));
    return *plan;
  }
  const std::size_t size = (unitdata.data.size() + segments - 1) / segments;
  if (segments > ss7::kMaxSegments || size * (segments - 1) >= unitdata.data.size()) {
    throw std::runtime_error("cannot be cut into " + std::to_string(segments) + " segments");
  }
  return {ss7::SccpType::kXudt, segments, size};
}

std::size_t originating_id_at(std::span<const std::byte> tcap) noexcept {
  ss7::BerContext context(tcap);
  ss7::BerReader reader(context, tcap);
  ss7::BerElement whole;
  ss7::BerElement id;
  if (!reader.next(whole)) return 0;
  ss7::BerReader inside(context, whole.content);
  if (!inside.take(ss7::kOriginatingTag, id) || id.content.size() != 4) return 0;
  return static_cast<std::size_t>(id.content.data() - tcap.data());
}

}  // namespace smsfw::ss7_load
