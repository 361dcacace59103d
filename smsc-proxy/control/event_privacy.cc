#include "smsc-proxy/control/event_privacy.hh"

#include "smsc-proxy/control/crypto.hh"

namespace smsfw::control {

Expected<events::EventPrivacy, std::string> event_privacy(const EventsConfig& config) {
  events::EventPrivacy made;
  made.numbers = config.numbers;
  made.titles = config.titles;
  made.text = config.text;
  if (config.numbers == events::NumberPrivacy::kHash ||
      config.titles == events::NumberPrivacy::kHash) {
    const auto key = load_or_create_secret(config.hash_key_file);
    if (!key) return Unexpected<std::string>(key.error());
    made.hash = NumberHasher(*key);
  }
  return made;
}

}  // namespace smsfw::control
