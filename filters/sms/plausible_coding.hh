#pragma once

#include <cstddef>
#include <span>

#include "filters/core/finding.hh"
#include "filters/core/inline_vector.hh"
#include "filters/sms/alphabet.hh"

namespace smsfw::sms {

/// Most other readings of one text.
inline constexpr std::size_t kMaxAlternates = 3;
using Alternates = InlineVector<Alphabet, kMaxAlternates>;

/// Alphabets other than `declared` in which `octets` make sense, for senders that declare one
/// coding and send another, and for receivers that guess. Empty where the declared reading is the
/// obvious one; a plain text costs one look at its octets.
///
/// A guess asks for seven of eight octets (or characters) to be those of a text, so that a few that
/// are strewn in do not hide it, and that octets of no text seldom pass.
Alternates plausible_alternates(Alphabet declared, std::span<const std::byte> octets) noexcept;

/// What such a reading is called: kLooksLikeUtf8 and so on.
Finding finding_of(Alphabet alternate) noexcept;

/// True where seven of eight octets are printable ASCII, LF, CR or TAB.
bool reads_as_ascii(std::span<const std::byte> octets) noexcept;

}  // namespace smsfw::sms
