#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/tools/ss7-load/json_fields.hh"
#include "smsc-proxy/tools/ss7-load/message_file.hh"

namespace smsfw::ss7_load {

enum class Kind { kMtForward, kMoForward, kRoutingInfo, kReport, kAlert, kReady };

/// An operation that a line of fields may name, and what it is by default.
struct KindSpec {
  Kind kind;
  std::string_view name;
  ss7::MapVersions versions;
  std::uint8_t context;
  std::uint8_t calling_ssn;
  std::uint8_t called_ssn;
};

/// All rows.
std::span<const KindSpec> kinds() noexcept;

/// How a message stands in its dialogue.
struct Place {
  bool further = false;  ///< The addresses are those of the first one.
  bool more_follow = false;
};

/// The operation's code, and its argument from the fields of a line. Throws std::runtime_error with
/// what is missing, or is none.
Invoke make_invoke(const JsonFields& fields, const KindSpec& spec, ss7::MapVersion version,
                   Place place);

/// A number without the + in front.
std::string_view plain_number(std::string_view number) noexcept;

}  // namespace smsfw::ss7_load
