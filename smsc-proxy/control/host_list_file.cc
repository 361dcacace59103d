#include "smsc-proxy/control/host_list_file.hh"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "smsc-proxy/control/descriptor.hh"
#include "smsc-proxy/control/mapped_octets.hh"

namespace smsfw::control {

Expected<OpenHostList, std::string> open_host_list(const std::string& file) {
  using Refused = Unexpected<std::string>;
  // A pipe must not hold the control thread up.
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) {
    return Refused("cannot be opened: " + std::generic_category().message(errno));
  }
  if (!S_ISREG(status.st_mode)) return Refused("is no plain file");
  if (status.st_size <= 0) return Refused("is empty; make it with `smsfw list import`");
  auto mapped = MappedOctets::map(fd.get(), static_cast<std::size_t>(status.st_size));
  if (!mapped) return Refused("cannot be mapped: " + std::generic_category().message(errno));
  const auto octets = std::make_shared<const MappedOctets>(std::move(*mapped));
  auto list = access::HostList::open(octets->octets());
  if (!list) return Refused(std::move(list.error()));
  return OpenHostList{std::move(*list), octets};
}

}  // namespace smsfw::control
