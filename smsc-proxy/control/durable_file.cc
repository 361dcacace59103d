#include "smsc-proxy/control/durable_file.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace smsfw::control {
namespace {

std::string failure(const std::string& what, const char* action) {
  return what + ": cannot be " + action + ": " + std::generic_category().message(errno);
}

std::string directory_of(const std::string& file) {
  const std::string parent = std::filesystem::path(file).parent_path().string();
  return parent.empty() ? "." : parent;
}

// Name and descriptor of a file in the making; the file goes unless keep() was called.
class Temporary {
 public:
  explicit Temporary(const std::string& beside) : name_(beside + ".XXXXXX") {
    fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
  }
  ~Temporary() {
    if (fd_ < 0) return;
    ::close(fd_);
    if (!kept_) ::unlink(name_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  int fd() const noexcept { return fd_; }
  const std::string& name() const noexcept { return name_; }
  void keep() noexcept { kept_ = true; }

 private:
  std::string name_;
  int fd_ = -1;
  bool kept_ = false;
};

}  // namespace

bool file_exists(const std::string& file) noexcept {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0;
}

std::string make_directory(const std::string& directory) {
  if (file_exists(directory)) return {};
  const std::string parent = directory_of(directory);
  if (parent != directory) {
    if (std::string wrong = make_directory(parent); !wrong.empty()) return wrong;
  }
  if (::mkdir(directory.c_str(), 0750) != 0 && errno != EEXIST) {
    return failure(directory, "made");
  }
  return {};
}

std::string write_durably(const std::string& file, std::string_view octets) {
  const std::string directory = directory_of(file);
  if (std::string wrong = make_directory(directory); !wrong.empty()) return wrong;
  Temporary temporary(file);
  if (temporary.fd() < 0) return failure(temporary.name(), "made");
  while (!octets.empty()) {
    const ssize_t written = ::write(temporary.fd(), octets.data(), octets.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure(temporary.name(), "written");
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fchmod(temporary.fd(), 0640) != 0) return failure(temporary.name(), "given its mode");
  if (::fsync(temporary.fd()) != 0) return failure(temporary.name(), "synced");
  if (::rename(temporary.name().c_str(), file.c_str()) != 0) return failure(file, "replaced");
  temporary.keep();
  // The rename itself lasts only once the directory is on disk.
  const int directory_fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory_fd < 0) return failure(directory, "opened");
  const bool synced = ::fsync(directory_fd) == 0;
  ::close(directory_fd);
  return synced ? std::string() : failure(directory, "synced");
}

}  // namespace smsfw::control
