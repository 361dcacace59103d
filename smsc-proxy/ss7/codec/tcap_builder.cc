#include "smsc-proxy/ss7/codec/tcap_builder.hh"

#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"

namespace smsfw::ss7 {
namespace {

/// BIT STRING with 7 unused bits: version 1.
constexpr std::array kVersion1 = {std::byte{0x07}, std::byte{0x80}};

void write_id(BerWriter& writer, BerTag id_tag, TransactionId id) noexcept {
  if (id.size == 0 || id.size > kMaxTransactionIdSize) return writer.fail(BerEncodeCode::kBadValue);
  std::array<std::byte, kMaxTransactionIdSize> octets;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    octets[i] = static_cast<std::byte>(id.value >> (24U - 8U * i));
  }
  writer.element(id_tag, std::span<const std::byte>(octets).last(id.size));
}

}  // namespace

TcapBuilder& TcapBuilder::request(ApplicationContext context,
                                  std::span<const std::byte> user_information) noexcept {
  dialogue_ = DialogueKind::kRequest;
  context_ = context;
  user_information_ = user_information;
  return *this;
}

TcapBuilder& TcapBuilder::accept(std::span<const std::byte> context_name,
                                 std::span<const std::byte> user_information) noexcept {
  dialogue_ = DialogueKind::kResponse;
  context_name_ = context_name;
  user_information_ = user_information;
  result_ = kDialogueAccepted;
  diagnostic_ = 0;
  return *this;
}

TcapBuilder& TcapBuilder::refuse(std::span<const std::byte> context_name, std::uint8_t diagnostic,
                                 std::span<const std::byte> user_information) noexcept {
  accept(context_name, user_information);
  result_ = kDialogueRejected;
  diagnostic_ = diagnostic;
  return *this;
}

TcapBuilder& TcapBuilder::user_abort(std::span<const std::byte> user_information) noexcept {
  dialogue_ = DialogueKind::kAbort;
  user_information_ = user_information;
  return *this;
}

TcapBuilder& TcapBuilder::add(const OwnComponent& component) noexcept {
  if (component_count_ == components_.size()) {
    too_many_ = true;
  } else {
    components_[component_count_++] = component;
  }
  return *this;
}

TcapBuilder& TcapBuilder::carry(std::span<const std::byte> component) noexcept {
  return add({ComponentKind::kUnknown, {}, 0, ProblemKind::kGeneral, component, true});
}

TcapBuilder& TcapBuilder::invoke(std::int8_t id, std::int32_t operation_code,
                                 std::span<const std::byte> parameter) noexcept {
  return add({ComponentKind::kInvoke, id, operation_code, ProblemKind::kGeneral, parameter});
}

TcapBuilder& TcapBuilder::result(std::int8_t id, std::int32_t operation_code,
                                 std::span<const std::byte> parameter) noexcept {
  return add(
      {ComponentKind::kReturnResultLast, id, operation_code, ProblemKind::kGeneral, parameter});
}

TcapBuilder& TcapBuilder::error(std::int8_t id, std::int32_t error_code,
                                std::span<const std::byte> parameter) noexcept {
  return add({ComponentKind::kReturnError, id, error_code, ProblemKind::kGeneral, parameter});
}

TcapBuilder& TcapBuilder::reject(std::optional<std::int8_t> id, ProblemKind kind,
                                 std::uint8_t problem) noexcept {
  return add({ComponentKind::kReject, id, problem, kind, {}});
}

void TcapBuilder::write_component(BerWriter& writer, const OwnComponent& component) noexcept {
  const std::size_t begin = writer.mark();
  writer.octets(component.parameter);
  if (component.carried) return;
  switch (component.kind) {
    case ComponentKind::kReject:
      writer.integer(static_cast<BerTag>(component.problem_kind), component.code);
      break;
    case ComponentKind::kReturnResultLast:
      if (!component.parameter.empty()) {
        writer.integer(tag::kInteger, component.code);
        writer.close(tag::kSequence, begin);
      }
      break;
    default:
      writer.integer(tag::kInteger, component.code);
      break;
  }
  if (component.id) {
    writer.integer(tag::kInteger, *component.id);
  } else {
    writer.null(tag::kNull);
  }
  writer.close(static_cast<BerTag>(component.kind), begin);
}

void TcapBuilder::write_dialogue(BerWriter& writer) const noexcept {
  const std::size_t begin = writer.mark();
  if (!user_information_.empty()) {
    writer.element(tag::context_constructed(30), user_information_);
  }
  BerTag pdu = kDialogueRequestTag;
  if (dialogue_ == DialogueKind::kAbort) {
    pdu = kDialogueAbortTag;
    writer.integer(tag::context(0), 0);
  } else {
    if (dialogue_ == DialogueKind::kResponse) {
      pdu = kDialogueResponseTag;
      std::size_t mark = writer.mark();
      writer.integer(tag::kInteger, diagnostic_);
      writer.close(tag::context_constructed(1), mark);
      writer.close(tag::context_constructed(3), mark);
      mark = writer.mark();
      writer.integer(tag::kInteger, result_);
      writer.close(tag::context_constructed(2), mark);
    }
    const std::size_t name = writer.mark();
    if (context_) {
      const std::array own = {static_cast<std::byte>(context_->id),
                              static_cast<std::byte>(context_->version)};
      writer.octets(own);
      writer.octets(octets_of(kMapContextPrefix));
    } else {
      if (context_name_.empty()) writer.fail(BerEncodeCode::kBadValue);
      writer.octets(context_name_);
    }
    writer.close(tag::kObjectId, name);
    writer.close(tag::context_constructed(1), name);
    writer.element(tag::context(0), kVersion1);
  }
  writer.close(pdu, begin);
  writer.close(tag::context_constructed(0), begin);
  writer.element(tag::kObjectId, octets_of(kDialogueSyntax));
  writer.close(tag::kExternal, begin);
  writer.close(kDialoguePortionTag, begin);
}

BerEncoded TcapBuilder::encode(std::span<std::byte> out) const noexcept {
  BerWriter writer(out);
  if (too_many_) writer.fail(BerEncodeCode::kTooLong);
  if (type_ == TcapType::kAbort && component_count_ != 0) writer.fail(BerEncodeCode::kBadValue);
  if (component_count_ != 0) {
    for (std::size_t i = component_count_; i != 0; --i) {
      write_component(writer, components_[i - 1]);
    }
    writer.close(kComponentPortionTag, 0);
  }
  writer.octets(carried_dialogue_);
  if (dialogue_ != DialogueKind::kNone && carried_dialogue_.empty()) write_dialogue(writer);
  if (cause_) writer.integer(kCauseTag, static_cast<std::int64_t>(*cause_));
  if (type_ != TcapType::kBegin) write_id(writer, kDestinationTag, destination_);
  if (type_ == TcapType::kBegin || type_ == TcapType::kContinue) {
    write_id(writer, kOriginatingTag, originating_);
  }
  writer.close(static_cast<BerTag>(type_), 0);
  return writer.finish();
}

BerEncoded encode_invoke(std::int8_t id, std::int32_t operation_code,
                         std::span<const std::byte> parameter, std::span<std::byte> out) noexcept {
  BerWriter writer(out);
  writer.octets(parameter);
  writer.integer(tag::kInteger, operation_code);
  writer.integer(tag::kInteger, id);
  writer.close(static_cast<BerTag>(ComponentKind::kInvoke), 0);
  return writer.finish();
}

}  // namespace smsfw::ss7
