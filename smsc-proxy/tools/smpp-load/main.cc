#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "smsc-proxy/tools/smpp-load/load.hh"
#include "smsc-proxy/tools/smpp-load/options.hh"
#include "smsc-proxy/tools/smpp-load/report.hh"
#include "smsc-proxy/tools/smpp-load/samples.hh"

namespace {

using namespace smsfw;  // NOLINT(google-build-using-namespace)

int run(const load::Options& options) {
  const auto samples = options.corpus.empty()
                           ? load::generate_samples(options.pool, options.senders, options.seed)
                           : load::read_corpus(options.corpus, options.seed);
  const load::SubmitPool pool(samples, options.receipt_share, options.seed);
  auto messages = options.messages;
  if (messages == 0 && options.seconds == 0) messages = samples.size();

  asio::io_context io(1);
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(options.host, std::to_string(options.port));
  load::Load run(io, options, pool, messages);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const error_code& error, int) {
    if (!error) run.finish_early();
  });
  std::signal(SIGPIPE, SIG_IGN);
  run.start(found.begin()->endpoint());
  io.run();

  const auto& results = run.results();
  const auto report = load::report_json(options, results);
  std::FILE* out = options.report.empty() ? stdout : std::fopen(options.report.c_str(), "w");
  if (out == nullptr) throw std::runtime_error("cannot write " + options.report);
  std::fprintf(out, "%s\n", report.c_str());
  if (out != stdout) std::fclose(out);
  if (!options.per_message.empty() &&
      !load::write_per_message(options.per_message, samples, results)) {
    throw std::runtime_error("cannot write " + options.per_message);
  }
  if (results.binds < options.binds) {
    std::fprintf(stderr, "smpp-load: only %llu of %u binds came about: %s\n",
                 static_cast<unsigned long long>(results.binds), options.binds,
                 results.last_trouble.c_str());
    return 1;
  }
  return results.lost == 0 && results.answered == results.sent ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  load::Options options;
  if (const auto code = load::parse_options(argc, argv, options)) return *code;
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "smpp-load: %s\n", error.what());
    return 1;
  }
}
