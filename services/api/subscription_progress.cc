#include "services/api/subscription_progress.h"

#include <algorithm>
#include <utility>

#include "services/api/selection.h"
#include "services/domain/limits.h"
#include "services/engine/subscription_state.h"

namespace mandated::api {
namespace {

using mandates::v1::SubscriptionProgress;

// Pages of the log one count looks at: about 0.2 s where nothing is selected.
constexpr int kPagesMax = 2;

// Counts what waits in the log beyond what `progress` has.
absl::Status CountLog(const stream::Hub& hub,
                      const engine::StoredSubscription& stored, int lag_max,
                      SubscriptionProgress& progress) {
  const auto choice = ParseChoice(stored.subscription);
  if (!choice.ok()) return choice.status();
  const stream::Selection selection = ToSelection(*choice);
  storage::Position after =
      engine::ToPosition(stored.state.log().acknowledged());
  bool caught_up = false;
  for (int pages = 0; pages < kPagesMax && !caught_up; ++pages) {
    const auto left = static_cast<int>(lag_max - progress.lag_events());
    const auto page = hub.List(selection, after, std::max(left, 0));
    if (absl::IsOutOfRange(page.status())) {
      progress.set_compacted(true);
      return absl::OkStatus();
    }
    if (!page.ok()) return page.status();
    if (!page->events.empty() && !progress.has_oldest_commit_time()) {
      *progress.mutable_oldest_commit_time() =
          page->events.front().commit_time();
    }
    progress.set_lag_events(progress.lag_events() +
                            static_cast<int64_t>(page->events.size()));
    after = page->after;
    caught_up = page->caught_up;
    if (left <= 0) break;
  }
  progress.set_lag_events_exceeded(!caught_up);
  return absl::OkStatus();
}

absl::Status CountBacklog(const engine::Subscriptions& subscriptions,
                          const engine::StoredSubscription& stored,
                          SubscriptionProgress& progress) {
  if (!engine::HasBacklog(stored.state)) return absl::OkStatus();
  progress.set_lag_events(stored.state.backlog_newest() -
                          stored.state.backlog().acknowledged().revision());
  const auto first = subscriptions.ReadBacklog(stored, 1);
  if (!first.ok() || first->events.empty()) return first.status();
  const auto& event = first->events.front();
  *progress.mutable_oldest_commit_time() =
      event.has_commit_time() ? event.commit_time() : event.time();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SubscriptionProgress> MeasureProgress(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub,
    const engine::StoredSubscription& stored, int lag_max) {
  SubscriptionProgress progress;
  progress.set_acknowledged_token(subscriptions.AcknowledgedToken(stored));
  progress.set_dead_letters(stored.state.dead_letters());
  if (engine::IsLeased(stored.state, subscriptions.machine_clock().Now())) {
    *progress.mutable_lease_expire_time() = stored.state.lease().expire_time();
  }
  absl::Status counted = CountBacklog(subscriptions, stored, progress);
  if (counted.ok()) counted = CountLog(hub, stored, lag_max, progress);
  if (!counted.ok()) return counted;
  return progress;
}

absl::StatusOr<mandates::v1::Subscription> WithProgress(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub,
    const engine::StoredSubscription& stored, int lag_max) {
  auto progress = MeasureProgress(subscriptions, hub, stored, lag_max);
  if (!progress.ok()) return progress.status();
  mandates::v1::Subscription subscription = stored.subscription;
  *subscription.mutable_progress() = std::move(*progress);
  return subscription;
}

std::vector<mandates::v1::SubscriptionLag> ListLags(
    const engine::Subscriptions& subscriptions, const stream::Hub& hub) {
  std::vector<mandates::v1::SubscriptionLag> lags;
  const auto page = subscriptions.List("", domain::limits::kLagsListedMax);
  if (!page.ok()) return lags;
  for (const engine::StoredSubscription& stored : page->items) {
    auto progress = MeasureProgress(subscriptions, hub, stored,
                                    domain::limits::kLagEventsListedMax);
    if (!progress.ok()) continue;
    mandates::v1::SubscriptionLag lag;
    lag.set_subscription(stored.subscription.name());
    *lag.mutable_progress() = std::move(*progress);
    lags.push_back(std::move(lag));
  }
  return lags;
}

}  // namespace mandated::api
