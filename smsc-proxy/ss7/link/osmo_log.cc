#include "smsc-proxy/ss7/link/osmo_log.hh"

#include <csignal>
#include <string_view>

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/ss7/link/osmo.hh"

namespace smsfw::ss7::link {
namespace {

log::Level level_of(unsigned int level) noexcept {
  // What the library calls an error is a peer's doing and passes.
  if (level >= LOGL_FATAL) return log::Level::kError;
  if (level >= LOGL_ERROR) return log::Level::kWarning;
  if (level >= LOGL_NOTICE) return log::Level::kInfo;
  return log::Level::kDebug;
}

void write_line(log_target* /*target*/, unsigned int level, const char* line) {
  std::string_view text(line);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.remove_suffix(1);
  // Of a server's ASP; its state machine is started all the same, and that is all we want.
  if (text.ends_with("ASP Restart for server not implemented yet!")) return;
  // Of a client over IPA: it goes up by itself, and is asked to once more.
  if (text.find(" IPA_ASP(") != text.npos && text.ends_with("Event M-ASP_UP.req not permitted")) {
    return;
  }
  if (!text.empty()) log::write(level_of(level), "ss7.library", {{"text", text}});
}

void start_once() {
  static const log_info no_categories_of_ours{};
  void* context = talloc_named_const(nullptr, 0, "smsfw ss7 link");
  msgb_talloc_ctx_init(context, 0);
  log_init(&no_categories_of_ours, context);
  log_target* target = log_target_create();
  target->output = write_line;
  log_set_all_filter(target, 1);
  log_set_use_color(target, 0);
  log_set_print_timestamp(target, 0);
  log_set_print_filename2(target, LOG_FILENAME_NONE);
  log_set_print_category(target, 1);
  log_set_print_category_hex(target, 0);
  log_set_log_level(target, LOGL_NOTICE);
  log_add_target(target);
  osmo_ss7_init();
  // The library writes to sockets without saying that it wants no signal.
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

void start_osmo_library() {
  static const bool started = (start_once(), true);
  (void)started;
  // What the library keeps for each thread is made by itself for the first one alone.
  if (osmo_ctx != nullptr) return;
  osmo_ctx_init("ss7-link");
  osmo_select_init();
}

}  // namespace smsfw::ss7::link
