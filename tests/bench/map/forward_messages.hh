#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace smsfw::bench {

/// One short message to a handset in MAP version 3, as user parts of signal units (UDT): the Begin
/// with mt-forwardSM, and the End with its result. Their dialogue has whatever number
/// set_dialogue() gave it last.
struct ForwardMessage {
  std::vector<std::byte> begin;
  std::vector<std::byte> end;
  std::size_t id_in_begin = 0;  ///< Where the originator's transaction id stands.
  std::size_t id_in_end = 0;

  void set_dialogue(std::uint32_t id) noexcept;
};

/// Text in the GSM 7-bit alphabet where it has all characters, else in UCS2; what does not fit into
/// one part is cut. Sender and subscriber are made of `number`. Ends the program where something
/// cannot be written.
ForwardMessage forward_message(std::string_view text, std::uint32_t number);

}  // namespace smsfw::bench
