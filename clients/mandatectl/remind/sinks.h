#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_SINKS_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_SINKS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/mandatectl/output.h"
#include "clients/mandatectl/remind/ledger.h"
#include "clients/mandatectl/remind/retry.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/sink_options.h"
#include "clients/mandatectl/remind/template.h"

namespace mandated::mandatectl::remind {

// Templates and secrets, read and checked.
struct SinkMaterial {
  Template subject;
  Template text;
  Template html;
  bool own_text = false;  // the text's template was given
  std::string webhook_secret;
  std::string mail_password;
};

// Reads what `options` name, before anything is asked or sent.
// INVALID_ARGUMENT: a template does not compile, a secret is none, mail goes
// to nobody, or one of two places is named twice. FAILED_PRECONDITION: a file
// cannot be read. No message repeats a secret.
absl::StatusOr<SinkMaterial> ReadMaterial(const SinkOptions& options);

// What sinks share in one run. Owns nothing.
struct RunFacts {
  std::string subscription;  // "deadlines"
  std::string subscription_uid;
  mandates::v1::Date today;
  std::function<absl::Time()> now;
  WaitFunction wait;
  Ledger* ledger;
  Output* output;
};

// Makes the sinks, in the order they were named; one for each recipient of a
// mail.
std::vector<std::unique_ptr<Sink>> MakeSinks(const SinkOptions& options,
                                             const SinkMaterial& material,
                                             const RunFacts& facts);

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_SINKS_H_
