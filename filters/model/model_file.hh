#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/model/linear_model.hh"

namespace smsfw::model {

/// A model file, little-endian:
///
///   8   "SMSFWMDL"
///   4   version (1)
///   4   n-grams, 4 facts, 4 votes, 4 calibrations, 4 octets of the card
///   4   scale (float)
///   8   XXH3-64 of all that follows
///   n-grams     1 each, signed
///   facts       4 each, float
///   votes       2 each: language, votes
///   calibrations  16 each: 8 language with zeros behind, slope, shift (floats)
///   card        JSON
///
/// The hash tells a damaged file; who made it is told by the signature of the bundle it comes in.
inline constexpr std::size_t kMaxModelFile = 1'048'576;

std::vector<std::byte> write_model(const ModelContent& content);

/// Refused, with the reason: truncated or longer, altered, another version, other sizes than this
/// program works with, a language that is not there, numbers that are none.
Expected<ModelContent, std::string> read_model(std::span<const std::byte> octets);

}  // namespace smsfw::model
