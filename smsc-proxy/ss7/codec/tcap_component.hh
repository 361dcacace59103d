#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_reader.hh"

namespace smsfw::ss7 {

/// Most components of one message. MAP's short message dialogues carry one or two.
inline constexpr std::size_t kMaxComponents = 32;

/// ITU-T Q.773 3.2: the components by their tags.
enum class ComponentKind : std::uint8_t {
  kUnknown = 0,
  kInvoke = 0xA1,
  kReturnResultLast = 0xA2,
  kReturnError = 0xA3,
  kReject = 0xA4,
  kReturnResultNotLast = 0xA7,
};

constexpr std::string_view to_string(ComponentKind kind) noexcept {
  switch (kind) {
    case ComponentKind::kUnknown:
      return "unknown";
    case ComponentKind::kInvoke:
      return "invoke";
    case ComponentKind::kReturnResultLast:
      return "return_result_last";
    case ComponentKind::kReturnError:
      return "return_error";
    case ComponentKind::kReject:
      return "reject";
    case ComponentKind::kReturnResultNotLast:
      return "return_result_not_last";
  }
  return "unknown";
}

/// Which part a Reject found wrong, Q.773 table 30: the tag of its problem code.
enum class ProblemKind : std::uint8_t {
  kGeneral = 0x80,
  kInvoke = 0x81,
  kReturnResult = 0x82,
  kReturnError = 0x83,
};

/// An operation or error code: a number of MAP's, or an object identifier.
struct ComponentCode {
  /// Empty where the code is global, or where the component has none.
  std::optional<std::int32_t> local;
  /// The contents of the OBJECT IDENTIFIER; empty where the code is local. kGlobalOperation is set.
  std::span<const std::byte> global{};

  bool present() const noexcept { return local.has_value() || !global.empty(); }
};

/// One component. Borrows the message.
struct Component {
  ComponentKind kind = ComponentKind::kUnknown;
  /// Empty for unknown kinds, and in a Reject whose invoke id could not be derived.
  std::optional<std::int8_t> invoke_id;
  std::optional<std::int8_t> linked_id;
  /// Operation code of an invoke or a result (which may leave it out), error code of an error.
  ComponentCode code;
  /// The parameter as one element, its identifier and length included; empty where there is none.
  std::span<const std::byte> parameter{};
  ProblemKind problem_kind = ProblemKind::kGeneral;  ///< Of a Reject.
  std::int32_t problem = 0;                          ///< Of a Reject.
  /// All octets, from the component's tag.
  std::span<const std::byte> octets{};
};

namespace detail {
/// Reads the component at the front of `reader`; false at its end, or with an error in its context.
bool read_component(BerReader& reader, Component& out) noexcept;
}  // namespace detail

/// The components of a message in their order. Made by decode_tcap() over octets that it has
/// checked; over any other octets it ends before the first component that cannot be read. Borrows.
class ComponentRange {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Component;
    using difference_type = std::ptrdiff_t;
    using pointer = const Component*;
    using reference = const Component&;

    Iterator() noexcept = default;
    explicit Iterator(std::span<const std::byte> rest) noexcept : rest_(rest) { read(); }

    reference operator*() const noexcept { return current_; }
    pointer operator->() const noexcept { return &current_; }
    Iterator& operator++() noexcept {
      rest_ = rest_.subspan(current_.octets.size());
      read();
      return *this;
    }
    /// Iterators of one range only.
    friend bool operator==(const Iterator& a, const Iterator& b) noexcept {
      return a.rest_.size() == b.rest_.size();
    }

   private:
    void read() noexcept;

    std::span<const std::byte> rest_{};
    Component current_{};
  };

  ComponentRange() noexcept = default;
  ComponentRange(std::span<const std::byte> octets, std::size_t size) noexcept
      : octets_(octets), size_(size) {}

  Iterator begin() const noexcept { return Iterator(octets_); }
  Iterator end() const noexcept { return Iterator(); }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::span<const std::byte> octets() const noexcept { return octets_; }

 private:
  std::span<const std::byte> octets_{};
  std::size_t size_ = 0;
};

/// One component alone, `octets` from its tag to its end. Its findings are added to `findings`.
Expected<Component, DecodeError> decode_component(std::span<const std::byte> octets,
                                                  BerFindings& findings) noexcept;

}  // namespace smsfw::ss7
