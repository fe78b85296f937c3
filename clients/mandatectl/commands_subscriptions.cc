#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/commands.h"
#include "clients/mandatectl/render.h"
#include "clients/mandatectl/words.h"

// The commands about durable readers.
namespace mandated::mandatectl {
namespace {

using google::protobuf::FieldMask;
using mandates::v1::Subscription;

// Puts what was given into the subscription, and the names of its fields into
// the mask.
void Apply(const SubscriptionFacts& facts, Subscription& subscription,
           FieldMask& mask) {
  if (facts.filter) {
    subscription.set_filter(*facts.filter);
    mask.add_paths("filter");
  }
  for (const auto type : facts.types) subscription.add_event_types(type);
  if (facts.any_type || !facts.types.empty()) mask.add_paths("event_types");
  for (const std::string& lead : facts.leads) subscription.add_leads(lead);
  if (facts.any_lead || !facts.leads.empty()) mask.add_paths("leads");
  if (facts.lease) {
    subscription.mutable_lease()->set_seconds(
        absl::ToInt64Seconds(*facts.lease));
    mask.add_paths("lease");
  }
  if (facts.delivery_attempts_max) {
    subscription.set_max_delivery_attempts(
        static_cast<int32_t>(*facts.delivery_attempts_max));
    mask.add_paths("max_delivery_attempts");
  }
  if (facts.description) {
    subscription.set_description(*facts.description);
    mask.add_paths("description");
  }
}

absl::StatusOr<ExitCode> Show(Context& context,
                              const absl::StatusOr<Subscription>& made,
                              bool dry_run = false) {
  if (!made.ok()) return made.status();
  context.output.Result(
      *made, [&] { return RenderSubscription(*made, context.output.style()); });
  if (dry_run) context.output.Remark("-- nothing was changed");
  return kExitDone;
}

template <typename Request>
Request RequestFor(const DeadLettersOptions& options) {
  Request request;
  request.set_subscription(options.subscription);
  for (const int64_t number : options.numbers) {
    request.add_names(
        absl::StrCat(options.subscription, "/deadLetters/", number));
  }
  return request;
}

absl::StatusOr<ExitCode> ListDeadLetters(Context& context,
                                         const DeadLettersOptions& options) {
  const auto letters = context.client.ListDeadLetters(options.subscription);
  if (!letters.ok()) return letters.status();
  const auto render = [&] {
    return RenderDeadLetters(*letters, context.output.style());
  };
  if (context.output.format() != Format::kJsonLines) {
    context.output.Result(*letters, render);
    return kExitDone;
  }
  for (const auto& letter : letters->dead_letters()) {
    context.output.Result(letter, render);
  }
  return kExitDone;
}

}  // namespace

absl::StatusOr<ExitCode> Run(Context& context,
                             const CreateSubscriptionOptions& options) {
  const auto start = ResolveStart(context.client, options.start);
  if (!start.ok()) return start.status();
  mandates::v1::CreateSubscriptionRequest request;
  FieldMask unused;
  request.set_subscription_id(options.id);
  Apply(options.facts, *request.mutable_subscription(), unused);
  *request.mutable_start() = *start;
  request.set_validate_only(options.dry_run);
  return Show(context, context.client.CreateSubscription(request),
              options.dry_run);
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const GetSubscriptionOptions& options) {
  return Show(context, context.client.GetSubscription(options.name));
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const ListSubscriptionsOptions&) {
  const auto all = context.client.ListSubscriptions();
  if (!all.ok()) return all.status();
  const auto render = [&] {
    return RenderSubscriptions(*all, context.output.style());
  };
  if (context.output.format() != Format::kJsonLines) {
    context.output.Result(*all, render);
    return kExitDone;
  }
  for (const Subscription& subscription : all->subscriptions()) {
    context.output.Result(subscription, render);
  }
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const UpdateSubscriptionOptions& options) {
  mandates::v1::UpdateSubscriptionRequest request;
  request.mutable_subscription()->set_name(options.name);
  request.mutable_subscription()->set_etag(options.etag);
  Apply(options.changes, *request.mutable_subscription(),
        *request.mutable_update_mask());
  request.set_validate_only(options.dry_run);
  return Show(context, context.client.UpdateSubscription(request),
              options.dry_run);
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const DeleteSubscriptionOptions& options) {
  mandates::v1::DeleteSubscriptionRequest request;
  request.set_name(options.name);
  request.set_etag(options.etag);
  const absl::Status deleted = context.client.DeleteSubscription(request);
  if (!deleted.ok()) return deleted;
  context.output.Remark(absl::StrCat("-- ", options.name, " is deleted"));
  return kExitDone;
}

absl::StatusOr<ExitCode> Run(Context& context, const SeekOptions& options) {
  const auto start = ResolveStart(context.client, options.start);
  if (!start.ok()) return start.status();
  mandates::v1::SeekRequest request;
  request.set_subscription(options.name);
  *request.mutable_start() = *start;
  return Show(context, context.client.Seek(request));
}

absl::StatusOr<ExitCode> Run(Context& context,
                             const DeadLettersOptions& options) {
  if (options.action == DeadLettersAction::kList) {
    return ListDeadLetters(context, options);
  }
  if (options.action == DeadLettersAction::kReplay) {
    const auto replayed = context.client.ReplayDeadLetters(
        RequestFor<mandates::v1::ReplayDeadLettersRequest>(options));
    if (!replayed.ok()) return replayed.status();
    context.output.Result(*replayed, [&] {
      return absl::StrCat(Count(replayed->replayed(), "event"),
                          " to be delivered again\n");
    });
    return kExitDone;
  }
  const auto purged = context.client.PurgeDeadLetters(
      RequestFor<mandates::v1::PurgeDeadLettersRequest>(options));
  if (!purged.ok()) return purged.status();
  context.output.Result(*purged, [&] {
    return absl::StrCat(Count(purged->purged(), "dead letter"), " forgotten\n");
  });
  return kExitDone;
}

}  // namespace mandated::mandatectl
