#include "tests/support/certificates.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mandated::testing {
namespace {

constexpr char kNewKey[] =
    " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout ";

void Run(const std::string& command) {
  EXPECT_EQ(system(absl::StrCat("openssl ", command, " 2>/dev/null").c_str()),
            0)
      << command;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void ReplaceFile(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  std::ofstream(fresh) << text;
  EXPECT_EQ(rename(fresh.c_str(), path.c_str()), 0) << path;
}

CertificateAuthority::CertificateAuthority(std::string directory,
                                           std::string name)
    : directory_(std::move(directory)), name_(std::move(name)) {
  Run(absl::StrCat("req -x509 -days 2 -subj /CN=", name_, kNewKey,
                   PathOf("ca.key"), " -out ", certificate()));
}

std::string CertificateAuthority::certificate() const {
  return PathOf("ca.pem");
}

CertificateAuthority::Issued CertificateAuthority::Issue(
    const std::string& file, const std::string& names, int days) const {
  const Issued issued = {.certificate = PathOf(file + ".pem"),
                         .key = PathOf(file + ".key")};
  const std::string request = PathOf(file + ".csr");
  Run(absl::StrCat("req -subj /CN=", file, " -addext subjectAltName=", names,
                   kNewKey, issued.key, " -out ", request));
  Run(absl::StrCat("x509 -req -copy_extensions copy -days ", days, " -in ",
                   request, " -CA ", certificate(), " -CAkey ",
                   PathOf("ca.key"), " -out ", issued.certificate));
  return issued;
}

std::string CertificateAuthority::PathOf(const std::string& file) const {
  return absl::StrCat(directory_, "/", name_, "-", file);
}

}  // namespace mandated::testing
