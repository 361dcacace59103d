#pragma once

#include <memory>
#include <string>

#include "smsc-proxy/control/beast.hh"

namespace smsfw::control {

/// Files of a TLS server, PEM.
struct TlsFiles {
  std::string certificate;  ///< Chain, the server's own first.
  std::string private_key;
  std::string client_ca;  ///< Certificates that clients' certificates are signed by; empty: none.
};

/// A server's TLS context: version 1.2 at least, no renegotiation, no compression, no session
/// tickets. With `client_ca` a client may show a certificate, and one that does not verify ends the
/// handshake; a client without one is let in and has to show a token. Throws std::runtime_error
/// that names the file and what is wrong with it.
std::shared_ptr<asio::ssl::context> make_server_tls(const TlsFiles& files);

/// Common name of the verified certificate that the peer showed; empty: it showed none.
std::string peer_common_name(SSL* connection);

}  // namespace smsfw::control
