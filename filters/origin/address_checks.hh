#pragma once

#include "filters/origin/check_input.hh"

/// Who says it: titles, networks, numbers. One function a check (see kCheckTable).
namespace smsfw::origin {

Answer check_network(const CheckInput& in) noexcept;
Answer check_calling_title(const CheckInput& in) noexcept;
Answer check_own_title(const CheckInput& in) noexcept;
Answer check_own_number(const CheckInput& in) noexcept;
Answer check_operation_code(const CheckInput& in) noexcept;
Answer check_components(const CheckInput& in) noexcept;
Answer check_query_address(const CheckInput& in) noexcept;

}  // namespace smsfw::origin
