#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/tools/ss7-load/message_file.hh"

namespace smsfw::ss7_load {

/// Makes dialogues of lines of hexadecimal SCCP messages. One object a file.
class HexLines {
 public:
  explicit HexLines(bool renumber) noexcept : renumber_(renumber) {}

  /// Appends to `out`, or to its last dialogue where the line is a further segment of it. What
  /// cannot be read as SCCP or TCAP is sent as it is, for hostile octets are a use of this tool;
  /// nobody waits for its answer. Throws std::runtime_error for what is no hex, and for what cannot
  /// be renumbered.
  void read(std::string_view line, const std::string& place, std::vector<Message>& out);

 private:
  bool renumber_;
  std::size_t last_ = 0;     // the dialogue that waits for segments, counted from 1
  std::size_t missing_ = 0;  // segments
  std::uint32_t reference_ = 0;
  Octets data_;  // of the segments so far
};

}  // namespace smsfw::ss7_load
