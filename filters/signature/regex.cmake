# Regular expressions for those who may not know RE2 (access lists): include() it from here.
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
add_library(smsfw_regex STATIC ${CMAKE_CURRENT_LIST_DIR}/re2_matcher.cc)
target_link_libraries(smsfw_regex PUBLIC smsfw_core PRIVATE PkgConfig::RE2)
