#pragma once

// The one place that includes Boost.Asio. <utility> stands first: Boost 1.74's headers miss it
// under g++ 12 in C++20 mode.
#include <utility>

#define BOOST_ASIO_NO_DEPRECATED 1
#define BOOST_ASIO_DISABLE_VISIBILITY 1
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace smsfw {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

}  // namespace smsfw
