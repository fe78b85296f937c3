#include "services/engine/mandate_change.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/event_id.h"
#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/titles.h"
#include "services/domain/validation.h"
#include "services/engine/keyspace.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using mandates::v1::Decision;
using mandates::v1::Event;
using mandates::v1::EventType;
using mandates::v1::Mandate;

constexpr char kBodyDefault[] = "HRC";

EventType TypeOf(mandates::v1::Act act) {
  switch (act) {
    case mandates::v1::ACT_ESTABLISH:
      return mandates::v1::EVENT_TYPE_ESTABLISHED;
    case mandates::v1::ACT_RENAME:
      return mandates::v1::EVENT_TYPE_RENAMED;
    case mandates::v1::ACT_TERMINATE:
    case mandates::v1::ACT_MERGE:
      return mandates::v1::EVENT_TYPE_TERMINATED;
    default:
      return mandates::v1::EVENT_TYPE_EXTENDED;
  }
}

// What a caller may not set.
void ClearOutputs(Decision& decision) {
  decision.clear_retracted();
  decision.clear_correction_reason();
  decision.clear_corrections();
}

// Tells that `before` ran out before `next` was adopted: its lapse stands in
// the log, and falls if its session proves to have ended later.
bool RanOut(const Decision& before, const Decision& next) {
  return before.term().has_last_day() &&
         domain::ToCivil(before.term().last_day()) <
             domain::ToCivil(next.adopted_on());
}

// Adds the session that the last day of `term` hangs on.
void AddSessionKey(const mandates::v1::Term& term, const std::string& id,
                   std::set<std::string>& keys) {
  if (term.has_end_of_session()) {
    keys.insert(DueKey(term.end_of_session(), id));
  } else if (term.has_anniversary() && !term.starts_at_end_of().empty()) {
    keys.insert(DueKey(term.starts_at_end_of(), id));
  }
}

std::string Discriminator(int corrections) {
  return corrections > 0 ? absl::StrCat(corrections) : "";
}

}  // namespace

absl::StatusOr<MandateChange> MandateChange::Load(Draft* draft,
                                                  std::string id) {
  MandateChange change(draft);
  change.id_ = std::move(id);
  const auto found = LoadMandate(*draft, change.id_, change.mandate_);
  if (!found.ok()) return found.status();
  if (*found) {
    change.end_before_ = EndOf(change.mandate_);
    change.keys_before_ = IndexKeys(change.mandate_, change.id_);
    auto announcements = LoadAnnouncements(*draft, change.id_);
    if (!announcements.ok()) return announcements.status();
    change.announcements_ = std::move(*announcements);
  }
  return change;
}

absl::Status MandateChange::CheckEtag(const std::string& etag) const {
  if (etag.empty() || etag == mandate_.etag()) return absl::OkStatus();
  return domain::EtagStale(NameOfId(id_), etag, mandate_.etag());
}

void MandateChange::Create(const Mandate& facts) {
  mandate_.Clear();
  mandate_.set_name(NameOfId(id_));
  mandate_.set_uid(domain::MandateUid(mandate_.name()));
  mandate_.set_title(facts.title());
  *mandate_.mutable_titles() = facts.titles();
  mandate_.set_kind(facts.kind());
  mandate_.set_country(facts.country());
  mandate_.set_holder_type(facts.holder_type());
  mandate_.set_holder(facts.holder());
  mandate_.set_body(facts.body().empty() ? kBodyDefault : facts.body());
  *mandate_.mutable_labels() = facts.labels();
  mandate_.set_established_year(facts.established_year());
  mandate_.set_established_by(facts.established_by());
  mandate_.set_note(facts.note());
  *mandate_.mutable_create_time() = ToTimestamp(draft_->moment().now);
}

absl::Status MandateChange::Record(const Decision& decision,
                                   const Cause& cause) {
  Decision& added = draft_->Make<Decision>();
  added = decision;
  ClearOutputs(added);
  const std::string name =
      domain::DecisionName{.mandate = mandate_.name(),
                           .decision = domain::SlugOfSymbol(added.symbol())}
          .ToString();
  added.set_name(name);
  Decision* recorded = Find(name);
  if (recorded != nullptr && !recorded->retracted()) {
    return domain::DecisionAlreadyRecorded(name);
  }
  if (recorded == nullptr &&
      mandate_.decisions_size() >= domain::limits::kDecisionsMax) {
    return domain::TooManyDecisions(mandate_.name(),
                                    domain::limits::kDecisionsMax);
  }
  absl::Status adoption = domain::CheckAdoption("decision", draft_->calendar(),
                                                added, draft_->moment().today);
  if (!adoption.ok()) return adoption;
  if (recorded != nullptr) added.set_corrections(recorded->corrections());
  const EventType type = TypeOf(added.act());
  const std::string discriminator = Discriminator(added.corrections());
  if (recorded == nullptr) recorded = mandate_.add_decisions();
  recorded->Swap(&added);
  absl::Status folded = Fold();
  if (!folded.ok()) return folded;
  changed_decision_ = name;
  Append(type, name, std::nullopt, cause, discriminator);
  return absl::OkStatus();
}

