#include "filters/text/skeleton.hh"

#include <cstddef>

#include "filters/sms/utf8.hh"
#include "filters/text/character_table.hh"

namespace smsfw {
namespace {

constexpr std::size_t kFlag = 2;

const unsigned char* octets(const char* text) noexcept {
  return reinterpret_cast<const unsigned char*>(text);
}

/// How many regional indicators stand at the start.
std::size_t regional_run(const CharacterTable& table, const char* at, const char* end) noexcept {
  std::size_t run = 0;
  while (at != end && run <= kFlag) {
    const sms::Utf8Step step = sms::get_utf8({octets(at), octets(end)});
    if (!table[step.character].has(CharacterFacts::kRegional)) break;
    at += step.size;
    ++run;
  }
  return run;
}

}  // namespace

void replace_look_alikes(std::string_view utf8, std::string& out) noexcept {
  const CharacterTable& table = CharacterTable::instance();
  out.clear();
  const char* at = utf8.data();
  const char* const end = at + utf8.size();
  const char* kept = at;       // from here to `at` all stays
  bool in_regional = false;    // behind an indicator
  bool regional_stay = false;  // that is half of a flag
  while (at != end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
      in_regional = false;
      continue;
    }
    const sms::Utf8Step step = sms::get_utf8({octets(at), octets(end)});
    const CharacterFacts facts = table[step.character];
    const bool regional = facts.has(CharacterFacts::kRegional);
    if (regional && !in_regional) regional_stay = regional_run(table, at, end) == kFlag;
    in_regional = regional;
    if (facts.target != 0 && !(regional && regional_stay)) {
      out.append(kept, at);
      out.append(table.target(facts));
      kept = at + step.size;
    }
    at += step.size;
  }
  out.append(kept, end);
}

}  // namespace smsfw
