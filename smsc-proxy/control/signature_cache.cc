#include "smsc-proxy/control/signature_cache.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "smsc-proxy/control/descriptor.hh"
#include "smsc-proxy/control/durable_file.hh"
#include "smsc-proxy/control/mapped_octets.hh"

namespace smsfw::control {
namespace {

constexpr std::string_view kSuffix = ".hsdb";

// Why a file must not be trusted, or an empty string.
std::string distrust(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "is no plain file";
  if (status.st_uid != ::geteuid()) return "belongs to another user";
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "may be written by others";
  if (status.st_size <= 0) return "is empty";
  return {};
}

}  // namespace

SignatureCache::SignatureCache(std::string directory, std::size_t keep)
    : directory_(std::move(directory)), keep_(keep) {}

std::string SignatureCache::file_of(const DatabaseSource& source) const {
  return directory_ + '/' + source.content_hash() + std::string(kSuffix);
}

Expected<PatternDatabase, std::vector<DatabaseError>> SignatureCache::get(
    const DatabaseSource& source) {
  const std::string file = directory_.empty() ? std::string() : file_of(source);
  if (!file.empty()) {
    std::string wrong;
    // A symbolic link is not followed: it could point to somebody else's file.
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (fd.get() >= 0) {
      struct stat status {};
      wrong = ::fstat(fd.get(), &status) == 0 ? distrust(status) : "cannot be examined";
      if (wrong.empty()) {
        const auto mapping = MappedOctets::map(fd.get(), static_cast<std::size_t>(status.st_size));
        if (mapping) {
          auto database = PatternDatabase::load(mapping->octets(), source);
          if (database) {
            ++stats_.loaded;
            // The time of last use, by which prune() goes.
            ::futimens(fd.get(), nullptr);
            return std::move(*database);
          }
          wrong = database.error().what;
        } else {
          wrong = "cannot be mapped";
        }
      }
    } else if (errno != ENOENT) {
      wrong = std::generic_category().message(errno);
    }
    if (!wrong.empty()) {
      ++stats_.healed;
      remarks_.push_back(file + ": " + wrong + "; deleted, compiled anew");
      ::unlink(file.c_str());
    }
  }

  auto compiled = compile_database(source);
  using Refused = Unexpected<std::vector<DatabaseError>>;
  if (!compiled) return Refused(std::move(compiled.error()));
  ++stats_.compiled;
  if (!file.empty()) {
    const std::string_view octets(reinterpret_cast<const char*>(compiled->data()),
                                  compiled->size());
    if (std::string wrong = write_durably(file, octets); !wrong.empty()) {
      ++stats_.unwritten;
      remarks_.push_back(std::move(wrong));
    }
  }
  auto database = PatternDatabase::load(*compiled, source);
  if (!database) return Refused(std::vector<DatabaseError>{std::move(database.error())});
  return std::move(*database);
}

void SignatureCache::prune() {
  if (directory_.empty()) return;
  namespace fs = std::filesystem;
  struct Candidate {
    fs::file_time_type used;
    fs::path path;
  };
  std::vector<Candidate> files;
  std::error_code error;
  for (fs::directory_iterator at(directory_, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code gone;
    const auto used = at->last_write_time(gone);
    if (!gone && at->path().extension() == kSuffix) files.push_back({used, at->path()});
  }
  if (files.size() <= keep_) return;
  std::sort(files.begin(), files.end(),
            [](const Candidate& a, const Candidate& b) { return a.used > b.used; });
  for (std::size_t i = keep_; i < files.size(); ++i) {
    if (fs::remove(files[i].path, error)) ++stats_.pruned;
  }
}

std::vector<std::string> SignatureCache::take_remarks() {
  return std::exchange(remarks_, {});
}

}  // namespace smsfw::control
