#include "smsc-proxy/control/crypto.hh"

#include <sys/stat.h>

#include <fstream>

#include "smsc-proxy/control/durable_file.hh"
#include "smsc-proxy/control/password_hash.hh"
#include "tests/catch.hh"
#include "tests/support/scratch_directory.hh"

using namespace smsfw::control;

TEST_CASE("scrypt agrees with RFC 7914 §12") {
  // P "pleaseletmein", S "SodiumChloride", N 16384, r 8, p 1, 64 octets.
  const std::string vector =
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
      "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887";
  std::string octets;
  for (std::size_t i = 0; i < vector.size(); i += 2)
    octets += static_cast<char>(std::stoi(vector.substr(i, 2), nullptr, 16));
  const std::string sound = "scrypt$16384$8$1$" + base64("SodiumChloride") + '$' + base64(octets);
  CHECK(verify_password("pleaseletmein", sound));
  CHECK_FALSE(verify_password("pleaseletmeim", sound));
}

TEST_CASE("a password's hash verifies it and nothing else, and is fresh each time") {
  const std::string hash = hash_password("secret");
  CHECK(parse_password_hash(hash).has_value());
  CHECK(verify_password("secret", hash));
  CHECK_FALSE(verify_password("Secret", hash));
  CHECK_FALSE(verify_password("", hash));
  CHECK(hash_password("secret") != hash);
}

TEST_CASE("hashes that are weak, huge or broken are refused") {
  const std::string salt = base64("saltsaltsalt");
  const std::string hash = base64("0123456789abcdef");
  CHECK(parse_password_hash("scrypt$16384$8$1$" + salt + '$' + hash).has_value());
  for (const std::string& wrong :
       {std::string(), std::string("secret"), "scrypt$1024$8$1$" + salt + '$' + hash,
        "scrypt$16385$8$1$" + salt + '$' + hash, "scrypt$1048576$8$1$" + salt + '$' + hash,
        "scrypt$16384$8$1$" + salt, "scrypt$16384$8$1$" + salt + '$' + hash + "$x",
        "bcrypt$16384$8$1$" + salt + '$' + hash, "scrypt$16384$8$1$c2Fs$" + hash,
        "scrypt$16384$8$1$" + salt + "$MDEy", "scrypt$16384$0$1$" + salt + '$' + hash,
        "scrypt$16384$8$1$" + salt + "$!!!!"}) {
    INFO(wrong);
    CHECK_FALSE(parse_password_hash(wrong).has_value());
    CHECK_FALSE(verify_password("secret", wrong));
  }
}

TEST_CASE("base64 is RFC 4648 §10's") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    CHECK(base64(plain) == coded);
    CHECK(parse_base64(coded) == std::string(plain));
  }
  for (const char* wrong : {"Z", "Zg=", "Z===", "Zg==Zg==", "Zm9$", "=Zm9"})
    CHECK_FALSE(parse_base64(wrong).has_value());
}

TEST_CASE("SHA-256 is FIPS 180-4's, and pieces do not run into one another") {
  CHECK(hexadecimal(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto pieces = [](std::string_view a, std::string_view b) {
    Sha256Stream stream;
    stream.add_piece(a);
    stream.add_piece(b);
    return stream.finish();
  };
  CHECK(pieces("ab", "c") != pieces("a", "bc"));
}

TEST_CASE("number hashes are HMAC-SHA256 cut short") {
  // RFC 4231 §4.3, first 8 octets.
  CHECK(NumberHasher("Jefe")("what do ya want for nothing?") == "5bdcc146bf60754e");
  CHECK(NumberHasher("key of sixteen o")("84900000001") !=
        NumberHasher("key of sixteen O")("84900000001"));
}

TEST_CASE("tokens are long, URL-safe and never the same") {
  const std::string token = random_token();
  CHECK(token.size() == 43);
  CHECK(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
      std::string::npos);
  CHECK(random_token() != token);
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "abcd"));
}

TEST_CASE("a secret's file is made once, for its owner and group") {
  const ScratchDirectory directory;
  const std::string file = directory.path() + "/sub/token";
  CHECK_FALSE(load_secret(file).has_value());
  const auto first = load_or_create_secret(file);
  REQUIRE(first.has_value());
  CHECK(first->size() == 43);
  CHECK(load_or_create_secret(file) == first);
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
  REQUIRE(::stat((directory.path() + "/sub").c_str(), &status) == 0);
  CHECK((status.st_mode & 0027) == 0);
  std::ofstream(file) << '\n';
  CHECK_FALSE(load_secret(file).has_value());
}
