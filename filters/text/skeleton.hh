#pragma once

#include <string>
#include <string_view>

namespace smsfw {

/// Replaces `out` by `utf8` with each look-alike as the ASCII letters that it imitates
/// (CharacterTable); everything else stays. Two regional indicators side by side are a flag and
/// stay, one or three and more are letters. The folded form of `out` is the buffer `skeleton`.
/// `utf8` must be valid UTF-8. Linear; what comes out is never longer.
void replace_look_alikes(std::string_view utf8, std::string& out) noexcept;

}  // namespace smsfw
