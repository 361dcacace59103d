#include "filters/brand/brand_index.hh"

#include <random>
#include <string>
#include <vector>

#include "tests/catch.hh"

namespace smsfw::brand {
namespace {

constexpr auto kNone = Likeness::kNone;
constexpr auto kNamed = Likeness::kNamed;
constexpr auto kLookAlike = Likeness::kLookAlike;

BrandIndex index_of(const std::vector<std::string>& tokens,
                    const std::vector<std::string>& words = {}) {
  BrandIndex index;
  for (const std::string& token : tokens)
    index.add_token(token);
  for (const std::string& word : words)
    index.add_word(word);
  index.finish();
  return index;
}

TEST_CASE("brand index: what a label shows") {
  struct Row {
    std::string_view label;
    Likeness shows;
  };
  const BrandIndex index =
      index_of({"vietcombank", "royalmail", "vpbank", "agribank", "viettel", "lazada", "fecredit"},
               {"apple", "dhl", "bidv"});
  const Row rows[] = {
      // letter by letter
      {"vietcombank", kNamed},
      {"login-vietcombank", kNamed},
      {"vietcombank_vn", kNamed},
      {"vietcombankonline", kNamed},
      {"my24vpbank", kNamed},
      {"royal-mail-fee", kNamed},
      {"apple", kNamed},
      {"dhl-parcel", kNamed},
      // in a disguise
      {"royalmaii-fee", kLookAlike},
      {"v1etc0mbank", kLookAlike},
      {"vietcornbank", kLookAlike},
      {"securev1etc0mbank24", kLookAlike},
      {"vp8ank", kLookAlike},
      {"app1e", kLookAlike},
      {"b1dv-online", kLookAlike},
      {"lazacla", kLookAlike},
      // wrong letters
      {"vietconbank", kLookAlike},  // one
      {"vietcomnbak", kLookAlike},  // swaps, two
      {"vietcmbnk", kLookAlike},    // two missing
      {"vitcombannk-vn", kLookAlike},
      {"agrribank", kLookAlike},  // counts five letters
      {"viettell", kLookAlike},
      {"lazzada", kLookAlike},
      {"lasada-sale", kLookAlike},
      // too far, too short, or a word
      {"vietcnbnk", kNone},
      {"bietcombank", kNone},  // the first letter is right
      {"agoobank", kNone},     // two in five
      {"vbbank", kNone},       // counts three
      {"lazed", kNone},
      {"apply", kNone},
      {"pineapple", kNone},
      {"dhi", kNone},
      {"viet-com", kNone},
      {"fe-credit-card", kNamed},
      {"", kNone},
      {"-", kNone},
      {"--a--", kNone},
      {"vi\xC3\xA9tcombank", kLookAlike},  // two octets for one letter, within two
  };
  for (const Row& row : rows) {
    CAPTURE(row.label);
    CHECK(static_cast<int>(index.find_in_label(row.label)) == static_cast<int>(row.shows));
  }
  CHECK(index.find_in_label("apple-vietconbank") == (kNamed | kLookAlike));
  CHECK(index.find_in_label(std::string(300, 'v')) == kNone);
  CHECK(index.find_in_label(std::string(300, 'x') + "-agribank") == kNamed);

  CHECK(index.is_token("VietComBank"));
  CHECK_FALSE(index.is_token("v1etcombank"));
  CHECK_FALSE(index.is_token("apple"));
  CHECK_FALSE(index.is_token("vietcombanks"));
}

TEST_CASE("brand index: a name that stands twice is one, as a token") {
  const BrandIndex index = index_of({"lazada", "lazada"}, {"lazada"});
  CHECK(index.size() == 1);
  CHECK(index.find_in_label("lazzada") == kLookAlike);
  CHECK(index_of({}).find_in_label("lazada") == kNone);
}

TEST_CASE("brand index: of a thousand names it finds each edit that the rules name, and no other") {
  std::mt19937 random(11);
  const auto pick = [&](std::size_t below) { return random() % below; };
  const auto letter = [&] { return static_cast<char>('a' + pick(26)); };
  std::vector<std::string> tokens;
  for (int i = 0; i < 1'000; ++i) {
    std::string token;
    for (std::size_t n = 5 + pick(8); n > 0; --n)
      token.push_back(letter());
    tokens.push_back(token);
  }
  const BrandIndex index = index_of(tokens);
  const auto allowed = [](const std::string& token) { return token.size() >= 8 ? 2U : 1U; };
  unsigned found = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string label = tokens[pick(tokens.size())];
    for (std::size_t edits = pick(4); edits > 0; --edits) {
      const std::size_t at = 1 + pick(label.size() - 1);
      if (pick(2) == 0) {
        label[at] = letter();
      } else {
        label.insert(at, 1, letter());
      }
    }
    // The rules, name by name.
    const ConfusableForm form = confusable_form(label);
    bool near = false;
    for (const std::string& token : tokens) {
      const ConfusableForm wanted = confusable_form(token);
      const bool inside =
          token.size() >= 6 && form.view().find(wanted.view()) != std::string_view::npos;
      near = near || inside || wanted.view() == form.view() ||
             (wanted.text[0] == form.text[0] &&
              within_distance(wanted.view(), form.view(), allowed(token)));
    }
    CAPTURE(label);
    found += near;
    REQUIRE((index.find_in_label(label) != kNone) == near);
  }
  CHECK(found > 2'000);
  CHECK(found < 5'000);
}

}  // namespace
}  // namespace smsfw::brand
