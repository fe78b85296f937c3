#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_SINK_H_

#include <functional>
#include <string>
#include <vector>

#include "clients/mandatectl/remind/ledger.h"
#include "clients/mandatectl/remind/mail_address.h"
#include "clients/mandatectl/remind/mail_message.h"
#include "clients/mandatectl/remind/mail_transfer.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/template.h"

namespace mandated::mandatectl::remind {

// Sends one recipient one digest a day. The whole mail is put beside the
// ledger before it is sent; a run that is killed before it knows what became of
// it leaves it there, and the next run sends the same bytes with the same
// Message-ID. So every event is in one mail by Message-ID, however often the
// mail itself goes out.
class MailSink : public Sink {
 public:
  struct Options {
    MailServer server;
    MailAddress from;
    MailAddress to;
    Template subject;
    Template text;
    Template html;
    std::string subscription;  // "deadlines"
    std::string subscription_uid;
    mandates::v1::Date today;
  };

  // `now` dates mails. Does not own `ledger`.
  MailSink(Options options, std::function<absl::Time()> now, Ledger* ledger);

  const std::string& name() const override { return name_; }
  const std::string& key() const override { return key_; }
  absl::Status Check() override;
  absl::Status Resume() override;
  bool Rests() const override;
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override;
  std::string Preview(const std::vector<Reminder>& reminders) override;

 private:
  std::string MakeMail(const std::vector<Reminder>& reminders) const;
  std::string MessageIdOf(const std::vector<Reminder>& reminders) const;

  // Sends a mail that is kept beside the ledger, and notes the outcome.
  absl::Status SendKept(const std::vector<std::string>& events,
                        const std::string& mail);

  const Options options_;
  const std::function<absl::Time()> now_;
  Ledger* const ledger_;
  const std::string name_;
  const std::string key_;
  const std::string day_;
  const std::string kept_path_;
  bool sent_ = false;  // in this run
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_MAIL_SINK_H_
