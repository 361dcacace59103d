#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "smsc-proxy/control/admin_http.hh"

namespace smsfw::control {

namespace {

constexpr std::size_t kTokenOctets = 32;    // of randomness
constexpr std::size_t kShortestToken = 32;  // characters of one that somebody wrote

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw std::runtime_error("control.token_file '" + file + "': " + what);
}

std::string random_token() {
  std::array<unsigned char, kTokenOctets> octets;
  if (::getrandom(octets.data(), octets.size(), 0) != static_cast<ssize_t>(octets.size())) {
    throw std::runtime_error("no random octets for a control token");
  }
  std::string token;
  for (const unsigned char octet : octets) {
    token += "0123456789abcdef"[octet >> 4];
    token += "0123456789abcdef"[octet & 0xf];
  }
  return token;
}

// False: somebody else made it first.
bool make(const std::string& file) {
  const auto directory = std::filesystem::path(file).parent_path();
  std::error_code failed;
  if (!directory.empty()) std::filesystem::create_directories(directory, failed);
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (fd < 0) {
    if (errno == EEXIST) return false;
    fail(file, "cannot be made: " + std::generic_category().message(errno));
  }
  const std::string line = random_token() + "\n";
  const bool written = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (::close(fd) != 0 || !written) {
    ::unlink(file.c_str());
    fail(file, "cannot be written; is the disk full?");
  }
  return true;
}

}  // namespace

std::string read_or_make_token(const std::string& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) {
    if (errno != ENOENT) fail(file, std::generic_category().message(errno));
    make(file);
    if (::stat(file.c_str(), &info) != 0) fail(file, std::generic_category().message(errno));
  }
  if ((info.st_mode & 07) != 0) {
    fail(file, "everybody on this host may read or change it; run: chmod 0640 " + file);
  }
  std::ifstream in(file);
  std::string token;
  if (!std::getline(in, token)) fail(file, "cannot be read, or is empty; remove it for a new one");
  while (!token.empty() && (token.back() == '\r' || token.back() == ' '))
    token.pop_back();
  if (token.size() < kShortestToken) {
    fail(file, "the token is shorter than 32 characters; remove the file for a new one");
  }
  return token;
}

}  // namespace smsfw::control
