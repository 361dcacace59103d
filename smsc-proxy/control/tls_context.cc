#include "smsc-proxy/control/tls_context.hh"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <stdexcept>

namespace smsfw::control {

namespace {

using asio::ssl::context;

void require(const error_code& failed, const std::string& what, const std::string& file) {
  if (!failed) return;
  throw std::runtime_error(what + " '" + file + "': " + failed.message());
}

}  // namespace

std::shared_ptr<context> make_server_tls(const TlsFiles& files) {
  auto tls = std::make_shared<context>(context::tls_server);
  error_code failed;
  tls->set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 |
                       context::no_tlsv1 | context::no_tlsv1_1 | context::no_compression,
                   failed);
  require(failed, "TLS options for", files.certificate);
  SSL_CTX_set_options(tls->native_handle(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(tls->native_handle(), SSL_SESS_CACHE_OFF);
  tls->use_certificate_chain_file(files.certificate, failed);
  require(failed, "cannot use certificate", files.certificate);
  tls->use_private_key_file(files.private_key, context::pem, failed);
  require(failed, "cannot use private key", files.private_key);
  if (SSL_CTX_check_private_key(tls->native_handle()) != 1) {
    throw std::runtime_error("private key '" + files.private_key +
                             "' does not belong to certificate '" + files.certificate + "'");
  }
  if (files.client_ca.empty()) return tls;
  tls->load_verify_file(files.client_ca, failed);
  require(failed, "cannot use certificates of clients", files.client_ca);
  tls->set_verify_mode(asio::ssl::verify_peer, failed);
  require(failed, "cannot verify clients with", files.client_ca);
  if (STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(files.client_ca.c_str())) {
    SSL_CTX_set_client_CA_list(tls->native_handle(), names);
  }
  return tls;
}

std::string peer_common_name(SSL* connection) {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(connection),
                                                           &X509_free);
  if (!certificate || SSL_get_verify_result(connection) != X509_V_OK) return {};
  char name[256] = {};
  const int n = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName,
                                          name, sizeof name);
  // A certificate without a common name is still one that our CA signed.
  return n > 0 ? std::string(name, static_cast<std::size_t>(n)) : "unnamed";
}

}  // namespace smsfw::control
