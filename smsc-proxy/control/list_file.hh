#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "filters/access/access_lists.hh"
#include "filters/core/definition.hh"

namespace smsfw::control {

/// Entries of an access list from a text: one a line, `VALUE [EXPIRES]`, where EXPIRES is a date or
/// RFC 3339 time behind white space. Empty lines and lines that begin with # are passed over.
void parse_list(std::string_view text, const std::string& file,
                std::vector<access::ListEntrySpec>& out, Problems& problems);

/// Same of a file, whose text goes to `text` too.
void read_list_file(const std::string& file, std::vector<access::ListEntrySpec>& out,
                    std::string& text, Problems& problems);

}  // namespace smsfw::control