absl::Status MandateChange::Amend(const Decision& decision,
                                  const Cause& cause) {
  Decision* recorded = Find(decision.name());
  if (recorded == nullptr) return domain::DecisionNotFound(decision.name());
  if (recorded->retracted()) return domain::DecisionRetracted(decision.name());
  if (recorded->symbol() != decision.symbol()) {
    return domain::FieldForbidden("decision.symbol",
                                  "a correction keeps the symbol; retract this "
                                  "decision and record the other one");
  }
  absl::Status adoption = domain::CheckAdoption(
      "decision", draft_->calendar(), decision, draft_->moment().today);
  if (!adoption.ok()) return adoption;
  const auto previous = domain::LastDay(mandate_);
  const int corrections = recorded->corrections() + 1;
  // What it no longer says is not the mandate's any more.
  domain::TakeNewTitles(recorded->new_titles(), *mandate_.mutable_titles());
  *recorded = decision;
  ClearOutputs(*recorded);
  recorded->set_corrections(corrections);
  recorded->set_correction_reason(cause.reason);
  absl::Status folded = Fold();
  if (!folded.ok()) return folded;
  AppendCorrected(*Find(decision.name()), previous, cause);
  return absl::OkStatus();
}

absl::Status MandateChange::Retract(const std::string& decision_name,
                                    const Cause& cause) {
  Decision* recorded = Find(decision_name);
  if (recorded == nullptr) return domain::DecisionNotFound(decision_name);
  if (recorded->retracted()) return domain::DecisionRetracted(decision_name);
  const auto previous = domain::LastDay(mandate_);
  recorded->set_retracted(true);
  recorded->set_corrections(recorded->corrections() + 1);
  recorded->set_correction_reason(cause.reason);
  absl::Status folded = Fold();
  if (!folded.ok()) return folded;
  AppendCorrected(*Find(decision_name), previous, cause);
  return absl::OkStatus();
}

absl::Status MandateChange::Prove(const Decision& proved) {
  Decision* recorded = Find(proved.name());
  if (recorded == nullptr) return domain::DecisionNotFound(proved.name());
  *recorded = proved;
  changed_decision_ = proved.name();
  return Fold();
}

absl::Status MandateChange::Update(
    const mandates::v1::UpdateMandateRequest& update) {
  const Mandate& facts = update.mandate();
  for (const std::string& path : update.update_mask().paths()) {
    if (path == "title" && mandate_.former_titles_size() > 0) {
      return domain::FieldForbidden(
          "mandate.title",
          "a decision renamed this mandate; amend that decision instead");
    }
  }
  google::protobuf::util::FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(
      facts, update.update_mask(), replace, &mandate_);
  return domain::CheckMandateFacts("mandate", mandate_);
}

absl::Status MandateChange::Refold(const Cause& cause,
                                   const std::string& discriminator) {
  const auto previous = domain::LastDay(mandate_);
  absl::Status folded = Fold();
  if (!folded.ok()) return folded;
  const auto last = domain::LastDay(mandate_);
  if (last == previous) return absl::OkStatus();
  Append(mandates::v1::EVENT_TYPE_RESCHEDULED, mandate_.term_decision(),
         previous, cause, discriminator);
  return absl::OkStatus();
}

absl::Status MandateChange::Write(const Cause& cause, absl::TimeZone zone) {
  *mandate_.mutable_update_time() = ToTimestamp(draft_->moment().now);
  absl::Status reconciled = Reconcile(cause, zone);
  if (!reconciled.ok()) return reconciled;
  WriteIndexes();
  auto& record = draft_->Make<mandates::storage::v1::MandateChange>();
  *record.mutable_commit_time() = ToTimestamp(draft_->moment().now);
  record.set_actor(cause.actor);
  record.set_reason(cause.reason);
  record.set_decision(changed_decision_);
  written_ = EncodeMandate(mandate_);
  draft_->PutStamped(ChangePrefix(id_), EncodeChange(record, written_));
  draft_->Put(MandateKey(id_), written_);
  return absl::OkStatus();
}

