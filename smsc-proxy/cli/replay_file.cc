#include "smsc-proxy/cli/replay_file.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "smsc-proxy/control/descriptor.hh"

namespace smsfw::cli {
namespace {

Unexpected<std::string> failed() {
  return Unexpected<std::string>(std::generic_category().message(errno));
}

}  // namespace

Expected<ReplayFile, std::string> ReplayFile::open(const std::string& path) {
  const control::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return failed();
  ReplayFile made;
  if (S_ISREG(status.st_mode) && status.st_size > 0) {
    auto mapped = control::MappedOctets::map(file.get(), static_cast<std::size_t>(status.st_size));
    if (!mapped) return failed();
    made.mapped_.emplace(std::move(*mapped));
    return made;
  }
  for (std::size_t size = 0;;) {
    constexpr std::size_t kStep = 65'536;
    made.read_.resize(size + kStep);
    const auto got = ::read(file.get(), made.read_.data() + size, kStep);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    size += static_cast<std::size_t>(got);
    made.read_.resize(size);
    if (got == 0) return made;
    if (size > kMaxRead) return Unexpected<std::string>("longer than 1 GiB, and no regular file");
  }
}

}  // namespace smsfw::cli
