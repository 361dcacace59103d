#pragma once

#include <memory>

#include "smsc-proxy/control/admin_core.hh"

namespace smsfw::control {

/// Serves one connection until it ends or a limit ends it; with `tls`, behind a handshake. The
/// connection owns itself and tells the core when it goes. Returns the object to close it by.
AdminConnection* start_admin_connection(std::shared_ptr<AdminServer::Core> core, tcp::socket socket,
                                        const std::shared_ptr<asio::ssl::context>& tls);

}  // namespace smsfw::control
