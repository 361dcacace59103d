#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "smsc-proxy/smpp/codec/command_id.hh"

namespace smsfw::smpp {

/// What a bind may do, SMPP v3.4 §2.1.
enum class BindKind : std::uint8_t { kReceiver, kTransmitter, kTransceiver };

constexpr std::string_view to_string(BindKind kind) noexcept {
  switch (kind) {
    case BindKind::kReceiver:
      return "receiver";
    case BindKind::kTransmitter:
      return "transmitter";
    case BindKind::kTransceiver:
      return "transceiver";
  }
  return "unknown";
}

/// The kind that a bind request asks for; nothing for other commands.
constexpr std::optional<BindKind> bind_kind(CommandId id) noexcept {
  switch (id) {
    case CommandId::kBindReceiver:
      return BindKind::kReceiver;
    case CommandId::kBindTransmitter:
      return BindKind::kTransmitter;
    case CommandId::kBindTransceiver:
      return BindKind::kTransceiver;
    default:
      return std::nullopt;
  }
}

/// States of one session, SMPP v3.4 §2.2, with the two that an asynchronous peer passes through.
enum class SessionState : std::uint8_t {
  kOpen,      ///< Connected, nothing bound.
  kOutbound,  ///< outbind was sent or received; the ESME binds next.
  kBinding,   ///< A bind request waits for its answer.
  kBound,
  kUnbinding,  ///< unbind was sent; only its answer and late responses are expected.
  kClosed,
};

constexpr std::string_view to_string(SessionState state) noexcept {
  switch (state) {
    case SessionState::kOpen:
      return "open";
    case SessionState::kOutbound:
      return "outbound";
    case SessionState::kBinding:
      return "binding";
    case SessionState::kBound:
      return "bound";
    case SessionState::kUnbinding:
      return "unbinding";
    case SessionState::kClosed:
      return "closed";
  }
  return "unknown";
}

/// Which end of a session sends a PDU.
enum class Sender : std::uint8_t { kEsme, kSmsc };

/// True where SMPP v3.4 §2.3 (5.0 §2.4 for broadcast) allows `sender` to issue the request in this
/// state. Responses are not asked here: they match a request or are swallowed.
bool may_issue(Sender sender, SessionState state, BindKind kind, CommandId request) noexcept;

}  // namespace smsfw::smpp
