#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/support/scratch_directory.hh"

namespace smsfw::control::test {

/// A key and a certificate that were made for one test.
class Certificate {
 public:
  /// Signed by `issuer`, or by itself.
  explicit Certificate(const std::string& name, const Certificate* issuer = nullptr)
      : key_(EVP_EC_gen("P-256"), &EVP_PKEY_free), x509_(X509_new(), &X509_free) {
    X509_set_version(x509_.get(), 2);
    static long serial = 1;
    ASN1_INTEGER_set(X509_get_serialNumber(x509_.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(x509_.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509_.get()), 3'600);
    X509_set_pubkey(x509_.get(), key_.get());
    X509_NAME* subject = X509_get_subject_name(x509_.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509* signer = issuer != nullptr ? issuer->x509_.get() : x509_.get();
    X509_set_issuer_name(x509_.get(), X509_get_subject_name(signer));
    if (issuer == nullptr) {
      X509_EXTENSION* ca =
          X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
      X509_add_ext(x509_.get(), ca, -1);
      X509_EXTENSION_free(ca);
    }
    if (X509_sign(x509_.get(), issuer != nullptr ? issuer->key_.get() : key_.get(), EVP_sha256()) ==
        0) {
      throw std::runtime_error("no certificate for the test");
    }
  }

  void write(const std::string& certificate, const std::string& key) const {
    const auto open = [](const std::string& path) {
      return std::unique_ptr<FILE, int (*)(FILE*)>(std::fopen(path.c_str(), "w"), &std::fclose);
    };
    PEM_write_X509(open(certificate).get(), x509_.get());
    PEM_write_PrivateKey(open(key).get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }

 private:
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::unique_ptr<X509, void (*)(X509*)> x509_;
};

}  // namespace smsfw::control::test
