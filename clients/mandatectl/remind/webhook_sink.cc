#include "clients/mandatectl/remind/webhook_sink.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/remind/cloud_event.h"
#include "clients/mandatectl/remind/signature.h"

namespace mandated::mandatectl::remind {
namespace {

bool PassesBy(int code) {
  constexpr int kTimeout = 408, kTooEarly = 425, kTooMany = 429, kOurs = 500;
  return code == kTimeout || code == kTooEarly || code == kTooMany ||
         code >= kOurs;
}

std::string Shown(const HttpAnswer& answer) {
  return absl::StrCat("answered ", answer.code, answer.text.empty() ? "" : ": ",
                      answer.text);
}

absl::Status Outcome(const HttpAnswer& answer) {
  if (answer.code >= 200 && answer.code < 300) return absl::OkStatus();
  if (PassesBy(answer.code)) return absl::UnavailableError(Shown(answer));
  if (answer.code >= 300 && answer.code < 400) {
    return absl::InvalidArgumentError(
        absl::StrCat(Shown(answer), "; give the address it leads to"));
  }
  return absl::InvalidArgumentError(Shown(answer));
}

}  // namespace

WebhookSink::WebhookSink(Options options, std::function<absl::Time()> now,
                         WaitFunction wait)
    : options_(std::move(options)),
      key_(absl::StrCat("webhook-",
                        HexDigest(options_.address.target).substr(0, 16))),
      now_(std::move(now)),
      wait_(std::move(wait)),
      random_(std::random_device()()) {}

absl::Status WebhookSink::Check() {
  return Reach(options_.address.target, options_.transfer);
}

void WebhookSink::Deliver(const std::vector<Reminder>& reminders,
                          const Delivering& delivering) {
  for (size_t index = 0; index < reminders.size(); ++index) {
    if (delivering.ends()) return;
    const absl::Status sent = Send(reminders[index], delivering);
    if (!delivering.tell(index, sent).ok()) return;
    if (!sent.ok() && !absl::IsInvalidArgument(sent)) return;
  }
}

absl::Status WebhookSink::Send(const Reminder& reminder,
                               const Delivering& delivering) {
  const std::string body = ToCloudEvent(reminder.event);
  for (int attempt = 1;; ++attempt) {
    TransferOptions transfer = options_.transfer;
    transfer.time_max = std::min(transfer.time_max, delivering.lease.Left());
    const auto answer = Post(options_.address.target, HeadersOf(reminder, body),
                             body, transfer);
    const absl::Status outcome =
        answer.ok() ? Outcome(*answer) : answer.status();
    if (!absl::IsUnavailable(outcome)) return outcome;
    const absl::Duration asked =
        answer.ok() ? answer->retry_after : absl::ZeroDuration();
    const absl::Duration delay =
        DelayAfter(attempt, asked, options_.retry, random_);
    // It is for the next run where there is no time, or it asked for more.
    if (attempt >= options_.retry.attempts_max || asked > delay ||
        delay >= delivering.lease.Left() || wait_(delay)) {
      return outcome;
    }
  }
}

std::vector<std::string> WebhookSink::HeadersOf(const Reminder& reminder,
                                                const std::string& body) const {
  const absl::Time now = now_();
  std::vector<std::string> headers = {
      absl::StrCat("Content-Type: ", kCloudEventType),
      // A structured field: a string in quotes.
      absl::StrCat("Idempotency-Key: \"", reminder.id(), "\""),
      absl::StrCat("webhook-id: ", reminder.id()),
      absl::StrCat("webhook-timestamp: ", absl::ToUnixSeconds(now)),
      "User-Agent: mandatectl-remind", "Expect:"};
  if (!options_.secret.empty()) {
    headers.push_back(
        absl::StrCat("webhook-signature: ",
                     Sign(options_.secret, reminder.id(), now, body)));
  }
  return headers;
}

std::string WebhookSink::Preview(const std::vector<Reminder>& reminders) {
  std::string text;
  for (const Reminder& reminder : reminders) {
    absl::StrAppend(&text, "POST ", name(), " Idempotency-Key \"",
                    reminder.id(), "\"",
                    options_.secret.empty() ? "" : " signed", "\n  ",
                    ToCloudEvent(reminder.event), "\n");
  }
  return text;
}

}  // namespace mandated::mandatectl::remind
