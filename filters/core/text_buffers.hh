#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace smsfw {

/// The forms of a message that a signature can name. Each signature says which one it reads.
enum class Buffer : std::uint8_t {
  kRaw,     ///< UTF-8 as decoded.
  kNorm,    ///< NFKC casefold, invisible characters removed, white space collapsed.
  kFolded,  ///< norm without diacritics (đ is d).
  kOa,      ///< The source address as sent, casefolded.
  kCount,
};

/// Stands between the variants of a text in every buffer: readings by other codings, the text of
/// the other carrier, the address of a hyperlink. No white space, and no text holds it: one that
/// does has kUnitSeparator instead.
inline constexpr char kVariantSeparator = '\x1E';
inline constexpr char kUnitSeparator = '\x1F';

inline constexpr std::size_t kBufferCount = static_cast<std::size_t>(Buffer::kCount);
inline constexpr std::array<std::string_view, kBufferCount> kBufferNames{"raw", "norm", "folded",
                                                                         "oa"};

constexpr std::string_view to_string(Buffer buffer) noexcept {
  return kBufferNames[static_cast<std::size_t>(buffer)];
}

/// The buffers of one message, all UTF-8. Storage is kept from message to message, so that the
/// common case does not allocate.
struct TextBuffers {
  std::array<std::string, kBufferCount> octets;
  /// True when stage 5 has filled the buffers.
  bool ready = false;

  std::string& operator[](Buffer buffer) noexcept {
    return octets[static_cast<std::size_t>(buffer)];
  }
  std::string_view operator[](Buffer buffer) const noexcept {
    return octets[static_cast<std::size_t>(buffer)];
  }
  void clear() noexcept {
    for (auto& text : octets)
      text.clear();
    ready = false;
  }
};

}  // namespace smsfw
