# Benches of filters/text and filters/signature, and the generator of made-up signatures.
find_package(benchmark REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(HYPERSCAN REQUIRED IMPORTED_TARGET libhs)
add_library(bench_signature_maker STATIC ${CMAKE_CURRENT_LIST_DIR}/bench_signatures.cc)
target_link_libraries(bench_signature_maker PUBLIC smsfw_core)
add_executable(bench-signatures ${CMAKE_CURRENT_LIST_DIR}/bench_signatures_main.cc)
target_link_libraries(bench-signatures PRIVATE bench_signature_maker)
add_library(bench_scan STATIC ${CMAKE_CURRENT_LIST_DIR}/bare_scan.cc)
target_link_libraries(bench_scan PUBLIC smsfw_text smsfw_signature benchmark::benchmark
                                 PRIVATE PkgConfig::HYPERSCAN)
foreach(name text_bench signature_bench)
  add_executable(${name} ${CMAKE_CURRENT_LIST_DIR}/${name}.cc
                         ${CMAKE_CURRENT_LIST_DIR}/bench_texts.cc)
  target_compile_definitions(${name} PRIVATE SMSFW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE smsfw_text smsfw_signature bench_signature_maker
                                        bench_scan nlohmann_json::nlohmann_json
                                        benchmark::benchmark_main)
endforeach()
add_executable(url_bench ${CMAKE_CURRENT_LIST_DIR}/url_bench.cc ${CMAKE_CURRENT_LIST_DIR}/bench_texts.cc)
target_compile_definitions(url_bench PRIVATE SMSFW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(url_bench PRIVATE smsfw_text bench_allocations nlohmann_json::nlohmann_json
                                        benchmark::benchmark_main)
add_executable(model_bench ${CMAKE_CURRENT_LIST_DIR}/model_bench.cc ${CMAKE_CURRENT_LIST_DIR}/bench_texts.cc)
target_compile_definitions(model_bench PRIVATE SMSFW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(model_bench PRIVATE smsfw_model bench_allocations nlohmann_json::nlohmann_json
                                          benchmark::benchmark_main)
