#pragma once

// The one place that includes Boost.Beast and Asio's TLS streams. app/asio.hh stands first: it
// works around Boost 1.74's headers.
#include "smsc-proxy/app/asio.hh"
//
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace smsfw {

// NOLINTBEGIN(misc-unused-alias-decls): for those who include this
namespace beast = boost::beast;
namespace http = boost::beast::http;
// NOLINTEND(misc-unused-alias-decls)

}  // namespace smsfw
