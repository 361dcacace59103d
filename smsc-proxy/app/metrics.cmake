include_guard(GLOBAL)
# The metric table and the workers' shards: standard library only, so that anything may count.
add_library(smsfw_metrics_core STATIC ${CMAKE_CURRENT_LIST_DIR}/metric_shard.cc)
target_include_directories(smsfw_metrics_core PUBLIC ${PROJECT_SOURCE_DIR})
target_link_libraries(smsfw_metrics_core PUBLIC smsfw_options smsfw_core)
