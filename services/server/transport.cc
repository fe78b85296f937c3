#include "services/server/transport.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>

#include "absl/strings/str_cat.h"

namespace mandated::server {
namespace {

// How soon new certificates count; reading three small files costs nothing.
constexpr unsigned kReloadSeconds = 1;

struct Free {
  void operator()(BIO* file) const { BIO_free(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

absl::Status Wrong(const std::string& file, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(file, " ", what));
}

std::unique_ptr<X509, Free> ReadCertificate(const std::string& path) {
  const std::unique_ptr<BIO, Free> file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return nullptr;
  return std::unique_ptr<X509, Free>(
      PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
}

std::unique_ptr<EVP_PKEY, Free> ReadKey(const std::string& path) {
  const std::unique_ptr<BIO, Free> file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return nullptr;
  // Nobody is asked for a passphrase: a key that has one is refused.
  const auto no_passphrase = [](char*, int, int, void*) { return -1; };
  return std::unique_ptr<EVP_PKEY, Free>(
      PEM_read_bio_PrivateKey(file.get(), nullptr, no_passphrase, nullptr));
}

absl::Time TimeOf(const ASN1_TIME* time) {
  tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

}  // namespace

absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now) {
  const auto certificate = ReadCertificate(files.certificate);
  if (certificate == nullptr) {
    return Wrong(files.certificate, "is no certificate in PEM");
  }
  const auto key = ReadKey(files.key);
  if (key == nullptr) {
    return Wrong(files.key, "is no private key in PEM without a passphrase");
  }
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Wrong(files.key, absl::StrCat("is not the key of the certificate ",
                                         files.certificate));
  }
  if (now < TimeOf(X509_get0_notBefore(certificate.get()))) {
    return Wrong(files.certificate, "is not valid yet");
  }
  if (now >= TimeOf(X509_get0_notAfter(certificate.get()))) {
    return Wrong(files.certificate, "is not valid any more");
  }
  if (!files.client_ca.empty() && ReadCertificate(files.client_ca) == nullptr) {
    return Wrong(files.client_ca, "is no certificate in PEM");
  }
  return absl::OkStatus();
}

absl::Time CertificateEnd(const TlsFiles& files) {
  const auto certificate = ReadCertificate(files.certificate);
  if (certificate == nullptr) return absl::InfinitePast();
  return TimeOf(X509_get0_notAfter(certificate.get()));
}

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const TlsFiles& files) {
  if (files.certificate.empty()) return grpc::InsecureServerCredentials();
  // Both bounds of the protocol's version are gRPC's own: 1.2 and 1.3.
  grpc::experimental::TlsServerCredentialsOptions options(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          files.key, files.certificate, files.client_ca, kReloadSeconds));
  options.watch_identity_key_cert_pairs();
  if (!files.client_ca.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(
        GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace mandated::server
