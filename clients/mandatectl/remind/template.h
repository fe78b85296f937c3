#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_TEMPLATE_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_TEMPLATE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/mandatectl/remind/digest.h"

namespace mandated::mandatectl::remind {

// Whether {{name}} is escaped for HTML; {{{name}}} never is.
enum class Escaping { kNone, kHtml };

// A Mustache template (mustache(5)) over a digest. Partials and lambdas are
// left out: there are none. May be used by many threads, one after the other.
class Template {
 public:
  // Compiles `text`, which came from `origin`: a file or the name of an option.
  // INVALID_ARGUMENT, with origin, line and column: a tag or a section does not
  // end, or it names a value that no digest has; the message says which there
  // are.
  static absl::StatusOr<Template> Compile(const std::string& text,
                                          const std::string& origin,
                                          Escaping escaping);

  std::string Render(const Digest& digest) const;

 private:
  struct Compiled;
  explicit Template(std::shared_ptr<Compiled> compiled)
      : compiled_(std::move(compiled)) {}

  std::shared_ptr<Compiled> compiled_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_TEMPLATE_H_
