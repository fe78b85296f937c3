#ifndef MANDATED_CLIENTS_MANDATECTL_REMIND_WEBHOOK_SINK_H_
#define MANDATED_CLIENTS_MANDATECTL_REMIND_WEBHOOK_SINK_H_

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "clients/mandatectl/remind/http_transfer.h"
#include "clients/mandatectl/remind/retry.h"
#include "clients/mandatectl/remind/sink.h"
#include "clients/mandatectl/remind/sink_address.h"

namespace mandated::mandatectl::remind {

// Posts each event as a CloudEvent in structured mode, with Idempotency-Key,
// webhook-id (both the event's id) and webhook-timestamp, and with a secret
// also webhook-signature, as Standard Webhooks have it. 2xx accepts. 408, 425,
// 429, 5xx and no answer are tried again; any other answer refuses the event,
// a redirect too, since what was signed for one place is for no other.
class WebhookSink : public Sink {
 public:
  struct Options {
    SinkAddress address;
    std::string secret;  // empty: not signed
    TransferOptions transfer;
    RetryPolicy retry;
  };

  // `now` tells the time that is signed.
  WebhookSink(Options options, std::function<absl::Time()> now,
              WaitFunction wait);

  const std::string& name() const override { return options_.address.name; }
  const std::string& key() const override { return key_; }
  absl::Status Check() override;
  void Deliver(const std::vector<Reminder>& reminders,
               const Delivering& delivering) override;
  std::string Preview(const std::vector<Reminder>& reminders) override;

 private:
  absl::Status Send(const Reminder& reminder, const Delivering& delivering);
  std::vector<std::string> HeadersOf(const Reminder& reminder,
                                     const std::string& body) const;

  const Options options_;
  const std::string key_;
  const std::function<absl::Time()> now_;
  const WaitFunction wait_;
  std::mt19937 random_;
};

}  // namespace mandated::mandatectl::remind

#endif  // MANDATED_CLIENTS_MANDATECTL_REMIND_WEBHOOK_SINK_H_
