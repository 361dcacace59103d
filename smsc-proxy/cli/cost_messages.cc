#include "smsc-proxy/cli/cost_messages.hh"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "smsc-proxy/control/embedded.hh"

namespace smsfw::cli {
namespace {

std::vector<ClassifyMessage> messages_of(const control::EmbeddedFile& file) {
  std::vector<ClassifyMessage> made;
  std::string_view left = file.text;
  while (!left.empty()) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    if (line.empty()) continue;
    auto message = parse_message(line);
    if (!message) throw std::runtime_error(std::string(file.path) + ": " + message.error());
    made.push_back(std::move(*message));
  }
  return made;
}

}  // namespace

std::vector<ClassifyMessage> cost_messages() {
  std::vector<ClassifyMessage> singles;
  std::vector<ClassifyMessage> longs;
  for (const control::EmbeddedFile& file : control::embedded_corpus()) {
    const std::size_t first = longs.size();
    for (ClassifyMessage& message : messages_of(file)) {
      if (longs.size() != first &&
          longs.back().text.size() + 1 + message.text.size() <= kLongMessage) {
        longs.back().text += ' ' + message.text;
      } else {
        longs.push_back(message);
      }
      singles.push_back(std::move(message));
    }
  }
  for (ClassifyMessage& message : longs)
    singles.push_back(std::move(message));
  return singles;
}

}  // namespace smsfw::cli
