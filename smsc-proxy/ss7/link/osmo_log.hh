#pragma once

namespace smsfw::ss7::link {

/// Sets up libosmocore once a process: its log goes into ours (events `ss7.library`), nothing to
/// standard error; SIGPIPE is ignored from then on. Called by the link's thread before anything
/// else of the library.
void start_osmo_library();

}  // namespace smsfw::ss7::link
