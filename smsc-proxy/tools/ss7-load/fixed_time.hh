#pragma once

#include "smsc-proxy/tpdu/time_stamp.hh"

namespace smsfw::ss7_load {

/// TP-SCTS of all that is made here: always the same, so that a run can be repeated octet for
/// octet.
inline constexpr tpdu::TimeStamp kFixedTime{26, 1, 1, 0, 0, 0, 0, true};

}  // namespace smsfw::ss7_load
