#pragma once

#include <vector>

#include "smsc-proxy/cli/classify_message.hh"

namespace smsfw::cli {

/// The messages that rules are measured on: the corpus that smsfw carries (deploy/corpus without
/// its floods). Each message by itself; then all texts once more, those of a language joined in
/// turn to messages of at most kLongMessage octets. The same ones in the same order each time.
std::vector<ClassifyMessage> cost_messages();

/// Three concatenated parts of plain text: 3 times 153 septets (3GPP TS 23.040 §9.2.3.24.1).
inline constexpr std::size_t kLongMessage = 459;

}  // namespace smsfw::cli
