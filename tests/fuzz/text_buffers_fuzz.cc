// Any octets as UTF-8 text. Holds: the table and ICU agree; the forms are valid UTF-8 without
// invisible characters, without runs of spaces and without any at the ends; the norm form of a norm
// form is itself, and so is its folded form. What is plain of look-alikes and squeezed is valid, no
// longer than before, and stays as it is where there is no reason to squeeze.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/sms/alphabet.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/free_leet.hh"
#include "filters/text/normaliser.hh"
#include "filters/text/skeleton.hh"
#include "filters/text/squeezer.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;

void require_clean(const std::string& text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    const auto step = sms::get_utf8({at, end});
    require(step.valid);
    require(!is_invisible(step.character));
    at += step.size;
  }
  require(text.find("  ") == std::string::npos);
  require(text.empty() || (text.front() != ' ' && text.back() != ' '));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Normaliser normaliser;
  std::string text;
  sms::append_text(sms::Alphabet::kUtf8, std::as_bytes(std::span(data, size)), text);
  std::string norm;
  std::string folded;
  std::string icu_norm;
  std::string icu_folded;
  const TextTraits traits = normaliser.normalise(text, norm, folded);
  require(traits == normaliser.normalise_by_icu(text, icu_norm, icu_folded));
  require(norm == icu_norm && folded == icu_folded);
  require_clean(norm);
  require_clean(folded);

  require(!normaliser.normalise(norm, icu_norm, icu_folded).has(TextTraits::kInvisible));
  require(norm == icu_norm && folded == icu_folded);

  static Squeezer squeezer;
  std::string plain;
  std::string skeleton;
  replace_look_alikes(text, plain);
  require(plain.size() <= text.size());
  if (!traits.has(TextTraits::kLookAlike)) require(plain == text);
  normaliser.normalise(plain, norm, skeleton);
  const std::uint8_t reasons = Squeezer::reasons(skeleton);
  std::string squeezed;
  squeezer.squeeze(skeleton, 0xFF, squeezed);
  require(squeezed.size() <= skeleton.size());
  if (reasons == 0 && skeleton.find("\uF8FF") == std::string::npos) require(squeezed == skeleton);
  require_clean(squeezed);
  std::string by_reasons;
  squeezer.squeeze(skeleton, reasons, by_reasons);
  require(by_reasons == squeezed);
  for (const std::size_t known : {0U, 2U}) {
    std::string freely;
    if (!read_leet_freely(squeezed, known, known == 0, freely)) continue;
    require(freely.size() == squeezed.size() && freely != squeezed);
    require_clean(freely);
  }
  return 0;
}
