#pragma once

#include <string>

namespace smsfw::events {

/// docs/reference/events.md, from the tables of event_table.hh.
std::string events_reference();

/// docs/reference/events.schema.json (JSON Schema draft-07), from the same tables.
std::string events_schema();

}  // namespace smsfw::events
