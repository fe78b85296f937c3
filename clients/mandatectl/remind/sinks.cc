#include "clients/mandatectl/remind/sinks.h"

#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/mandatectl/atomic_file.h"
#include "clients/mandatectl/remind/calendar_sink.h"
#include "clients/mandatectl/remind/exec_sink.h"
#include "clients/mandatectl/remind/mail_sink.h"
#include "clients/mandatectl/remind/signature.h"
#include "clients/mandatectl/remind/stdout_sink.h"
#include "clients/mandatectl/remind/webhook_sink.h"

namespace mandated::mandatectl::remind {
namespace {

absl::StatusOr<Template> ReadTemplate(const std::string& path, const char* ours,
                                      Escaping escaping) {
  if (path.empty()) return Template::Compile(ours, "built in", escaping);
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  return Template::Compile(*text, path, escaping);
}

// A secret from a file or else from the environment; empty where neither is.
absl::StatusOr<std::string> ReadSecret(const std::string& path,
                                       const char* variable) {
  if (!path.empty()) {
    auto text = ReadFile(path);
    if (text.ok()) absl::StripTrailingAsciiWhitespace(&*text);
    return text;
  }
  const char* text = std::getenv(variable);
  return std::string(text == nullptr ? "" : text);
}

bool Has(const SinkOptions& options, SinkKind kind) {
  for (const SinkAddress& sink : options.sinks) {
    if (sink.kind == kind) return true;
  }
  return false;
}

// Two sinks of one name would be one in the ledger.
absl::Status CheckNames(const SinkOptions& options) {
  std::set<std::string> targets, recipients;
  for (const SinkAddress& sink : options.sinks) {
    if (targets.insert(absl::StrCat(sink.kind, sink.target)).second) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("--sink: ", sink.name, " is named twice"));
  }
  for (const MailAddress& to : options.mail_to) {
    if (recipients.insert(to.address).second) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("--mail-to: ", to.address, " is named twice"));
  }
  return absl::OkStatus();
}

absl::Status CheckMail(const SinkOptions& options) {
  const bool has_mail = Has(options, SinkKind::kMail);
  const bool complete = options.mail_from && !options.mail_to.empty();
  if (!has_mail || complete) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a sink that mails needs --mail-from ADDRESS and --mail-to ADDRESS");
}

// Returns the signing secret; empty where none was given.
absl::StatusOr<std::string> ReadWebhookSecret(const SinkOptions& options) {
  if (!Has(options, SinkKind::kWebhook)) return std::string();
  const auto text =
      ReadSecret(options.webhook_secret_file, "MANDATED_WEBHOOK_SECRET");
  if (!text.ok()) return text.status();
  const bool none = text->empty() && options.webhook_secret_file.empty();
  return none ? std::string() : ParseSecret(*text);
}

void AddMailSinks(const SinkAddress& address, const SinkOptions& options,
                  const SinkMaterial& material, const RunFacts& facts,
                  std::vector<std::unique_ptr<Sink>>& sinks) {
  for (const MailAddress& to : options.mail_to) {
    sinks.push_back(std::make_unique<MailSink>(
        MailSink::Options{.server = {.address = address,
                                     .user = options.mail_user,
                                     .password = material.mail_password,
                                     .transfer = {.ca_file = options.ca_file}},
                          .from = *options.mail_from,
                          .to = to,
                          .subject = material.subject,
                          .text = material.text,
                          .html = material.html,
                          .subscription = facts.subscription,
                          .subscription_uid = facts.subscription_uid,
                          .today = facts.today},
        facts.now, facts.ledger));
  }
}

std::unique_ptr<Sink> MakeWebhook(const SinkAddress& address,
                                  const SinkOptions& options,
                                  const SinkMaterial& material,
                                  const RunFacts& facts) {
  return std::make_unique<WebhookSink>(
      WebhookSink::Options{.address = address,
                           .secret = material.webhook_secret,
                           .transfer = {.ca_file = options.ca_file},
                           .retry = options.retry},
      facts.now, facts.wait);
}

std::unique_ptr<Sink> MakeStdout(const SinkMaterial& material,
                                 const RunFacts& facts) {
  std::optional<Template> text;
  if (material.own_text) text = material.text;
  return std::make_unique<StdoutSink>(facts.subscription, facts.today,
                                      std::move(text), facts.output);
}

}  // namespace

absl::StatusOr<SinkMaterial> ReadMaterial(const SinkOptions& options) {
  if (absl::Status names = CheckNames(options); !names.ok()) return names;
  if (absl::Status mail = CheckMail(options); !mail.ok()) return mail;
  const std::string& given = options.mail_subject;
  const auto subject =
      Template::Compile(given.empty() ? kSubjectTemplate : given,
                        "--mail-subject", Escaping::kNone);
  if (!subject.ok()) return subject.status();
  const auto text =
      ReadTemplate(options.text_template, kTextTemplate, Escaping::kNone);
  if (!text.ok()) return text.status();
  const auto html =
      ReadTemplate(options.html_template, kHtmlTemplate, Escaping::kHtml);
  if (!html.ok()) return html.status();
  const auto secret = ReadWebhookSecret(options);
  if (!secret.ok()) return secret.status();
  const auto password =
      ReadSecret(options.mail_password_file, "MANDATED_MAIL_PASSWORD");
  if (!password.ok()) return password.status();
  return SinkMaterial{.subject = *subject,
                      .text = *text,
                      .html = *html,
                      .own_text = !options.text_template.empty(),
                      .webhook_secret = *secret,
                      .mail_password = *password};
}

std::vector<std::unique_ptr<Sink>> MakeSinks(const SinkOptions& options,
                                             const SinkMaterial& material,
                                             const RunFacts& facts) {
  std::vector<std::unique_ptr<Sink>> sinks;
  for (const SinkAddress& address : options.sinks) {
    switch (address.kind) {
      case SinkKind::kStdout:
        sinks.push_back(MakeStdout(material, facts));
        break;
      case SinkKind::kExec:
        sinks.push_back(
            std::make_unique<ExecSink>(address, options.exec_time_max));
        break;
      case SinkKind::kWebhook:
        sinks.push_back(MakeWebhook(address, options, material, facts));
        break;
      case SinkKind::kMail:
        AddMailSinks(address, options, material, facts, sinks);
        break;
      case SinkKind::kCalendar:
        sinks.push_back(std::make_unique<CalendarSink>(address, facts.today));
        break;
    }
  }
  return sinks;
}

}  // namespace mandated::mandatectl::remind
