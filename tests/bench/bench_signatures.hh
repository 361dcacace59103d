#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/signature/signature.hh"

namespace smsfw::bench {

/// Signatures that look like the packs', for measurements: the same for the same seed, on every
/// machine. Words are joined syllables, most of them rare, as in a grown rule set; each signature
/// has one condition of one kind and, for every third, a link condition that many share.
///
///   40 %  two words with a bounded gap between them     word.{0,20}word
///   25 %  alternations: one of three words, then one of three
///   20 %  host names under cheap top-level domains
///   15 %  two words that must both stand somewhere (`all`)
///
/// Four of five read `folded`, the rest `norm`. sids count from 1000000, the operators' range.
/// Scores are 1 and actions `score`; nothing is enforced.
std::vector<SignatureSpec> make_signatures(std::size_t count, std::uint32_t seed);

/// The same as a pack file. Each signature carries one text that it matches.
std::string to_pack(const std::vector<SignatureSpec>& signatures);

}  // namespace smsfw::bench
