#pragma once

#include <string>
#include <string_view>

namespace smsfw::control {

bool file_exists(const std::string& file) noexcept;

/// Replaces a file so that a crash leaves the old one or the new one, never half: temporary file
/// beside it (mode 0640), fsync, rename, fsync of the directory. Makes a missing directory (0750).
/// Returns what went wrong, or an empty string.
std::string write_durably(const std::string& file, std::string_view octets);

/// Makes a directory and those above it, mode 0750. Returns what went wrong, or an empty string.
std::string make_directory(const std::string& directory);

}  // namespace smsfw::control
