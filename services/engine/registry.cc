#include "services/engine/registry.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/engine/idempotency.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"
#include "services/engine/resolution_change.h"
#include "services/engine/session_change.h"

namespace mandated::engine {
namespace {

using mandates::v1::RecordDecisionRequest;

// One write on its way through the writer.
struct Write {
  std::string request_id;
  std::string fingerprint;
  bool validate_only = false;
  std::function<absl::Status(Draft&, Outcome&)> apply;
  OutcomeCallback done;
  // What preparing it gave.
  Outcome outcome = {};
  std::optional<Replay> replay = std::nullopt;
};

Cause CauseOf(const std::string& actor, const std::string& reason) {
  return {.actor = actor.empty() ? "anonymous" : actor, .reason = reason};
}

absl::Status PrepareWrite(Draft& draft, Write& write) {
  write.outcome = Outcome();
  auto replay = FindReplay(draft, write.request_id, write.fingerprint);
  if (!replay.ok()) return replay.status();
  write.replay = std::move(*replay);
  if (write.replay) return absl::OkStatus();
  absl::Status applied = write.apply(draft, write.outcome);
  if (!applied.ok() || draft.empty()) return applied;
  Remember(draft, write.request_id, write.fingerprint, write.outcome.mandates);
  return absl::OkStatus();
}

absl::StatusOr<Outcome> Replayed(const Draft& draft, const Replay& replay) {
  Outcome outcome;
  auto mandates =
      ReplayedMandates(draft.snapshot(), replay, draft.moment().today);
  if (!mandates.ok()) return mandates.status();
  auto events = EventsOf(draft.snapshot(), replay.revision);
  if (!events.ok()) return events.status();
  outcome.mandates = std::move(*mandates);
  outcome.events = std::move(*events);
  outcome.revision = replay.revision;
  return outcome;
}

absl::StatusOr<Outcome> Finish(Write& write, storage::Revision revision,
                               Draft& draft) {
  if (write.replay) return Replayed(draft, *write.replay);
  Outcome outcome = std::move(write.outcome);
  if (outcome.already_imported) return outcome;
  outcome.revision = revision;
  outcome.events = draft.TakeEvents();
  if (outcome.events.size() > domain::limits::kResponseEventsMax) {
    outcome.events.resize(domain::limits::kResponseEventsMax);
  }
  storage::Position position{revision, 0};
  for (std::string& event : outcome.events) {
    AppendPosition(position, event);
    ++position.index;
  }
  if (revision > 0) {
    for (auto& [id, bytes] : outcome.mandates) AppendRevision(revision, bytes);
    outcome.session.set_revision(revision);
    outcome.session.set_etag(EtagOf(revision));
  }
  return outcome;
}

void SubmitWrite(Writer& writer, Write write) {
  const auto shared = std::make_shared<Write>(std::move(write));
  writer.Submit(
      {.prepare =
           [shared](Draft& draft) { return PrepareWrite(draft, *shared); },
       .done =
           [shared](absl::StatusOr<storage::Revision> revision, Draft& draft) {
             shared->done(revision.ok() ? Finish(*shared, *revision, draft)
                                        : absl::StatusOr<Outcome>(
                                              std::move(revision).status()));
           },
       .dry = shared->validate_only});
}

template <typename Request>
std::string FingerprintOf(Request request) {
  request.clear_request_id();
  request.clear_validate_only();
  return Fingerprint(Request::descriptor()->full_name(), request);
}

// Changes one existing mandate by `change` and reports it.
absl::Status ChangeOne(
    Draft& draft, absl::TimeZone zone, const std::string& name,
    const std::string& etag, const Cause& cause, Outcome& outcome,
    const std::function<absl::Status(MandateChange&)>& change) {
  auto loaded = MandateChange::Load(&draft, IdOfName(name));
  if (!loaded.ok()) return loaded.status();
  if (!loaded->exists()) return domain::MandateNotFound(name);
  absl::Status status = loaded->CheckEtag(etag);
  if (status.ok()) status = change(*loaded);
  if (status.ok()) status = loaded->Write(cause, zone);
  if (!status.ok()) return status;
  outcome.mandates.push_back(loaded->ToBytes());
  return absl::OkStatus();
}

absl::Status RecordOne(MandateChange& change,
                       const RecordDecisionRequest& request) {
  absl::Status etag = change.CheckEtag(request.etag());
  if (!etag.ok()) return etag;
  if (!change.exists()) {
    const bool establishes =
        request.decision().act() == mandates::v1::ACT_ESTABLISH;
    if (!establishes && !request.allow_missing()) {
      return domain::MandateNotFound(request.mandate_name());
    }
    if (!request.has_mandate()) {
      return domain::FieldMissing(
          "mandate",
          "this decision creates the mandate: send its title, "
          "kind and holder type");
    }
    change.Create(request.mandate());
  }
  return change.Record(request.decision(),
                       CauseOf(request.actor(), request.reason()));
}

}  // namespace

absl::Status RecordInto(
    Draft& draft, absl::TimeZone zone,
    const std::vector<const RecordDecisionRequest*>& requests,
    bool prefix_fields, std::vector<MandateBytes>& mandates) {
  std::map<std::string, MandateChange> changes;
  for (size_t i = 0; i < requests.size(); ++i) {
    const RecordDecisionRequest& request = *requests[i];
    const std::string id = IdOfName(request.mandate_name());
    auto found = changes.find(id);
    if (found == changes.end()) {
      auto loaded = MandateChange::Load(&draft, id);
      if (!loaded.ok()) return loaded.status();
      found = changes.emplace(id, std::move(*loaded)).first;
    }
    absl::Status recorded = RecordOne(found->second, request);
    if (recorded.ok()) continue;
    if (!prefix_fields) return recorded;
    return domain::WithFieldPrefix(absl::StrCat("requests[", i, "]."),
                                   std::move(recorded));
  }
  const Cause cause =
      CauseOf(requests.front()->actor(), requests.front()->reason());
  for (auto& [id, change] : changes) {
    absl::Status written = change.Write(cause, zone);
    if (!written.ok()) return written;
    mandates.push_back(change.ToBytes());
  }
  return absl::OkStatus();
}

void Registry::RecordDecision(const RecordDecisionRequest& request,
                              OutcomeCallback done) {
  SubmitWrite(
      *writer_,
      {.request_id = request.request_id(),
       .fingerprint =
           request.request_id().empty() ? "" : FingerprintOf(request),
       .validate_only = request.validate_only(),
       .apply =
           [&request, zone = writer_->zone()](Draft& draft, Outcome& outcome) {
             return RecordInto(draft, zone, {&request}, false,
                               outcome.mandates);
           },
       .done = std::move(done)});
}

void Registry::BatchRecordDecisions(
    const mandates::v1::BatchRecordDecisionsRequest& request,
    OutcomeCallback done) {
  SubmitWrite(
      *writer_,
      {.request_id = request.request_id(),
       .fingerprint = FingerprintOf(request),
       .validate_only = request.validate_only(),
       .apply =
           [&request, zone = writer_->zone()](Draft& draft, Outcome& outcome) {
             std::vector<const RecordDecisionRequest*> requests;
             for (const auto& one : request.requests()) {
               requests.push_back(&one);
             }
             return RecordInto(draft, zone, requests, true, outcome.mandates);
           },
       .done = std::move(done)});
}

void Registry::AmendDecision(const mandates::v1::AmendDecisionRequest& request,
                             OutcomeCallback done) {
  const auto apply = [&request, zone = writer_->zone()](Draft& draft,
                                                        Outcome& outcome) {
    const auto name =
        domain::ParseDecisionName("decision.name", request.decision().name());
    if (!name.ok()) return name.status();
    const Cause cause = CauseOf(request.actor(), request.reason());
    return ChangeOne(draft, zone, name->mandate, request.etag(), cause, outcome,
                     [&](MandateChange& change) {
                       return change.Amend(request.decision(), cause);
                     });
  };
  SubmitWrite(*writer_, {.request_id = request.request_id(),
                         .fingerprint = FingerprintOf(request),
                         .validate_only = request.validate_only(),
                         .apply = apply,
                         .done = std::move(done)});
}

void Registry::RetractDecision(
    const mandates::v1::RetractDecisionRequest& request, OutcomeCallback done) {
  const auto apply = [&request, zone = writer_->zone()](Draft& draft,
                                                        Outcome& outcome) {
    const auto name = domain::ParseDecisionName("name", request.name());
    if (!name.ok()) return name.status();
    const Cause cause = CauseOf(request.actor(), request.reason());
    return ChangeOne(draft, zone, name->mandate, request.etag(), cause, outcome,
                     [&](MandateChange& change) {
                       return change.Retract(request.name(), cause);
                     });
  };
  SubmitWrite(*writer_, {.request_id = request.request_id(),
                         .fingerprint = FingerprintOf(request),
                         .validate_only = request.validate_only(),
                         .apply = apply,
                         .done = std::move(done)});
}

void Registry::UpdateMandate(const mandates::v1::UpdateMandateRequest& request,
                             OutcomeCallback done) {
  const auto apply = [&request, zone = writer_->zone()](Draft& draft,
                                                        Outcome& outcome) {
    const Cause cause = CauseOf(request.actor(), request.reason());
    return ChangeOne(
        draft, zone, request.mandate().name(), request.mandate().etag(), cause,
        outcome, [&](MandateChange& change) { return change.Update(request); });
  };
  SubmitWrite(*writer_, {.request_id = request.request_id(),
                         .fingerprint = FingerprintOf(request),
                         .validate_only = request.validate_only(),
                         .apply = apply,
                         .done = std::move(done)});
}

void Registry::UpsertSession(const mandates::v1::UpsertSessionRequest& request,
                             OutcomeCallback done) {
  const auto apply = [&request, zone = writer_->zone()](Draft& draft,
                                                        Outcome& outcome) {
    return UpsertSessionInto(draft, zone, request.session(),
                             CauseOf(request.actor(), request.reason()),
                             outcome.session);
  };
  SubmitWrite(*writer_, {.request_id = "",
                         .fingerprint = "",
                         .validate_only = request.validate_only(),
                         .apply = apply,
                         .done = std::move(done)});
}

void Registry::Import(domain::ImportPlan plan, const std::string& actor,
                      bool validate_only, OutcomeCallback done) {
  const auto shared = std::make_shared<domain::ImportPlan>(std::move(plan));
  const auto apply = [shared, actor, zone = writer_->zone()](Draft& draft,
                                                             Outcome& outcome) {
    const Cause cause =
        CauseOf(actor, absl::StrCat("import of ", shared->resolution.symbol()));
    return ImportInto(draft, zone, *shared, cause, outcome);
  };
  SubmitWrite(*writer_, {.request_id = "",
                         .fingerprint = "",
                         .validate_only = validate_only,
                         .apply = apply,
                         .done = std::move(done)});
}

}  // namespace mandated::engine
