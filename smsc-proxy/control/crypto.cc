#include "smsc-proxy/control/crypto.hh"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstring>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "smsc-proxy/control/durable_file.hh"
#include "smsc-proxy/control/password_hash.hh"

namespace smsfw::control {
namespace {

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("OpenSSL: ") + what + " failed");
}

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// scrypt with the cost and salt of `hash`.
std::string derive(std::string_view password, const PasswordHash& hash, std::size_t size) {
  std::string made(size, '\0');
  constexpr std::uint64_t kMostMemory = 80U << 20;
  must(EVP_PBE_scrypt(password.data(), password.size(), octets_of(hash.salt), hash.salt.size(),
                      hash.n, hash.r, hash.p, kMostMemory,
                      reinterpret_cast<unsigned char*>(made.data()), made.size()) == 1,
       "scrypt");
  return made;
}

}  // namespace

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  must(state_->context != nullptr && EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1,
       "SHA-256");
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view octets) {
  must(EVP_DigestUpdate(state_->context, octets.data(), octets.size()) == 1, "SHA-256");
}

void Sha256Stream::add_piece(std::string_view octets) {
  std::array<char, 8> size{};
  for (std::size_t i = 0; i < size.size(); ++i)
    size[i] = static_cast<char>(static_cast<std::uint64_t>(octets.size()) >> (8 * i) & 0xff);
  add({size.data(), size.size()});
  add(octets);
}

Sha256 Sha256Stream::finish() {
  Sha256 made{};
  must(EVP_DigestFinal_ex(state_->context, made.data(), nullptr) == 1, "SHA-256");
  return made;
}

Sha256 sha256(std::string_view octets) {
  Sha256Stream stream;
  stream.add(octets);
  return stream.finish();
}

std::string hexadecimal(std::span<const std::uint8_t> octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(octets.size() * 2);
  for (const std::uint8_t octet : octets) {
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15U];
  }
  return text;
}

std::string random_octets(std::size_t count) {
  std::string made(count, '\0');
  must(RAND_bytes(reinterpret_cast<unsigned char*>(made.data()), static_cast<int>(count)) == 1,
       "RAND_bytes");
  return made;
}

std::string random_token() {
  std::string text = base64(random_octets(32));
  text.erase(text.find('='));
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

std::uint64_t random_secret() {
  const std::string octets = random_octets(8);
  std::uint64_t made = 0;
  std::memcpy(&made, octets.data(), octets.size());
  return made;
}

bool same_secret(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(std::string_view password) {
  PasswordHash hash{1U << 14, 8, 1, random_octets(16), {}};
  hash.hash = derive(password, hash, 32);
  return to_string(hash);
}

bool verify_password(std::string_view password, std::string_view hash) {
  const auto parsed = parse_password_hash(hash);
  return parsed && same_secret(derive(password, *parsed, parsed->hash.size()), parsed->hash);
}

std::string NumberHasher::operator()(std::string_view number) const {
  Sha256 made{};
  unsigned size = 0;
  must(HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), octets_of(number),
            number.size(), made.data(), &size) != nullptr,
       "HMAC");
  return hexadecimal(std::span(made).first(8));
}

Expected<std::string, std::string> load_secret(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line)) {
    return Unexpected<std::string>(file +
                                   ": cannot be read, or is empty; it must hold the secret "
                                   "in its first line");
  }
  while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
    line.pop_back();
  if (line.empty()) return Unexpected<std::string>(file + ": the first line is empty");
  return line;
}

Expected<std::string, std::string> load_or_create_secret(const std::string& file,
                                                         std::string (*fresh)()) {
  if (!file_exists(file)) {
    if (const std::string wrong = write_durably(file, fresh() + '\n'); !wrong.empty()) {
      return Unexpected<std::string>(wrong);
    }
  }
  return load_secret(file);
}

}  // namespace smsfw::control
