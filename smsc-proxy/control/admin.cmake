# The control port: metrics page, HTTP, its TLS. Needs nothing of the rest of control/.
include_guard(GLOBAL)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(PROMETHEUS_CPP REQUIRED IMPORTED_TARGET prometheus-cpp-core)
set(here ${CMAKE_CURRENT_LIST_DIR})
add_library(smsfw_admin STATIC
            ${here}/admin_connection.cc ${here}/admin_core.cc ${here}/admin_routes.cc
            ${here}/admin_token.cc ${here}/metrics.cc ${here}/metrics_process.cc
            ${here}/metrics_reference.cc ${here}/status_page.cc ${here}/status_report.cc ${here}/tls_context.cc)
target_include_directories(smsfw_admin SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
target_link_libraries(smsfw_admin PUBLIC smsfw_metrics_core PkgConfig::PROMETHEUS_CPP
                                         nlohmann_json::nlohmann_json OpenSSL::SSL Threads::Threads)
