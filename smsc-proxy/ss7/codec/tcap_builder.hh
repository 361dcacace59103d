#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"

namespace smsfw::ss7 {

/// Collects one TCAP message and writes it (DER, definite lengths). Parameters, application context
/// names and user information are borrowed: they must live until encode(). No allocation.
///
/// An answer to a Begin with a dialogue portion needs accept() in its first message back, as MAP
/// from version 2 on has it; one to a Begin without has none.
class TcapBuilder {
 public:
  /// Components that one message takes.
  static constexpr std::size_t kMaxOwnComponents = 8;

  static TcapBuilder begin(TransactionId originating) noexcept {
    return TcapBuilder(TcapType::kBegin, originating, {});
  }
  static TcapBuilder proceed(TransactionId originating, TransactionId destination) noexcept {
    return TcapBuilder(TcapType::kContinue, originating, destination);
  }
  static TcapBuilder end(TransactionId destination) noexcept {
    return TcapBuilder(TcapType::kEnd, {}, destination);
  }
  /// TC-U-ABORT: user_abort() or refuse() says why; without either it has no dialogue portion.
  static TcapBuilder abort(TransactionId destination) noexcept {
    return TcapBuilder(TcapType::kAbort, {}, destination);
  }
  /// TC-P-ABORT.
  static TcapBuilder provider_abort(TransactionId destination, PAbortCause cause) noexcept {
    TcapBuilder builder(TcapType::kAbort, {}, destination);
    builder.cause_ = cause;
    return builder;
  }

  /// AARQ. `user_information` is empty, or an EXTERNAL as encode_map_dialogue() writes it.
  TcapBuilder& request(ApplicationContext context,
                       std::span<const std::byte> user_information = {}) noexcept;
  /// AARE, accepted, with the name of the request's context (Dialogue::context_name).
  TcapBuilder& accept(std::span<const std::byte> context_name,
                      std::span<const std::byte> user_information = {}) noexcept;
  /// AARE, rejected; `diagnostic` of the dialogue service user: 1 no reason, 2 context unknown.
  TcapBuilder& refuse(std::span<const std::byte> context_name, std::uint8_t diagnostic,
                      std::span<const std::byte> user_information = {}) noexcept;
  /// ABRT by the dialogue service user.
  TcapBuilder& user_abort(std::span<const std::byte> user_information = {}) noexcept;

  /// The dialogue portion of another message, from tag 6B, octet for octet; empty: none. In place
  /// of the four above.
  TcapBuilder& carry_dialogue(std::span<const std::byte> portion) noexcept {
    carried_dialogue_ = portion;
    return *this;
  }

  /// A component of another message, from its tag, octet for octet.
  TcapBuilder& carry(std::span<const std::byte> component) noexcept;
  /// `parameter` is one element, or empty.
  TcapBuilder& invoke(std::int8_t id, std::int32_t operation_code,
                      std::span<const std::byte> parameter) noexcept;
  /// ReturnResultLast. With an empty parameter the operation code is left out too, as Q.773 3.6.3
  /// has it.
  TcapBuilder& result(std::int8_t id, std::int32_t operation_code,
                      std::span<const std::byte> parameter = {}) noexcept;
  TcapBuilder& error(std::int8_t id, std::int32_t error_code,
                     std::span<const std::byte> parameter = {}) noexcept;
  /// Reject. Without an id the one of the faulty component could not be derived.
  TcapBuilder& reject(std::optional<std::int8_t> id, ProblemKind kind,
                      std::uint8_t problem) noexcept;

  /// Makes an End a Continue with this id of ours: whether the dialogue stays open may show only
  /// while its answers are collected.
  TcapBuilder& keep_open(TransactionId originating) noexcept {
    type_ = TcapType::kContinue;
    originating_ = originating;
    return *this;
  }

  /// Writes to the start of `out`. kBadValue: a transaction id of none or more than four octets,
  /// components in an Abort. kTooLong: more than kMaxOwnComponents. kNoRoom.
  BerEncoded encode(std::span<std::byte> out) const noexcept;

 private:
  struct OwnComponent {
    ComponentKind kind;
    std::optional<std::int8_t> id;
    std::int32_t code;
    ProblemKind problem_kind;
    std::span<const std::byte> parameter;
    bool carried = false;  // `parameter` is all of it
  };

  TcapBuilder(TcapType type, TransactionId originating, TransactionId destination) noexcept
      : type_(type), originating_(originating), destination_(destination) {}

  TcapBuilder& add(const OwnComponent& component) noexcept;
  void write_dialogue(BerWriter& writer) const noexcept;
  static void write_component(BerWriter& writer, const OwnComponent& component) noexcept;

  TcapType type_;
  TransactionId originating_;
  TransactionId destination_;
  std::optional<PAbortCause> cause_;
  DialogueKind dialogue_ = DialogueKind::kNone;
  std::optional<ApplicationContext> context_;
  std::span<const std::byte> context_name_{};
  std::span<const std::byte> user_information_{};
  std::span<const std::byte> carried_dialogue_{};
  std::uint8_t result_ = kDialogueAccepted;
  std::uint8_t diagnostic_ = 0;
  std::size_t component_count_ = 0;
  bool too_many_ = false;
  std::array<OwnComponent, kMaxOwnComponents> components_{};
};

/// Writes one invoke alone, from its tag, as TcapBuilder::carry() takes it.
BerEncoded encode_invoke(std::int8_t id, std::int32_t operation_code,
                         std::span<const std::byte> parameter, std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
