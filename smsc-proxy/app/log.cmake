# The operational log; spdlog stays behind its header.
include_guard(GLOBAL)
find_package(spdlog REQUIRED)
add_library(smsfw_log STATIC ${CMAKE_CURRENT_LIST_DIR}/log.cc)
# ThreadSanitizer sees only what it instruments: the last reference to a logger may be dropped inside
# the packaged library, by a count that it cannot see, and its delete then looks like a race.
if(SMSFW_SANITIZE MATCHES thread)
  set(spdlog spdlog::spdlog_header_only)
else()
  set(spdlog spdlog::spdlog)
endif()
target_link_libraries(smsfw_log PUBLIC smsfw_options smsfw_event_text PRIVATE ${spdlog})
