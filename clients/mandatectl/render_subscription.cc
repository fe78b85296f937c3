#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/table.h"
#include "clients/mandatectl/words.h"

// Durable readers as text.
namespace mandated::mandatectl {
namespace {

using mandates::v1::Subscription;
using mandates::v1::SubscriptionProgress;

std::string TypesOf(const Subscription& subscription) {
  std::string words;
  for (const int type : subscription.event_types()) {
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    EventWord(static_cast<mandates::v1::EventType>(type)));
  }
  return words.empty() ? "all" : words;
}

std::string LeadsOf(const Subscription& subscription) {
  std::string words;
  for (const std::string& lead : subscription.leads()) {
    absl::StrAppend(&words, words.empty() ? "" : " ", lead);
  }
  return words.empty() ? "all" : words;
}

std::string LagOf(const SubscriptionProgress& progress) {
  if (progress.compacted()) return "what follows left the log; seek elsewhere";
  return absl::StrCat(progress.lag_events(),
                      progress.lag_events_exceeded() ? " or more" : "");
}

std::string TimeOrNone(bool present, const google::protobuf::Timestamp& time) {
  return present ? TimeText(time) : "";
}

}  // namespace

std::string RenderSubscription(const Subscription& subscription,
                               const Style& style) {
  Table table({{"FACT"}, {"VALUE"}});
  const auto add = [&](const char* fact, const std::string& value) {
    if (!value.empty()) table.AddRow({{fact, Color::kDim}, {value}});
  };
  const SubscriptionProgress& progress = subscription.progress();
  add("name", subscription.name());
  add("description", subscription.description());
  add("filter", subscription.filter());
  add("types", TypesOf(subscription));
  add("leads", LeadsOf(subscription));
  add("lease",
      absl::FormatDuration(absl::Seconds(subscription.lease().seconds()) +
                           absl::Nanoseconds(subscription.lease().nanos())));
  add("delivery attempts", absl::StrCat(subscription.max_delivery_attempts()));
  add("waiting", LagOf(progress));
  add("oldest waits since", TimeOrNone(progress.has_oldest_commit_time(),
                                       progress.oldest_commit_time()));
  add("leased until", TimeOrNone(progress.has_lease_expire_time(),
                                 progress.lease_expire_time()));
  add("dead letters", absl::StrCat(progress.dead_letters()));
  add("created", TimeText(subscription.create_time()));
  add("updated", TimeText(subscription.update_time()));
  add("etag", subscription.etag());
  return table.Render(style);
}

std::string RenderSubscriptions(
    const mandates::v1::ListSubscriptionsResponse& response,
    const Style& style) {
  Table table({{"SUBSCRIPTION"},
               {"WAITING", Align::kRight},
               {"OLDEST SINCE", Align::kLeft, 3},
               {"DEAD", Align::kRight},
               {"TYPES", Align::kLeft, 2},
               {"LEADS", Align::kLeft, 1},
               {"DESCRIPTION"}});
  for (const Subscription& subscription : response.subscriptions()) {
    const SubscriptionProgress& progress = subscription.progress();
    const bool dead = progress.dead_letters() > 0;
    table.AddRow(
        {{ShortName(subscription.name())},
         {LagOf(progress)},
         {TimeOrNone(progress.has_oldest_commit_time(),
                     progress.oldest_commit_time())},
         {dead ? absl::StrCat(progress.dead_letters()) : "", Color::kRed},
         {TypesOf(subscription)},
         {LeadsOf(subscription)},
         {subscription.description()}});
  }
  return table.Render(style);
}

std::string RenderDeadLetters(
    const mandates::v1::ListDeadLettersResponse& response, const Style& style) {
  Table table({{"NUMBER", Align::kRight},
               {"PARKED"},
               {"ATTEMPTS", Align::kRight},
               {"EVENT"},
               {"MANDATE"},
               {"LAST DAY"}});
  for (const auto& letter : response.dead_letters()) {
    const auto& event = letter.event();
    table.AddRow({{ShortName(letter.name())},
                  {TimeText(letter.park_time())},
                  {absl::StrCat(letter.delivery_attempts())},
                  {EventWord(event.type())},
                  {ShortName(event.mandate().name())},
                  {DateText(event.has_last_day(), event.last_day())}});
  }
  return table.Render(style);
}

}  // namespace mandated::mandatectl
