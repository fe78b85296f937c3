#include "tests/simulation/checks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/domain/date.h"
#include "services/domain/fold.h"
#include "services/engine/records.h"

namespace mandated::simulation {
namespace {

using mandates::v1::Event;
using mandates::v1::Mandate;

constexpr int kPage = 1'000;          // more than there are
constexpr int kExpiringDays = 2'000;  // as far as any term reaches

absl::Status Differs(const std::string& what, const std::string& expected,
                     const std::string& actual) {
  return absl::InternalError(
      absl::StrCat(what, ":\n  expected ", expected, "\n  actual   ", actual));
}

absl::StatusOr<std::vector<Event>> ReadLog(const storage::Store& store,
                                           storage::Position after) {
  std::vector<Event> events;
  absl::Status decoded;
  const absl::Status read =
      store.GetSnapshot()->ReadLog(after, [&](const storage::LogEntry& entry) {
        Event& event = events.emplace_back();
        decoded = engine::Decode(entry.bytes, event);
        event.set_revision(entry.position.revision);
        event.set_index(entry.position.index);
        return decoded.ok();
      });
  if (!read.ok()) return read;
  if (!decoded.ok()) return decoded;
  return events;
}

// What of a mandate follows from its decisions and the day. The term of one
// that ended does not follow its session any more.
std::string Digest(const Mandate& mandate, absl::CivilDay today) {
  const auto last = domain::LastDay(mandate);
  std::vector<std::string> parts = {
      mandate.name(), mandate.title(),
      mandates::v1::State_Name(domain::StateOn(mandate, today)),
      mandate.term_decision(), "no last day"};
  if (last) {
    parts.back() = absl::StrCat(domain::FormatDate(*last),
                                mandate.term().projected() ? " projected" : "");
  }
  for (const auto& decision : mandate.decisions()) {
    parts.push_back(absl::StrCat(decision.symbol(), "#", decision.corrections(),
                                 decision.retracted() ? " retracted" : ""));
  }
  return absl::StrJoin(parts, ", ");
}

absl::Status CheckMandates(World& world, const Model& model) {
  const auto reader = world.reader();
  const auto all = reader.ReadMandates(kPage);
  if (!all.ok()) return all.status();
  auto next = all->begin();
  for (const auto& [id, known] : model.mandates()) {
    const std::string expected = Digest(known.mandate, reader.Today());
    const std::string actual =
        next == all->end() ? "none" : Digest(*next++, reader.Today());
    if (actual != expected) return Differs("a mandate", expected, actual);
  }
  if (next == all->end()) return absl::OkStatus();
  return Differs("a mandate", "none", next->name());
}

// Mandates by last day, which come from an index.
absl::Status CheckExpiring(World& world, const Model& model) {
  const auto reader = world.reader();
  const absl::CivilDay today = reader.Today();
  engine::ExpiringQuery query{.as_of = today,
                              .until = today + kExpiringDays,
                              .session = "",
                              .include_overdue = true,
                              .filter = {},
                              .after_key = "",
                              .page_size = kPage};
  const auto page = reader.ListExpiring(query);
  if (!page.ok()) return page.status();
  std::vector<std::string> actual;
  for (const auto& expiring : page->items) {
    actual.push_back(absl::StrCat(domain::FormatDate(domain::ToCivil(
                                      expiring.mandate().term().last_day())),
                                  " ", expiring.mandate().name()));
  }
  std::vector<std::string> expected;
  for (const auto& [id, known] : model.mandates()) {
    const auto last = domain::LastDay(known.mandate);
    if (!last || *last > query.until) continue;
    if (*last < today && !known.mandate.term().projected()) continue;
    expected.push_back(
        absl::StrCat(domain::FormatDate(*last), " ", known.mandate.name()));
  }
  std::sort(expected.begin(), expected.end());
  if (actual == expected) return absl::OkStatus();
  return Differs("what expires", absl::StrJoin(expected, "; "),
                 absl::StrJoin(actual, "; "));
}

// The id of the announcement of `lead` that stands; empty: none does.
std::string StandingId(const Model::Known& known, const std::string& lead) {
  for (const Model::Made& made : known.made) {
    if (!made.retracted && made.lead == lead && made.type == "EXPIRING" &&
        made.decision == known.mandate.term_decision()) {
      return made.id;
    }
  }
  return "";
}

// The snapshot that a watcher may start with.
absl::Status CheckOpenWindows(World& world, const Model& model) {
  const auto reader = world.reader();
  const absl::CivilDay today = reader.Today();
  auto windows = reader.FindOpenWindows(model.leads());
  const auto events = windows.Next(kPage);
  if (!events.ok()) return events.status();
  std::map<std::string, const Event*> actual;
  for (const Event& event : *events) actual[event.mandate().name()] = &event;
  size_t expected = 0;
  for (const auto& [id, known] : model.mandates()) {
    const auto last = domain::LastDay(known.mandate);
    const std::string lead =
        last && *last >= today ? model.TightestLead(*last, today) : "";
    if (lead.empty()) continue;
    ++expected;
    const Event* event = actual[known.mandate.name()];
    const std::string standing = StandingId(known, lead);
    if (event == nullptr || event->lead() != lead ||
        (!standing.empty() && event->id() != standing)) {
      return Differs("the open window of " + known.mandate.name(),
                     lead + " " + standing,
                     event == nullptr ? "none" : ToString(FactOf(*event)));
    }
  }
  if (expected == events->size()) return absl::OkStatus();
  return Differs("open windows", absl::StrCat(expected),
                 absl::StrCat(events->size()));
}

}  // namespace

absl::Status Ledger::ReadNew(const storage::Store& store,
                             const Facts& expected) {
  const storage::Position after =
      events_.empty() ? storage::Position()
                      : storage::Position{.revision = events_.back().revision(),
                                          .index = events_.back().index()};
  const auto events = ReadLog(store, after);
  if (!events.ok()) return events.status();
  for (size_t i = 0; i < std::max(events->size(), expected.size()); ++i) {
    const std::string actual =
        i < events->size() ? ToString(FactOf((*events)[i])) : "nothing";
    const std::string wanted =
        i < expected.size() ? ToString(expected[i]) : "nothing";
    if (actual != wanted) return Differs("the next event", wanted, actual);
    absl::Status checked =
        CheckNext((*events)[i], store.GetSnapshot()->earliest());
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status Ledger::CheckNext(const Event& event, storage::Revision earliest) {
  const std::string text = ToString(FactOf(event));
  const auto last = events_.empty() ? std::pair<int64_t, int32_t>()
                                    : std::pair{events_.back().revision(),
                                                events_.back().index()};
  const bool same_commit = event.revision() == last.first;
  const bool follows =
      same_commit ? event.index() == last.second + 1
                  : event.revision() > last.first && event.index() == 0;
  if (!follows) return absl::InternalError("out of order: " + text);
  if (!ids_.insert(event.id()).second) {
    return absl::InternalError("one id twice: " + text);
  }
  const absl::Time time = engine::FromTimestamp(event.time());
  if (domain::FormatDate(absl::ToCivilDay(time, zone_)) != FactOf(event).date) {
    return Differs("the day of the time of " + text, FactOf(event).date,
                   absl::FormatTime(time, zone_));
  }
  // A log that lost all its events no longer knows when it was written last.
  if (!events_.empty() && events_.back().revision() >= earliest &&
      engine::FromTimestamp(event.commit_time()) <
          engine::FromTimestamp(events_.back().commit_time())) {
    return absl::InternalError("committed before the one before: " + text);
  }
  events_.push_back(event);
  return absl::OkStatus();
}

absl::Status Ledger::ReadAgain(const storage::Store& store) const {
  const storage::Revision earliest = store.GetSnapshot()->earliest();
  const auto events = ReadLog(
      store,
      {.revision = earliest - 1, .index = std::numeric_limits<int32_t>::max()});
  if (!events.ok()) return events.status();
  const size_t kept = static_cast<size_t>(std::count_if(
      events_.begin(), events_.end(),
      [&](const Event& event) { return event.revision() >= earliest; }));
  if (kept != events->size()) {
    return Differs("events kept", absl::StrCat(kept),
                   absl::StrCat(events->size()));
  }
  for (size_t i = 0; i < kept; ++i) {
    const Event& before = events_[events_.size() - kept + i];
    if ((*events)[i].SerializeAsString() != before.SerializeAsString()) {
      return Differs("an event read again", ToString(FactOf(before)),
                     ToString(FactOf((*events)[i])));
    }
  }
  return absl::OkStatus();
}

absl::Status Auditor::Check(World& world, const Model& model) {
  absl::Status status = CheckMandates(world, model);
  if (status.ok()) status = CheckExpiring(world, model);
  if (status.ok()) status = CheckOpenWindows(world, model);
  if (status.ok()) status = CheckHorizons(world);
  if (status.ok()) status = CheckPast(world);
  return status;
}

void Auditor::Remember(const std::string& mandate) {
  past_.emplace_back().ParseFromString(mandate);
}

absl::Status Auditor::CheckHorizons(World& world) {
  const auto horizons = engine::ReadHorizons(*world.store().GetSnapshot());
  if (!horizons.ok()) return horizons.status();
  std::map<std::string, absl::CivilDay> now;
  for (const auto& [lead, horizon] : *horizons) {
    now[lead] = horizon.through;
    const auto before = horizons_.find(lead);
    if (before != horizons_.end() && horizon.through < before->second) {
      return Differs("the horizon of " + lead + " moved back",
                     domain::FormatDate(before->second),
                     domain::FormatDate(horizon.through));
    }
  }
  horizons_ = std::move(now);
  return absl::OkStatus();
}

// History is never rewritten: a mandate as of a past revision is what it was.
absl::Status Auditor::CheckPast(World& world) {
  if (past_.empty()) return absl::OkStatus();
  const Mandate& was = past_[next_past_++ % past_.size()];
  const auto reader = world.reader();
  const auto as_of = reader.GetMandateAsOf(
      was.name().substr(was.name().rfind('/') + 1), was.revision());
  if (!as_of.ok()) return as_of.status();
  const absl::CivilDay today = reader.Today();
  if (Digest(was, today) == Digest(*as_of, today)) return absl::OkStatus();
  return Differs(absl::StrCat("as of revision ", was.revision()),
                 Digest(was, today), Digest(*as_of, today));
}

}  // namespace mandated::simulation
