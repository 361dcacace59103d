#pragma once

#include <string_view>

#include "filters/core/finding.hh"
#include "filters/core/obfuscation.hh"
#include "filters/text/normaliser.hh"

namespace smsfw {

/// Adds to `measured` what the characters of `raw` (valid UTF-8) show: letters, look-alikes, words
/// of mixed alphabets, invisible characters, stacked marks. `traits` are the normaliser's of the
/// same text; where they tell of nothing but ASCII and letters of Latin alphabets, nothing is
/// looked at.
///
/// A word is mixed where Latin letters and those of another alphabet (Cyrillic, Greek, Armenian,
/// Cherokee, Coptic, Lisu and the like; not scripts that are written without spaces) stand
/// together and all of the other's letters imitate Latin ones by ICU's data ("pаypal"), or where
/// the Latin ones imitate, and are few, in a Cyrillic word. One Greek letter at an end of a word
/// is a brand's name or a quantity, and no mark of a mixed word.
void measure_characters(std::string_view raw, TextTraits traits, Obfuscation& measured) noexcept;

/// Findings of what is measured: mixed_script_word, stacked_marks, spaced_letters, leet_words,
/// look_alike_text.
void add_findings(const Obfuscation& measured, Findings& findings) noexcept;

}  // namespace smsfw