MandateBytes MandateChange::ToBytes() {
  std::string bytes =
      written_.empty() ? EncodeMandate(mandate_) : std::move(written_);
  AppendDay(mandate_, draft_->moment().today, bytes);
  // That of the commit overrides it, where there is one.
  AppendRevision(mandate_.revision(), bytes);
  return {.id = id_, .bytes = std::move(bytes)};
}

Decision* MandateChange::Find(const std::string& decision_name) {
  for (Decision& decision : *mandate_.mutable_decisions()) {
    if (decision.name() == decision_name) return &decision;
  }
  return nullptr;
}

MandateChange::End MandateChange::EndOf(const Mandate& mandate) {
  return {.last_day = domain::LastDay(mandate),
          .decision = mandate.term_decision(),
          .projected = mandate.term().projected()};
}

absl::Status MandateChange::Fold() {
  return domain::Fold(draft_->calendar(), mandate_);
}

void MandateChange::Append(EventType type, const std::string& decision_name,
                           std::optional<absl::CivilDay> previous,
                           const Cause& cause,
                           const std::string& discriminator) {
  Event& event = draft_->Make<Event>();
  FillEvent(type, mandate_, decision_name, draft_->moment(), event);
  if (previous) {
    *event.mutable_previous_last_day() = domain::ToDate(*previous);
  }
  event.set_actor(cause.actor);
  event.set_reason(cause.reason);
  SetId(event, discriminator);
  draft_->AddEvent(event);
}

void MandateChange::AppendCorrected(const Decision& decision,
                                    std::optional<absl::CivilDay> previous,
                                    const Cause& cause) {
  changed_decision_ = decision.name();
  Append(mandates::v1::EVENT_TYPE_CORRECTED, decision.name(), previous, cause,
         Discriminator(decision.corrections()));
}

absl::Status MandateChange::Reconcile(const Cause& cause, absl::TimeZone zone) {
  const Moment moment = draft_->moment();
  const auto wrong = domain::WrongAnnouncements(mandate_, announcements_);
  for (const domain::Retraction& retraction : wrong) {
    auto* made =
        announcements_.mutable_made(static_cast<int>(retraction.index));
    draft_->AddEvent(
        RetractionEvent(mandate_, *made, cause, retraction.reason, moment));
    made->set_retracted(true);
  }
  // Else all that is due was announced, or the scan is on its way to it.
  if (wrong.empty() && EndOf(mandate_) == end_before_) return absl::OkStatus();
  const auto horizons = LoadHorizons(*draft_);
  if (!horizons.ok()) return horizons.status();
  const auto due =
      domain::DueAtOnce(mandate_, announcements_, *horizons, moment.today);
  if (due) {
    draft_->AddEvent(AnnouncementEvent(mandate_, *due, moment, zone, true));
    *announcements_.add_made() = *due;
  }
  if (due || !wrong.empty()) {
    draft_->Put(AnnouncementsKey(id_), announcements_.SerializeAsString());
  }
  return absl::OkStatus();
}

void MandateChange::WriteIndexes() {
  const std::vector<std::string>& before = keys_before_;
  const std::vector<std::string> after = IndexKeys(mandate_, id_);
  for (const std::string& key : before) {
    if (std::find(after.begin(), after.end(), key) == after.end()) {
      draft_->Delete(key);
    }
  }
  for (const std::string& key : after) {
    if (std::find(before.begin(), before.end(), key) == before.end()) {
      draft_->Put(key, "");
    }
  }
}

std::vector<std::string> IndexKeys(const Mandate& mandate,
                                   const std::string& id) {
  std::set<std::string> keys;
  if (const auto last = domain::LastDay(mandate)) {
    keys.insert(LastDayKey(*last, id));
    AddSessionKey(mandate.term(), id, keys);
  }
  const Decision* before = nullptr;
  for (const Decision& decision : mandate.decisions()) {
    if (decision.retracted() || decision.act() == mandates::v1::ACT_RENAME) {
      continue;
    }
    if (before != nullptr && RanOut(*before, decision)) {
      AddSessionKey(before->term(), id, keys);
    }
    before = &decision;
  }
  return {keys.begin(), keys.end()};
}

}  // namespace mandated::engine
