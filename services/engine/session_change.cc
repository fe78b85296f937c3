#include "services/engine/session_change.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/engine/keyspace.h"
#include "services/engine/mandate_change.h"
#include "services/engine/records.h"

namespace mandated::engine {
namespace {

using mandates::v1::Session;

constexpr char kField[] = "session";

// Loads what is recorded; an empty session when nothing is.
absl::StatusOr<Session> LoadSession(Draft& draft, const std::string& name) {
  const auto value = draft.Get(SessionKey(name));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return Session();
  return DecodeSession(**value);
}

bool SameFacts(const Session& a, const Session& b) {
  return domain::ToCivil(a.first_day()) == domain::ToCivil(b.first_day()) &&
         domain::ToCivil(a.last_day()) == domain::ToCivil(b.last_day()) &&
         a.basis() == b.basis() && a.source() == b.source() &&
         a.note() == b.note();
}

Session Complete(const Session& session, const domain::SessionName& name,
                 int version) {
  Session complete = session;
  complete.clear_etag();
  complete.clear_revision();
  complete.set_name(name.ToString());
  complete.set_body(name.body);
  complete.set_number(name.number);
  complete.set_special(name.special);
  complete.set_version(version);
  if (complete.basis() == mandates::v1::CALENDAR_BASIS_UNSPECIFIED) {
    complete.set_basis(mandates::v1::CALENDAR_BASIS_STATED);
  }
  return complete;
}

bool SameDays(const absl::StatusOr<domain::SessionDays>& a,
              const absl::StatusOr<domain::SessionDays>& b) {
  if (!a.ok() || !b.ok()) return a.ok() == b.ok();
  return a->first == b->first && a->last == b->last &&
         a->projected == b->projected;
}

// Lists the mandates that hang on sessions whose days differ between the
// calendars.
absl::StatusOr<std::set<std::string>> MovedMandates(
    const Draft& draft, const domain::Calendar& before,
    const domain::Calendar& after) {
  std::set<std::string> moved;  // one may hang on two of them
  std::string session_seen;
  bool session_moved = false;
  const KeyRange due = AllDue();
  absl::Status scanned =
      draft.Scan(due.first, due.second, [&](std::string_view key) {
        auto [session, id] = ParseDueKey(key);
        if (session != session_seen) {
          session_seen = session;
          const auto name = domain::ParseSessionName(kField, session);
          session_moved = name.ok() && !SameDays(before.Days(kField, *name),
                                                 after.Days(kField, *name));
        }
        if (session_moved) moved.insert(std::move(id));
        return moved.size() <= domain::limits::kRescheduledMax;
      });
  if (!scanned.ok()) return scanned;
  if (moved.size() > domain::limits::kRescheduledMax) {
    return domain::TooManyRescheduled(static_cast<int64_t>(moved.size()),
                                      domain::limits::kRescheduledMax);
  }
  return moved;
}

}  // namespace

absl::Status UpsertSessionInto(Draft& draft, absl::TimeZone zone,
                               const Session& session, const Cause& cause,
                               Session& stored) {
  const auto name = domain::ParseSessionName("session.name", session.name());
  if (!name.ok()) return name.status();
  auto recorded = LoadSession(draft, name->ToString());
  if (!recorded.ok()) return recorded.status();
  if (!session.etag().empty() && session.etag() != recorded->etag()) {
    return domain::EtagStale(session.name(), session.etag(), recorded->etag());
  }
  stored = Complete(session, *name, recorded->version() + 1);
  if (recorded->version() > 0 && SameFacts(*recorded, stored)) {
    stored = *recorded;
    return absl::OkStatus();
  }
  domain::Calendar after = draft.calendar();
  after.Put(stored);
  const auto moved = MovedMandates(draft, draft.calendar(), after);
  if (!moved.ok()) return moved.status();
  draft.Put(SessionKey(stored.name()), EncodeSession(stored));
  draft.Put(kCalendarKey, "");
  draft.UseCalendar(std::move(after));
  const std::string discriminator =
      absl::StrCat(stored.name(), "#", stored.version());
  for (const std::string& id : *moved) {
    auto change = MandateChange::Load(&draft, id);
    if (!change.ok()) return change.status();
    absl::Status status = change->Refold(cause, discriminator);
    if (status.ok()) status = change->Write(cause, zone);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace mandated::engine
