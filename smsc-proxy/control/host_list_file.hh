#pragma once

#include <memory>
#include <string>

#include "filters/access/host_list.hh"
#include "filters/core/expected.hh"

namespace smsfw::control {

/// A host list that is mapped into memory.
struct OpenHostList {
  access::HostList entries;
  std::shared_ptr<const void> octets;  ///< Unmaps them.
};

/// Opens, maps and checks the file of a host list. The error says what is wrong, without the file.
Expected<OpenHostList, std::string> open_host_list(const std::string& file);

}  // namespace smsfw::control
