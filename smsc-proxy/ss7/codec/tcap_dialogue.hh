#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/ber_reader.hh"

namespace smsfw::ss7 {

/// A MAP application context 0.4.0.0.1.0.id.version (3GPP TS 29.002 17.3.3).
struct ApplicationContext {
  std::uint8_t id = 0;
  std::uint8_t version = 0;
  friend bool operator==(const ApplicationContext&, const ApplicationContext&) = default;
};

/// The contents of an OBJECT IDENTIFIER as a MAP application context; empty for any other.
std::optional<ApplicationContext> map_context(std::span<const std::byte> object_id) noexcept;

/// ITU-T Q.773 3.2.2: the dialogue PDUs.
enum class DialogueKind : std::uint8_t {
  kNone,            ///< No dialogue portion: MAP version 1, or a later message of a dialogue.
  kRequest,         ///< AARQ.
  kResponse,        ///< AARE.
  kAbort,           ///< ABRT.
  kUnidirectional,  ///< AUDT.
  kUnknown,         ///< Another abstract syntax; only `octets` is set.
};

constexpr std::string_view to_string(DialogueKind kind) noexcept {
  switch (kind) {
    case DialogueKind::kNone:
      return "none";
    case DialogueKind::kRequest:
      return "request";
    case DialogueKind::kResponse:
      return "response";
    case DialogueKind::kAbort:
      return "abort";
    case DialogueKind::kUnidirectional:
      return "unidirectional";
    case DialogueKind::kUnknown:
      return "unknown";
  }
  return "unknown";
}

/// Results of an AARE.
inline constexpr std::uint8_t kDialogueAccepted = 0;
inline constexpr std::uint8_t kDialogueRejected = 1;

/// Who is the source of an AARE's diagnostic or of an ABRT.
enum class DialogueSource : std::uint8_t { kNone, kUser, kProvider };

/// A dialogue portion. Borrows the message.
struct Dialogue {
  DialogueKind kind = DialogueKind::kNone;
  /// Contents of the application-context-name's OBJECT IDENTIFIER; empty in an ABRT.
  std::span<const std::byte> context_name{};
  /// The same, where it is one of MAP's.
  std::optional<ApplicationContext> context;
  std::optional<std::uint8_t> result;  ///< Of an AARE.
  /// Of an AARE: whose diagnostic it is. Of an ABRT: who aborts.
  DialogueSource source = DialogueSource::kNone;
  /// Of an AARE: user 0 null, 1 no reason, 2 context not supported; provider 2 no common portion.
  std::uint8_t diagnostic = 0;
  /// The EXTERNALs of the user information, contents of tag BE; see map_dialogue.hh.
  std::span<const std::byte> user_information{};
  /// The whole dialogue portion, from tag 6B.
  std::span<const std::byte> octets{};
};

namespace detail {
/// Reads a dialogue portion, `portion` being the element with tag 6B.
bool read_dialogue(BerContext& context, const BerElement& portion, Dialogue& out) noexcept;
}  // namespace detail

}  // namespace smsfw::ss7
