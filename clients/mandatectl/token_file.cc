#include "clients/mandatectl/token_file.h"

#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/arguments.h"

namespace mandated::mandatectl {

absl::StatusOr<std::string> TokenFile::Read() const {
  if (access(path_.c_str(), F_OK) != 0) return std::string();
  const auto text = ReadFile(path_);
  if (!text.ok()) return text.status();
  const auto token =
      ParseToken(path_, std::string(absl::StripAsciiWhitespace(*text)));
  if (token.ok()) return token;
  return absl::FailedPreconditionError(
      absl::StrCat(path_,
                   " does not hold a resume token; remove it to start "
                   "from --from"));
}

absl::Status TokenFile::Write(const std::string& token) const {
  return ReplaceFile(path_, FormatToken(token) + "\n");
}

}  // namespace mandated::mandatectl
