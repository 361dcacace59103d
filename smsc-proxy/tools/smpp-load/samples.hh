#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smsfw::load {

/// One message to send. `text` is UTF-8.
struct Sample {
  std::string id;
  std::string label;
  std::string text;
  std::string from;
  std::string to;
};

/// Reads JSON lines with `text` and optionally `id`, `label`, `from`, `to`. Missing senders and
/// recipients are filled in from `seed`. Throws std::runtime_error that names file and line.
std::vector<Sample> read_corpus(const std::string& path, std::uint64_t seed);

/// Made-up harmless traffic with the lengths and the alphabets of real short messages: codes,
/// notices, talk; Vietnamese with and without diacritics, English. The same for the same arguments.
std::vector<Sample> generate_samples(std::uint32_t count, std::uint32_t senders,
                                     std::uint64_t seed);

}  // namespace smsfw::load
