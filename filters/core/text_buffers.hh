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
  /// folded, with what imitates an ASCII letter as that letter. Made where something reads it.
  kSkeleton,
  /// What skeleton is to the text: the source address folded, look-alikes replaced. Made like it.
  kOaSkeleton,
  /// skeleton, with letters that stand one by one joined and leet undone. Made like skeleton.
  kSqueezed,
  // Lists, one value a line (filters/text/text_extracts.hh). Made like skeleton.
  kUrlHost,    ///< Canonical hosts of links.
  kUrlDomain,  ///< Their registrable domains, by the Public Suffix List.
  kUrlPath,    ///< Their paths and queries, percent-decoded.
  kPhone,      ///< Telephone numbers, E.164 digits.
  kDigits,     ///< Runs of digits, also with separators between.
  kCount,
};

/// Stands between the variants of a text in every buffer: readings by other codings, the text of
/// the other carrier, the address of a hyperlink. No white space, and no text holds it: one that
/// does has kUnitSeparator instead.
inline constexpr char kVariantSeparator = '\x1E';
inline constexpr char kUnitSeparator = '\x1F';

inline constexpr std::size_t kBufferCount = static_cast<std::size_t>(Buffer::kCount);
inline constexpr std::array<std::string_view, kBufferCount> kBufferNames{
    "raw",      "norm",     "folded",     "oa",       "skeleton", "oa.skeleton",
    "squeezed", "url.host", "url.domain", "url.path", "phone",    "digits"};

constexpr std::string_view to_string(Buffer buffer) noexcept {
  return kBufferNames[static_cast<std::size_t>(buffer)];
}

/// Some of the buffers.
class BufferSet {
 public:
  constexpr void add(Buffer buffer) noexcept { bits_ |= 1U << static_cast<unsigned>(buffer); }
  constexpr void add(BufferSet others) noexcept { bits_ |= others.bits_; }
  constexpr bool has(Buffer buffer) const noexcept {
    return (bits_ >> static_cast<unsigned>(buffer) & 1) != 0;
  }
  friend constexpr bool operator==(BufferSet, BufferSet) = default;

 private:
  unsigned bits_ = 0;
};

/// The buffers of one message, all UTF-8. Storage is kept from message to message, so that the
/// common case does not allocate. A buffer whose text is another's shares it.
class TextBuffers {
 public:
  /// True when stage 5 has filled the buffers that something reads.
  bool ready = false;

  TextBuffers() noexcept { unshare(); }

  /// To write to. What was shared becomes a copy.
  std::string& operator[](Buffer buffer) {
    const std::size_t own = static_cast<std::size_t>(buffer);
    if (holders_[own] != buffer) {
      octets_[own] = octets_[static_cast<std::size_t>(holders_[own])];
      holders_[own] = buffer;
    }
    return octets_[own];
  }
  std::string_view operator[](Buffer buffer) const noexcept {
    return octets_[static_cast<std::size_t>(holders_[static_cast<std::size_t>(buffer)])];
  }
  /// To write to from its beginning: empty, and its own.
  std::string& fresh(Buffer buffer) noexcept {
    holders_[static_cast<std::size_t>(buffer)] = buffer;
    octets_[static_cast<std::size_t>(buffer)].clear();
    return octets_[static_cast<std::size_t>(buffer)];
  }
  /// From now on `buffer` is what `of` is now: `of` must not be written to before clear().
  void share(Buffer buffer, Buffer of) noexcept {
    holders_[static_cast<std::size_t>(buffer)] = holders_[static_cast<std::size_t>(of)];
  }
  void clear() noexcept {
    for (auto& text : octets_)
      text.clear();
    unshare();
    ready = false;
  }

 private:
  void unshare() noexcept {
    for (std::size_t i = 0; i < kBufferCount; ++i)
      holders_[i] = static_cast<Buffer>(i);
  }

  std::array<std::string, kBufferCount> octets_;
  std::array<Buffer, kBufferCount> holders_;  ///< Whose octets they are.
};

}  // namespace smsfw
