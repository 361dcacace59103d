#include "smsc-proxy/control/text_file.hh"

#include <fstream>
#include <sstream>
#include <utility>

namespace smsfw::control {

bool read_text(const std::string& file, std::vector<SourceText>& out, Problems& problems) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || text.bad()) {
    problems.push_back({file, 0, "", "cannot be read; check that it exists and is readable"});
    return false;
  }
  out.push_back({file, std::move(text).str()});
  return true;
}

}  // namespace smsfw::control
