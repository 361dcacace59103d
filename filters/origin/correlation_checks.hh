#pragma once

#include "filters/origin/check_input.hh"

/// Whether what is said fits to what was said before, or elsewhere. One function a check (see
/// kCheckTable).
namespace smsfw::origin {

Answer check_fake_sccp(const CheckInput& in) noexcept;
Answer check_fake_map(const CheckInput& in) noexcept;
Answer check_fake_query(const CheckInput& in) noexcept;
Answer check_fake_forward(const CheckInput& in) noexcept;
Answer check_unsolicited(const CheckInput& in) noexcept;
Answer check_home_routing(const CheckInput& in) noexcept;
Answer check_correlation(const CheckInput& in) noexcept;
Answer check_mo_serving(const CheckInput& in) noexcept;
Answer check_mo_imsi(const CheckInput& in) noexcept;

}  // namespace smsfw::origin
