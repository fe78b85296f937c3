#include "clients/mandatectl/remind/mail_sink.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/mandatectl/atomic_file.h"
#include "clients/mandatectl/remind/signature.h"
#include "clients/mandatectl/style.h"
#include "clients/mandatectl/words.h"

namespace mandated::mandatectl::remind {
namespace {

constexpr size_t kKeyDigits = 16;
constexpr size_t kIdDigits = 32;

std::string KeyOf(const MailSink::Options& options) {
  return absl::StrCat("mail-",
                      HexDigest(absl::StrCat(options.server.address.target, " ",
                                             options.to.address))
                          .substr(0, kKeyDigits));
}

}  // namespace

MailSink::MailSink(Options options, std::function<absl::Time()> now,
                   Ledger* ledger)
    : options_(std::move(options)),
      now_(std::move(now)),
      ledger_(ledger),
      name_(absl::StrCat(options_.server.address.name, " to ",
                         options_.to.address)),
      key_(KeyOf(options_)),
      day_(DateText(true, options_.today)),
      kept_path_(absl::StrCat(ledger->path(), ".", key_)) {}

absl::Status MailSink::Check() { return ReachMailServer(options_.server); }

// The first line of the file has the ids of the events, the rest is the mail.
absl::Status MailSink::Resume() {
  if (access(kept_path_.c_str(), F_OK) != 0) return absl::OkStatus();
  const auto kept = ReadFile(kept_path_);
  if (!kept.ok()) return kept.status();
  const size_t line = std::min(kept->find('\n'), kept->size());
  const std::vector<std::string> events =
      absl::StrSplit(kept->substr(0, line), ' ');
  // Killed between the two: it is noted, and was not taken away.
  if (std::all_of(events.begin(), events.end(), [&](const auto& event) {
        return ledger_->Has(key_, event);
      })) {
    unlink(kept_path_.c_str());
    return absl::OkStatus();
  }
  return SendKept(events, kept->substr(std::min(line + 1, kept->size())));
}

bool MailSink::Rests() const { return !sent_ && ledger_->RestOf(key_) == day_; }

void MailSink::Deliver(const std::vector<Reminder>& reminders,
                       const Delivering& delivering) {
  if (delivering.ends()) return;
  if (Rests()) {
    (void)delivering.tell(0, absl::UnavailableError(
                                 "today's digest went out before; the next one "
                                 "is due tomorrow"));
    return;
  }
  std::vector<std::string> events;
  for (const Reminder& reminder : reminders) events.push_back(reminder.id());
  const std::string mail = MakeMail(reminders);
  absl::Status sent = ReplaceFile(
      kept_path_, absl::StrCat(absl::StrJoin(events, " "), "\n", mail), 0600);
  if (sent.ok()) sent = SendKept(events, mail);
  for (size_t index = 0; index < reminders.size(); ++index) {
    if (!delivering.tell(index, sent).ok() || !sent.ok()) return;
  }
}

absl::Status MailSink::SendKept(const std::vector<std::string>& events,
                                const std::string& mail) {
  absl::Status sent = SendMail(options_.server, options_.from.address,
                               options_.to.address, mail);
  // Not known to be refused: the next run sends the very same.
  if (absl::IsUnavailable(sent)) return sent;
  if (sent.ok()) {
    sent_ = true;
    sent = ledger_->AcceptAndRest(key_, events, day_);
    if (!sent.ok()) return sent;
  }
  unlink(kept_path_.c_str());
  return sent;
}

std::string MailSink::MakeMail(const std::vector<Reminder>& reminders) const {
  const Digest digest =
      MakeDigest(options_.subscription, options_.today, reminders);
  return Compose({.from = options_.from,
                  .to = options_.to,
                  .message_id = MessageIdOf(reminders),
                  .subject = options_.subject.Render(digest),
                  .text = options_.text.Render(digest),
                  .html = options_.html.Render(digest),
                  .date = now_()});
}

// The same events of the same subscription for the same recipient have the
// same id, whichever run and machine sends them.
std::string MailSink::MessageIdOf(
    const std::vector<Reminder>& reminders) const {
  std::string content =
      absl::StrCat(options_.subscription_uid, " ", options_.to.address);
  for (const Reminder& reminder : reminders) {
    absl::StrAppend(&content, " ", reminder.id());
  }
  return absl::StrCat(HexDigest(content).substr(0, kIdDigits), "@",
                      options_.from.domain());
}

std::string MailSink::Preview(const std::vector<Reminder>& reminders) {
  const Digest digest =
      MakeDigest(options_.subscription, options_.today, reminders);
  return absl::StrCat("MAIL ", name_,
                      "\nSubject: ", OneLine(options_.subject.Render(digest)),
                      "\n\n", options_.text.Render(digest));
}

}  // namespace mandated::mandatectl::remind
