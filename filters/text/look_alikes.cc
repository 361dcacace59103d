#include "filters/text/character_table.hh"

namespace smsfw {

// Not what NFKC maps (full-width, circled, squared, mathematical letters) nor what ICU lists.
// Where a row names a prototype of ICU's, all that ICU takes for it follows: U+0432 is alike to
// U+0299, so the row of U+0299 serves both.
const std::vector<LookAlike> kOwnLookAlikes{
    // Small capitals of the phonetic alphabet: a whole word of them reads like capitals. Cyrillic
    // ve, en, te, ka, em and Greek tau, kappa have their shape, and ICU's prototype.
    {0x1D00, 0x1D00, "a", "small capital"},
    {0x0299, 0x0299, "b", "small capital; Cyrillic ve"},
    {0x1D05, 0x1D05, "d", "small capital"},
    {0x1D07, 0x1D07, "e", "small capital"},
    {0xA730, 0xA730, "f", "small capital"},
    {0x0262, 0x0262, "g", "small capital"},
    {0x029C, 0x029C, "h", "small capital; Cyrillic en"},
    {0x1D0A, 0x1D0A, "j", "small capital"},
    {0x0138, 0x0138, "k", "kra: prototype of small capital k, Cyrillic ka, Greek kappa"},
    {0x029F, 0x029F, "l", "small capital"},
    {0x028D, 0x028D, "m", "turned w: prototype of small capital m, Cyrillic em"},
    {0x0274, 0x0274, "n", "small capital"},
    {0x1D18, 0x1D18, "p", "small capital"},
    {0xA7AF, 0xA7AF, "q", "small capital"},
    {0x0280, 0x0280, "r", "small capital"},
    {0x1D1B, 0x1D1B, "t", "small capital; Cyrillic te, Greek tau"},
    // Letters that replace a Latin one in stylised words.
    {0x0245, 0x0245, "a", "turned v: prototype of Greek Lambda, an A without its bar"},
    {0x028C, 0x028C, "a", "turned v, small"},
    {0x0394, 0x0394, "a", "Greek Delta for A"},
    {0x2206, 0x2206, "a", "increment, shaped like Delta"},
    {0x0250, 0x0250, "a", "turned a"},
    {0x0414, 0x0414, "a", "Cyrillic De for A"},
    {0x00DF, 0x00DF, "b", "prototype of Greek beta"},
    {0x0185, 0x0185, "b", "tone six: prototype of the Cyrillic soft sign"},
    {0x01DD, 0x01DD, "e", "turned e: prototype of schwa in both alphabets"},
    {0x018E, 0x018E, "e", "turned E"},
    {0x018F, 0x018F, "e", "schwa, capital"},
    {0x04D8, 0x04D8, "e", "Cyrillic schwa, capital"},
    {0xA793, 0xA793, "e", "c with bar: prototype of epsilon, open e, Cyrillic ukrainian ie"},
    {0xA792, 0xA792, "e", "C with bar: prototype of the capitals of these"},
    {0x01A9, 0x01A9, "e", "Esh: prototype of Greek Sigma, which stands for E"},
    {0x039E, 0x039E, "e", "Greek Xi: three bars of an E"},
    {0x2282, 0x2282, "c", "subset sign: prototype of a Canadian syllable"},
    {0x16D2, 0x16D2, "b", "rune berkanan"},
    {0x16B1, 0x16B1, "r", "rune raido"},
    {0x03DD, 0x03DD, "f", "Greek digamma"},
    {0x03C0, 0x03C0, "n", "Greek pi: prototype of Cyrillic pe, which has the shape of n"},
    {0x1D0E, 0x1D0E, "n", "reversed small capital n: prototype of Cyrillic i"},
    {0x0418, 0x0418, "n", "Cyrillic I, a mirrored N"},
    {0x1D19, 0x1D19, "r", "reversed small capital r: prototype of Cyrillic ya"},
    {0x042F, 0x042F, "r", "Cyrillic Ya, a mirrored R"},
    {0x0446, 0x0446, "u", "Cyrillic tse: u with a tail"},
    {0x0426, 0x0426, "u", "Cyrillic Tse"},
    {0x03C9, 0x03C9, "w", "Greek omega"},
    {0x0448, 0x0448, "w", "Cyrillic sha"},
    {0x0428, 0x0428, "w", "Cyrillic Sha"},
    {0x0449, 0x0449, "w", "Cyrillic shcha"},
    {0x0429, 0x0429, "w", "Cyrillic Shcha"},
    {0x03C7, 0x03C7, "x", "Greek chi"},
    // Letters in a frame that NFKC leaves, or of which it makes "(a)".
    {0x249C, 0x24B5, "a", "parenthesised small letters"},
    {0x1F110, 0x1F129, "a", "parenthesised capitals"},
    {0x1F150, 0x1F169, "a", "negative circled capitals"},
    {0x1F170, 0x1F189, "a", "negative squared capitals, some of them emoji"},
    {0x1F1E6, 0x1F1FF, "a", "regional indicators: letters unless two make a flag"},
    {0x2B55, 0x2B55, "o", "heavy circle, an emoji"},
};

}  // namespace smsfw
