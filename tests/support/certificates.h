#ifndef MANDATED_TESTS_SUPPORT_CERTIFICATES_H_
#define MANDATED_TESTS_SUPPORT_CERTIFICATES_H_

#include <string>

namespace mandated::testing {

// Returns the whole of a file; empty where it cannot be read.
std::string ReadFile(const std::string& path);

// Replaces a file in one step, as a reader that polls must see it.
void ReplaceFile(const std::string& path, const std::string& text);

// Signs certificates with a key of its own, made now by the program openssl and
// kept in a directory of the test's.
class CertificateAuthority {
 public:
  CertificateAuthority(std::string directory, std::string name);

  // Returns the path of its certificate.
  std::string certificate() const;

  // Makes a key and a certificate for `names`, "DNS:localhost,IP:127.0.0.1",
  // good for `days` from now; none at all if negative.
  struct Issued {
    std::string certificate;
    std::string key;
  };
  Issued Issue(const std::string& file, const std::string& names,
               int days = 2) const;

 private:
  std::string PathOf(const std::string& file) const;

  const std::string directory_;
  const std::string name_;
};

}  // namespace mandated::testing

#endif  // MANDATED_TESTS_SUPPORT_CERTIFICATES_H_
