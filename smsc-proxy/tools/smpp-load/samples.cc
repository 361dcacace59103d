#include "smsc-proxy/tools/smpp-load/samples.hh"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string_view>

namespace smsfw::load {
namespace {

using Random = std::mt19937_64;

/// Below `bound`; the same on every platform, unlike the standard distributions.
std::uint32_t below(Random& random, std::size_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

template <std::size_t N>
std::string_view pick(Random& random, const std::array<std::string_view, N>& from) {
  return from[below(random, N)];
}

std::string digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += static_cast<char>('0' + below(random, 10));
  return out;
}

std::string subscriber(Random& random) {
  static constexpr std::array<std::string_view, 6> kPrefixes{"8490", "8491", "8494",
                                                             "8496", "8498", "8470"};
  return std::string(pick(random, kPrefixes)) + digits(random, 7);
}

constexpr std::array<std::string_view, 10> kBrands{"BachHoaVD", "MyBankVD", "GiaoNhanh", "VeXeVD",
                                                   "TruongHoc", "NhaThuoc", "DienLuc",   "ShopVD",
                                                   "BenhVien",  "HangKhong"};
constexpr std::array<std::string_view, 24> kAccented{
    "anh", "chị", "em",  "tối", "nay",  "về",     "nhà", "ăn",  "cơm", "nhé",    "mai", "đi",
    "làm", "sớm", "gặp", "ở",   "quán", "cà phê", "cũ",  "đón", "con", "trường", "mưa", "rồi"};
constexpr std::array<std::string_view, 24> kPlain{
    "anh", "chi", "em",  "toi",    "nay", "ve",     "nha", "an",  "com", "nhe",    "mai", "di",
    "lam", "som", "gap", "o quan", "ca",  "phe cu", "don", "con", "hoc", "truong", "mua", "roi"};
constexpr std::array<std::string_view, 24> kEnglish{
    "see",   "you",    "at",   "the",     "station", "after",   "work", "please",
    "bring", "some",   "milk", "and",     "bread",   "call",    "me",   "when",
    "home",  "thanks", "ok",   "meeting", "moved",   "to half", "past", "four"};

template <std::size_t N>
std::string talk(Random& random, const std::array<std::string_view, N>& words) {
  std::string out;
  const auto count = 3 + below(random, 30);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i != 0) out += ' ';
    out += pick(random, words);
  }
  return out;
}

std::string notice(Random& random, std::string_view brand) {
  switch (below(random, 6)) {
    case 0:
      return "Ma xac thuc cua ban la " + digits(random, 6) +
             ". Ma co hieu luc trong 5 phut, khong chia se ma nay cho bat ky ai.";
    case 1:
      return std::string(brand) + ": Don hang " + digits(random, 8) +
             " se duoc giao trong ngay hom nay, phi ship 0d. Shipper se goi truoc khi den.";
    case 2:
      return std::string(brand) + ": TK x" + digits(random, 4) + " -" + digits(random, 3) +
             ",000 VND luc 10:" + digits(random, 2) + ". SD: " + digits(random, 2) + "," +
             digits(random, 3) + ",000 VND. ND: thanh toan hoa don thang nay.";
    case 3:
      return "Quý khách vui lòng đến trước giờ khởi hành 30 phút. Mã vé " + digits(random, 6) +
             ", ghế " + digits(random, 2) + ". Xin cảm ơn quý khách đã sử dụng dịch vụ của " +
             std::string(brand) + ".";
    case 4:
      return "Your code is " + digits(random, 6) + ". It is valid for 10 minutes.";
    default:
      return "Lịch khám của bạn: " + digits(random, 1) + " giờ sáng ngày mai tại phòng " +
             digits(random, 3) + ". Mang theo thẻ bảo hiểm và kết quả lần khám trước.";
  }
}

}  // namespace

std::vector<Sample> generate_samples(std::uint32_t count, std::uint32_t senders,
                                     std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> people(senders);
  for (auto& person : people)
    person = subscriber(random);
  std::vector<Sample> out(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Sample& sample = out[i];
    sample.id = "g" + std::to_string(i + 1);
    sample.label = "ham";
    sample.to = subscriber(random);
    const auto kind = below(random, 10);
    if (kind < 6) {
      sample.from = pick(random, kBrands);
      sample.text = notice(random, sample.from);
    } else {
      sample.from = people[below(random, people.size())];
      sample.text = kind == 6   ? talk(random, kAccented)
                    : kind == 7 ? talk(random, kEnglish)
                                : talk(random, kPlain);
    }
  }
  return out;
}

std::vector<Sample> read_corpus(const std::string& path, std::uint64_t seed) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  Random random(seed);
  std::vector<Sample> out;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto place = path + ":" + std::to_string(number);
    const auto row = nlohmann::json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains("text") || !row["text"].is_string()) {
      throw std::runtime_error(place + ": not a JSON object with a text");
    }
    const auto text_of = [&](const char* key) -> std::string {
      const auto found = row.find(key);
      if (found == row.end() || found->is_null()) return {};
      return found->is_string() ? found->get<std::string>() : found->dump();
    };
    Sample sample{text_of("id"), text_of("label"), text_of("text"), text_of("from"), text_of("to")};
    if (sample.id.empty()) sample.id = std::to_string(number);
    if (sample.from.empty()) sample.from = subscriber(random);
    if (sample.to.empty()) sample.to = subscriber(random);
    // source_addr and destination_addr hold 20 characters, 3.4 section 4.4.1.
    if (sample.from.size() > 20 || sample.to.size() > 20) {
      throw std::runtime_error(place + ": from or to is longer than 20 octets");
    }
    out.push_back(std::move(sample));
  }
  if (out.empty()) throw std::runtime_error(path + ": no message in it");
  return out;
}

}  // namespace smsfw::load
