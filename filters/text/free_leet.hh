#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smsfw {

/// A second reading of `squeezed`, for a sender who puts digits and signs for letters wherever he
/// can
/// ("t4! kh04n", "sh0t3r", "l4m"): the Squeezer undoes only what can hardly be anything else. Every
/// 0 1 3 4 5 7 and `!` in a word becomes a letter; addresses, words with other digits or three
/// digits in a row and numbers stay.
///
/// It is often wrong ("dt3" is "dte"), so it stands beside the others. `known`: letters that the
/// Squeezer replaced. Where they and the words that look like leet are one, only words of two
/// letters or more are read so, and of 1 5 7 none at an end; where they are more, all are.
/// `exclaims`: a `!` at the end of a word may be an i (see exclaims_inside()).
///
/// Replaces `out`. False, with `out` unspecified, when nothing would change. Linear.
bool read_leet_freely(std::string_view squeezed, std::size_t known, bool exclaims,
                      std::string& out) noexcept;

/// True when a `!` stands behind a word in the middle of a sentence: one space and a small letter
/// follow.
bool exclaims_inside(std::string_view raw) noexcept;

}  // namespace smsfw
