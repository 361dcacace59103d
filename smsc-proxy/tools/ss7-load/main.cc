#include <cstdio>
#include <exception>

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/tools/ss7-load/answer_loop.hh"
#include "smsc-proxy/tools/ss7-load/drive_loop.hh"

namespace {

using namespace smsfw;  // NOLINT(google-build-using-namespace)

/// 1 where the link cannot be opened, 2 where what is given cannot be understood.
int run(const ss7_load::Options& options) {
  int trouble = 2;
  try {
    if (options.drive) {
      const auto messages = ss7_load::read_messages(options.drive->files, options.drive->renumber);
      trouble = 1;
      return ss7_load::drive(*options.drive, messages);
    }
    const auto& answer = *options.answer;
    ss7_load::SubscriberTable subscribers(answer.imsi, answer.msc, answer.error);
    if (!answer.subscribers.empty()) subscribers.read(answer.subscribers);
    trouble = 1;
    return ss7_load::answer(answer, subscribers);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ss7-load: %s\n", error.what());
    return trouble;
  }
}

}  // namespace

int main(int argc, char** argv) {
  ss7_load::Options options;
  if (const auto code = ss7_load::parse_options(argc, argv, options)) return *code;
  log::set_level(log::Level::kWarning);
  return run(options);
}
