#pragma once

#include <tl/expected.hpp>

namespace smsfw {

/// A value, or the reason why there is none. One alias, so that the move to std::expected (C++23)
/// is one line.
template <class T, class E>
using Expected = tl::expected<T, E>;

template <class E>
using Unexpected = tl::unexpected<E>;

using tl::unexpect;

}  // namespace smsfw
