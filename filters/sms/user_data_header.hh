#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace smsfw::sms {

/// One information element of a user data header, 3GPP TS 23.040 §9.2.3.24.
struct InformationElement {
  std::uint8_t id = 0;
  std::span<const std::byte> data;  ///< Borrowed from the user data.
};

/// The header at the start of user data whose UDHI is set. A view: ends with the octets.
class UserDataHeader {
 public:
  /// Reads the length octet and walks the elements once. Never looks past `user_data`.
  static UserDataHeader read(std::span<const std::byte> user_data) noexcept;

  /// False when there is no length octet, when it points past the octets, or when an element does
  /// not end where the header ends.
  bool valid() const noexcept { return valid_; }
  /// Octets to skip before the text, length octet included. 0 when the length octet points past
  /// the octets: everything is text then, because hiding it is what such a length is good for.
  std::size_t size() const noexcept { return size_; }

  /// Calls `use(const InformationElement&)` for each whole element in order. Elements before a
  /// malformed one are reported.
  template <class Use>
  void for_each(Use&& use) const {
    std::size_t at = 0;
    while (elements_.size() - at >= 2) {
      const auto length = std::to_integer<std::size_t>(elements_[at + 1]);
      if (elements_.size() - at - 2 < length) return;
      use(InformationElement{std::to_integer<std::uint8_t>(elements_[at]),
                             elements_.subspan(at + 2, length)});
      at += 2 + length;
    }
  }

 private:
  std::span<const std::byte> elements_;
  std::size_t size_ = 0;
  bool valid_ = false;
};

}  // namespace smsfw::sms
