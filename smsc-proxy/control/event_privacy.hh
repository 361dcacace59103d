#pragma once

#include <string>

#include "filters/core/expected.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/events/event_privacy.hh"

namespace smsfw::control {

/// What events may show, as the configuration says. Where numbers are hashed, the key's file is
/// read, and made where there is none; the error says what is wrong with it.
Expected<events::EventPrivacy, std::string> event_privacy(const EventsConfig& config);

}  // namespace smsfw::control
