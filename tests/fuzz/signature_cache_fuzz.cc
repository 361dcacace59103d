// Any octets as a cache file of signatures. The first octet chooses: the file as it is; a right
// file with some octets changed; a right header around any octets, so that what lies behind the
// checksum is reached. Holds: whatever is not what was written is refused, and nothing crashes.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "filters/signature/database_file.hh"
#include "filters/signature/expression.hh"
#include "filters/signature/pattern_database.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using smsfw::fuzz::require;

const DatabaseSource& source() {
  static const DatabaseSource made{Buffer::kFolded, {"bank.{0,20}card", "(^|x)+y", "prize"}};
  return made;
}

const std::vector<std::byte>& written() {
  static const std::vector<std::byte> file = *compile_database(source());
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto input = std::as_bytes(std::span(data, size)).subspan(1);
  switch (data[0] % 4) {
    case 0: {
      const auto opened = DatabaseFile::open(input);
      if (opened) require(opened->database.size() < input.size());
      require(!PatternDatabase::load(input, source()));
      break;
    }
    case 1: {
      std::vector<std::byte> changed = written();
      for (std::size_t i = 0; i + 2 < input.size(); i += 3) {
        const auto at = std::to_integer<std::size_t>(input[i]) << 8 |
                        std::to_integer<std::size_t>(input[i + 1]);
        changed[at % changed.size()] ^= input[i + 2];
      }
      require(PatternDatabase::load(changed, source()).has_value() == (changed == written()));
      break;
    }
    case 2: {
      DatabaseFile file;
      file.content_hash = source().content_hash();
      file.expressions = static_cast<std::uint32_t>(source().expressions.size());
      file.database = input;
      require(!PatternDatabase::load(file.seal(), source()));
      break;
    }
    case 3: {
      // An expression: the walk over it never leaves it, and takes nothing but assertions away.
      const std::string regex(reinterpret_cast<const char*>(input.data()), input.size());
      find_fault(regex);
      const std::string wider = without_assertions(regex);
      require(without_assertions(wider) == wider);
      break;
    }
  }
  return 0;
}
