#include <algorithm>
#include <array>

#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/sccp_parameter.hh"

namespace smsfw::ss7 {
namespace {

/// Segmentation, importance and the end.
constexpr std::size_t kMaxOwnOptional = 2 + parameter::kSegmentationSize + 3 + 1;

constexpr std::size_t largest(std::size_t size) noexcept {
  return size == 1 ? 0xFFU : 0xFFFFU;
}

/// The optional part that the fields of a message ask for.
class OwnOptional {
 public:
  explicit OwnOptional(const SccpMessage& message) noexcept {
    if (message.segmentation) {
      put(parameter::kSegmentation);
      put(parameter::kSegmentationSize);
      const auto content = parameter::segmentation_octets(*message.segmentation);
      std::copy(content.begin(), content.end(),
                octets_.begin() + static_cast<std::ptrdiff_t>(size_));
      size_ += content.size();
    }
    if (message.importance) {
      put(parameter::kImportance);
      put(1);
      put(*message.importance);
    }
    if (size_ != 0) put(parameter::kEnd);
  }
  std::span<const std::byte> view() const noexcept { return {octets_.data(), size_}; }

 private:
  void put(std::size_t octet) noexcept { octets_[size_++] = static_cast<std::byte>(octet); }

  std::array<std::byte, kMaxOwnOptional> octets_{};
  std::size_t size_ = 0;
};

/// Writes from the first octet to the last. The caller has made sure that there is room.
class SccpWriter {
 public:
  explicit SccpWriter(std::span<std::byte> out) noexcept : out_(out) {}

  /// One octet, or two with the lower one first.
  void number(std::size_t value, std::size_t size = 1) noexcept {
    for (std::size_t i = 0; i < size; ++i)
      out_[at_++] = static_cast<std::byte>(value >> (8U * i) & 0xFFU);
  }
  void octets(std::span<const std::byte> value) noexcept {
    std::copy(value.begin(), value.end(), out_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += value.size();
  }
  std::size_t size() const noexcept { return at_; }

 private:
  std::span<std::byte> out_;
  std::size_t at_ = 0;
};

bool fields_fit(const SccpMessage& message) noexcept {
  return message.protocol_class <= 15 && message.handling <= 15 &&
         (!message.segmentation || (message.segmentation->remaining < kMaxSegments &&
                                    message.segmentation->local_reference <= kMaxLocalReference)) &&
         (!message.importance || *message.importance <= kMaxImportance);
}

}  // namespace

SccpEncoded encode_sccp(const SccpMessage& message, std::span<std::byte> out) noexcept {
  const SccpTypeSpec* const spec = find_sccp_type(static_cast<std::uint8_t>(message.type));
  const auto called = message.called.octets;
  const auto calling = message.calling.octets;
  if (spec == nullptr || called.empty() || calling.empty() || !fields_fit(message)) {
    return refuse(SccpEncodeCode::kBadValue);
  }
  const OwnOptional own(message);
  const auto optional = message.optional_part.empty() ? own.view() : message.optional_part;
  if (!spec->optional && !optional.empty()) return refuse(SccpEncodeCode::kNotAllowed);
  const std::size_t width = spec->wide ? 2 : 1;
  const std::size_t max = largest(width);
  if (called.size() > largest(1) || calling.size() > largest(1) || message.data.size() > max) {
    return refuse(SccpEncodeCode::kTooLong);
  }
  // A pointer counts from its own last octet, behind which stand the pointers that follow it.
  const std::size_t behind = spec->optional ? width : 0;
  const std::size_t to_called = 1 + behind + 2 * width;
  const std::size_t to_calling = 1 + behind + width + 1 + called.size();
  const std::size_t to_data = 1 + behind + 2 + called.size() + calling.size();
  const std::size_t to_optional =
      optional.empty() ? 0 : 1 + 2 + called.size() + calling.size() + width + message.data.size();
  if (std::max({to_called, to_calling, to_data, to_optional}) > max) {
    return refuse(SccpEncodeCode::kTooLong);
  }
  const std::size_t fixed = spec->hop_counter ? 3 : 2;
  const std::size_t total = fixed + (spec->optional ? 4 : 3) * width + 2 + called.size() +
                            calling.size() + width + message.data.size() + optional.size();
  if (total > out.size()) return refuse(SccpEncodeCode::kNoRoom);

  SccpWriter writer(out);
  writer.number(static_cast<std::uint8_t>(message.type));
  writer.number(spec->service ? static_cast<std::size_t>(message.cause)
                              : std::size_t{message.handling} << 4U | message.protocol_class);
  if (spec->hop_counter) writer.number(message.hop_counter);
  writer.number(to_called, width);
  writer.number(to_calling, width);
  writer.number(to_data, width);
  if (spec->optional) writer.number(to_optional, width);
  writer.number(called.size());
  writer.octets(called);
  writer.number(calling.size());
  writer.octets(calling);
  writer.number(message.data.size(), width);
  writer.octets(message.data);
  writer.octets(optional);
  return writer.size();
}

SccpEncoded encode_sccp_return(const SccpMessage& message, ReturnCause cause,
                               std::span<std::byte> out) noexcept {
  const SccpTypeSpec* const spec = find_sccp_type(static_cast<std::uint8_t>(message.type));
  if (spec == nullptr || !message.return_on_error()) return refuse(SccpEncodeCode::kNotAllowed);
  SccpMessage answer;
  answer.type = spec->answer;
  answer.cause = cause;
  answer.called = message.calling;
  answer.calling = message.called;
  answer.data = message.data;
  // The importance was the message's own; the return has the network's default.
  answer.segmentation = message.segmentation;
  return encode_sccp(answer, out);
}

}  // namespace smsfw::ss7
