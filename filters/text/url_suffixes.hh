#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw {

/// How far a last label shows, by itself, that a host name stands there.
enum class SuffixClass : std::uint8_t {
  kUnknown,     ///< No top-level domain.
  kWord,        ///< One that people write as a word or a file's ending: so, me, love, zip.
  kPlain,       ///< Any other.
  kUnmistaken,  ///< One that is no word anywhere: believed even behind a space (com, vn, xyz).
};

/// Answers from the Public Suffix List, as the library libpsl has it built in: nothing is opened,
/// and the list is as new as the package. One object a worker: it remembers its last answers.
class UrlSuffixes {
 public:
  /// Throws std::runtime_error when libpsl is built without a list.
  UrlSuffixes();

  /// `label` in lower case, UTF-8 or xn--. Known are the top-level domains of the list's ICANN part
  /// and `example`, which RFC 2606 §3 keeps for documents and tests.
  SuffixClass classify(std::string_view label) noexcept;

  /// True when "left.right" is a public suffix of the ICANN part, such as com.vn.
  bool is_second_level(std::string_view left, std::string_view right) const noexcept;

  /// True when `host` (canonical) is a public suffix of the ICANN part: nobody's own.
  bool is_public(std::string_view host) const noexcept;

  /// Where the registrable domain starts in `host` (canonical): 0 when there is none.
  std::size_t registrable_at(std::string_view host) const noexcept;

 private:
  struct Remembered {
    std::uint64_t label = 0;
    SuffixClass known = SuffixClass::kUnknown;
  };

  const void* list_;
  std::array<Remembered, 256> remembered_{};
};

}  // namespace smsfw
