# What reads M3UA and IPA from the wire knows no library: the second compiler and the fuzz targets
# have it too.
include_guard(GLOBAL)
add_library(smsfw_ss7_wire STATIC ${CMAKE_CURRENT_LIST_DIR}/ipa.cc ${CMAKE_CURRENT_LIST_DIR}/m3ua.cc)
target_link_libraries(smsfw_ss7_wire PUBLIC smsfw_core smsfw_sccp)
