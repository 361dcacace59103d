#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/inline_vector.hh"
#include "smsc-proxy/ss7/link/msu.hh"

/// M3UA messages (RFC 4666 3): the few that the link reads and writes itself.
namespace smsfw::ss7::link::m3ua {

inline constexpr std::uint32_t kPayloadProtocol = 3;  ///< SCTP PPID, RFC 4666 7.1.
inline constexpr std::size_t kHeaderSize = 8;
inline constexpr std::size_t kDataOverhead = 32;  ///< Header, routing context, tag, routing label.

enum class Class : std::uint8_t { kManagement, kTransfer, kNetwork, kState, kTraffic, kKeys = 9 };

/// Message types: those of one class count from 0 or 1 again.
inline constexpr std::uint8_t kError = 0, kNotify = 1;
inline constexpr std::uint8_t kData = 1;
inline constexpr std::uint8_t kUnavailable = 1, kAvailable = 2, kAudit = 3, kCongestion = 4;
inline constexpr std::uint8_t kAspUp = 1, kHeartbeat = 3, kHeartbeatAck = 6;
inline constexpr std::uint8_t kAspActive = 1, kAspInactive = 2, kAspActiveAck = 3;
inline constexpr std::uint8_t kRegister = 1, kRegisterResponse = 2;

enum class Tag : std::uint16_t {
  kRoutingContext = 0x0006,
  kDiagnostic = 0x0007,
  kHeartbeatData = 0x0009,
  kTrafficMode = 0x000b,
  kErrorCode = 0x000c,
  kStatus = 0x000d,
  kAspIdentifier = 0x0011,
  kAffectedPointCode = 0x0012,
  kRoutingKey = 0x0207,
  kRegistrationResult = 0x0208,
  kLocalKeyIdentifier = 0x020a,
  kDestinationPointCode = 0x020b,
  kProtocolData = 0x0210,
  kRegistrationStatus = 0x0212,
};

/// Values of the Error Code, RFC 4666 3.8.1.
enum class ErrorCode : std::uint32_t {
  kInvalidVersion = 0x01,
  kUnsupportedClass = 0x03,
  kUnsupportedType = 0x04,
  kUnexpectedMessage = 0x06,
  kProtocolError = 0x07,
  kParameterField = 0x12,
  kMissingParameter = 0x16,
  kInvalidRoutingContext = 0x19,
};

struct Parameter {
  Tag tag{};
  std::span<const std::byte> value;
};

using Parameters = InlineVector<Parameter, 16>;

struct Message {
  Class message_class{};
  std::uint8_t type = 0;
  Parameters parameters;

  bool is(Class of_class, std::uint8_t of_type) const noexcept {
    return message_class == of_class && type == of_type;
  }
  const Parameter* find(Tag tag) const noexcept;
  /// The parameter as one 32-bit number; nothing where it is missing or longer.
  std::optional<std::uint32_t> number(Tag tag) const noexcept;
};

/// Reads a whole message: version, length, every parameter within bounds, those that are one number
/// four octets long, at most 16 parameters. Otherwise what to answer.
Expected<Message, ErrorCode> read_message(std::span<const std::byte> octets) noexcept;

/// The Protocol Data of a DATA message.
struct Data {
  std::optional<std::uint32_t> routing_context;
  RoutingLabel label;
  std::span<const std::byte> octets;
};
/// Refuses what has no routing label, and point codes of more than 14 bits.
Expected<Data, ErrorCode> read_data(const Message& message) noexcept;

/// Appends a DATA message; with routing context where it is not 0.
void write_data(std::vector<std::byte>& out, std::uint32_t routing_context,
                const RoutingLabel& label, std::span<const std::byte> octets);
/// Appends any other message with the parameters given.
void write_message(std::vector<std::byte>& out, Class message_class, std::uint8_t type,
                   std::span<const Parameter> parameters = {});

/// A routing key that is to be registered (RFC 4666 3.6.1): all messages to one point code.
struct RoutingKey {
  std::uint32_t local = 0;  ///< Local-RK-Identifier: the answer has it again.
  std::uint32_t traffic_mode = 0;
  PointCode destination;
};
/// Appends a Registration Request with one key.
void write_registration(std::vector<std::byte>& out, const RoutingKey& key);

/// The Registration Result of a Registration Response (RFC 4666 3.6.2).
struct RegistrationResult {
  /// Of the status; what else there is, is a refusal too.
  static constexpr std::uint32_t kRegistered = 0, kAlreadyRegistered = 12;

  std::uint32_t local = 0;  ///< The Local-RK-Identifier of the request.
  std::uint32_t status = 0;
  std::uint32_t routing_context = 0;  ///< Not 0 where registered() holds, of no meaning elsewhere.

  bool registered() const noexcept {
    return status == kRegistered || (status == kAlreadyRegistered && routing_context != 0);
  }
};
/// Refuses what has not exactly one result, a result with other parameters or one of them twice,
/// and success without a routing context.
Expected<RegistrationResult, ErrorCode> read_registration(const Message& message) noexcept;

/// A 32-bit number as the value of a parameter.
std::array<std::byte, 4> number(std::uint32_t value) noexcept;

/// Point codes of an Affected Point Code parameter (RFC 4666 3.4.1): `mask` low bits are any.
struct AffectedPointCode {
  std::uint8_t mask = 0;
  std::uint32_t value = 0;
};
AffectedPointCode affected(std::span<const std::byte, 4> octets) noexcept;

}  // namespace smsfw::ss7::link::m3ua
