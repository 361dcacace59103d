#include "smsc-proxy/ss7/link/m3ua.hh"

namespace smsfw::ss7::link::m3ua {
namespace {

constexpr std::size_t kTagSize = 4;
constexpr std::size_t kLabelSize = 12;

std::uint32_t load(std::span<const std::byte> octets, std::size_t at, std::size_t size) noexcept {
  std::uint32_t value = 0;
  for (const std::byte octet : octets.subspan(at, size))
    value = value << 8U | static_cast<std::uint32_t>(octet);
  return value;
}

void store(std::vector<std::byte>& out, std::uint32_t value, std::size_t size) {
  for (std::size_t shift = size * 8; shift > 0;) {
    shift -= 8;
    out.push_back(static_cast<std::byte>(value >> shift));
  }
}

constexpr std::size_t padded(std::size_t size) noexcept {
  return (size + 3) & ~std::size_t{3};
}

constexpr bool is_number(Tag tag) noexcept {
  switch (tag) {
    case Tag::kTrafficMode:
    case Tag::kErrorCode:
    case Tag::kStatus:
    case Tag::kAspIdentifier:
    case Tag::kLocalKeyIdentifier:
    case Tag::kDestinationPointCode:
    case Tag::kRegistrationStatus:
      return true;
    default:
      return false;
  }
}

constexpr bool is_numbers(Tag tag) noexcept {
  return tag == Tag::kRoutingContext || tag == Tag::kAffectedPointCode;
}

void write_header(std::vector<std::byte>& out, Class message_class, std::uint8_t type,
                  std::size_t size) {
  out.push_back(std::byte{1});  // version
  out.push_back(std::byte{0});
  out.push_back(static_cast<std::byte>(message_class));
  out.push_back(static_cast<std::byte>(type));
  store(out, static_cast<std::uint32_t>(size), 4);
}

const Parameter* find_in(const Parameters& parameters, Tag tag) noexcept {
  for (const Parameter& one : parameters) {
    if (one.tag == tag) return &one;
  }
  return nullptr;
}

// Of a whole message, or of a parameter that is made of others.
Expected<Parameters, ErrorCode> read_parameters(std::span<const std::byte> octets) noexcept {
  Parameters parameters;
  for (std::size_t at = 0; at < octets.size();) {
    if (octets.size() - at < kTagSize) return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    const auto tag = static_cast<Tag>(load(octets, at, 2));
    const std::size_t size = load(octets, at + 2, 2);
    if (size < kTagSize || size > octets.size() - at) {
      return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    }
    const std::size_t value = size - kTagSize;
    if (is_number(tag) && value != 4) return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    if (is_numbers(tag) && (value == 0 || value % 4 != 0)) {
      return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    }
    if (!parameters.push_back({tag, octets.subspan(at + kTagSize, value)})) {
      return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    }
    at += padded(size);
  }
  return parameters;
}

void write_parameters(std::vector<std::byte>& out, std::span<const Parameter> parameters) {
  for (const Parameter& one : parameters) {
    const std::size_t begin = out.size();
    store(out, static_cast<std::uint32_t>(one.tag), 2);
    store(out, static_cast<std::uint32_t>(kTagSize + one.value.size()), 2);
    out.insert(out.end(), one.value.begin(), one.value.end());
    out.resize(begin + padded(out.size() - begin));
  }
}

}  // namespace

const Parameter* Message::find(Tag tag) const noexcept {
  return find_in(parameters, tag);
}

std::optional<std::uint32_t> Message::number(Tag tag) const noexcept {
  const Parameter* one = find(tag);
  if (one == nullptr || one->value.size() != 4) return std::nullopt;
  return load(one->value, 0, 4);
}

Expected<Message, ErrorCode> read_message(std::span<const std::byte> octets) noexcept {
  if (octets.size() < kHeaderSize) return Unexpected<ErrorCode>(ErrorCode::kProtocolError);
  if (octets[0] != std::byte{1}) return Unexpected<ErrorCode>(ErrorCode::kInvalidVersion);
  const std::size_t length = load(octets, 4, 4);
  // RFC 4666 3.1.4: the length counts the last parameter's padding, but not all senders do.
  if (length < kHeaderSize || padded(length) != padded(octets.size())) {
    return Unexpected<ErrorCode>(ErrorCode::kProtocolError);
  }
  Message message;
  message.message_class = static_cast<Class>(octets[2]);
  message.type = static_cast<std::uint8_t>(octets[3]);
  const auto parameters = read_parameters(octets.subspan(kHeaderSize));
  if (!parameters) return Unexpected<ErrorCode>(parameters.error());
  message.parameters = *parameters;
  return message;
}

Expected<Data, ErrorCode> read_data(const Message& message) noexcept {
  const Parameter* protocol = message.find(Tag::kProtocolData);
  if (protocol == nullptr) return Unexpected<ErrorCode>(ErrorCode::kMissingParameter);
  const std::span value = protocol->value;
  if (value.size() < kLabelSize) return Unexpected<ErrorCode>(ErrorCode::kParameterField);
  Data data;
  if (const Parameter* context = message.find(Tag::kRoutingContext); context != nullptr) {
    if (context->value.size() != 4) return Unexpected<ErrorCode>(ErrorCode::kInvalidRoutingContext);
    data.routing_context = load(context->value, 0, 4);
  }
  const std::uint32_t opc = load(value, 0, 4);
  const std::uint32_t dpc = load(value, 4, 4);
  if (opc > kMaxPointCode || dpc > kMaxPointCode)
    return Unexpected<ErrorCode>(ErrorCode::kParameterField);
  data.label.opc.value = static_cast<std::uint16_t>(opc);
  data.label.dpc.value = static_cast<std::uint16_t>(dpc);
  data.label.si = static_cast<std::uint8_t>(value[8]);
  data.label.ni = static_cast<std::uint8_t>(value[9]);
  data.label.mp = static_cast<std::uint8_t>(value[10]);
  data.label.sls = static_cast<std::uint8_t>(value[11]);
  data.octets = value.subspan(kLabelSize);
  return data;
}

void write_data(std::vector<std::byte>& out, std::uint32_t routing_context,
                const RoutingLabel& label, std::span<const std::byte> octets) {
  const std::size_t protocol = kTagSize + kLabelSize + octets.size();
  const std::size_t context = routing_context != 0 ? 8 : 0;
  const std::size_t size = kHeaderSize + context + padded(protocol);
  const std::size_t begin = out.size();
  write_header(out, Class::kTransfer, kData, size);
  if (context != 0) {
    store(out, static_cast<std::uint32_t>(Tag::kRoutingContext), 2);
    store(out, 8, 2);
    store(out, routing_context, 4);
  }
  store(out, static_cast<std::uint32_t>(Tag::kProtocolData), 2);
  store(out, static_cast<std::uint32_t>(protocol), 2);
  store(out, label.opc.value, 4);
  store(out, label.dpc.value, 4);
  for (const std::uint8_t one : {label.si, label.ni, label.mp, label.sls})
    out.push_back(static_cast<std::byte>(one));
  out.insert(out.end(), octets.begin(), octets.end());
  out.resize(begin + size);
}

void write_message(std::vector<std::byte>& out, Class message_class, std::uint8_t type,
                   std::span<const Parameter> parameters) {
  std::size_t size = kHeaderSize;
  for (const Parameter& one : parameters)
    size += padded(kTagSize + one.value.size());
  write_header(out, message_class, type, size);
  write_parameters(out, parameters);
}

void write_registration(std::vector<std::byte>& out, const RoutingKey& key) {
  const auto local = number(key.local);
  const auto mode = number(key.traffic_mode);
  const auto destination = number(key.destination.value);  // the mask in front of it is 0
  const std::array<Parameter, 3> inner{{{Tag::kLocalKeyIdentifier, local},
                                        {Tag::kTrafficMode, mode},
                                        {Tag::kDestinationPointCode, destination}}};
  std::vector<std::byte> octets;
  write_parameters(octets, inner);
  const Parameter whole{Tag::kRoutingKey, octets};
  write_message(out, Class::kKeys, kRegister, std::span(&whole, 1));
}

Expected<RegistrationResult, ErrorCode> read_registration(const Message& message) noexcept {
  const Parameter* whole = nullptr;
  for (const Parameter& one : message.parameters) {
    if (one.tag != Tag::kRegistrationResult) continue;
    if (whole != nullptr) return Unexpected<ErrorCode>(ErrorCode::kParameterField);
    whole = &one;
  }
  if (whole == nullptr) return Unexpected<ErrorCode>(ErrorCode::kMissingParameter);
  const auto inner = read_parameters(whole->value);
  if (!inner) return Unexpected<ErrorCode>(inner.error());
  const Parameter* local = find_in(*inner, Tag::kLocalKeyIdentifier);
  const Parameter* status = find_in(*inner, Tag::kRegistrationStatus);
  const Parameter* context = find_in(*inner, Tag::kRoutingContext);
  if (local == nullptr || status == nullptr)
    return Unexpected<ErrorCode>(ErrorCode::kMissingParameter);
  if (inner->size() != (context != nullptr ? 3U : 2U))
    return Unexpected<ErrorCode>(ErrorCode::kParameterField);
  RegistrationResult result{load(local->value, 0, 4), load(status->value, 0, 4), 0};
  if (context != nullptr) {
    if (context->value.size() != 4) return Unexpected<ErrorCode>(ErrorCode::kInvalidRoutingContext);
    result.routing_context = load(context->value, 0, 4);
  }
  if (result.status == RegistrationResult::kRegistered && result.routing_context == 0)
    return Unexpected<ErrorCode>(ErrorCode::kInvalidRoutingContext);
  return result;
}

std::array<std::byte, 4> number(std::uint32_t value) noexcept {
  return {static_cast<std::byte>(value >> 24U), static_cast<std::byte>(value >> 16U),
          static_cast<std::byte>(value >> 8U), static_cast<std::byte>(value)};
}

AffectedPointCode affected(std::span<const std::byte, 4> octets) noexcept {
  return {static_cast<std::uint8_t>(octets[0]), load(octets, 1, 3)};
}

}  // namespace smsfw::ss7::link::m3ua
