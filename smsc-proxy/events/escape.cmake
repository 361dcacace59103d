# Escaping and masking alone: standard library only, so that clang builds and fuzzes it too.
include_guard(GLOBAL)
add_library(smsfw_event_text STATIC ${CMAKE_CURRENT_LIST_DIR}/event_privacy.cc
                                    ${CMAKE_CURRENT_LIST_DIR}/json_escape.cc)
target_include_directories(smsfw_event_text PUBLIC ${PROJECT_SOURCE_DIR})
target_link_libraries(smsfw_event_text PUBLIC smsfw_options smsfw_core)
