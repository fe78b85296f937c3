#include "services/domain/calendar.h"

#include <algorithm>

#include "services/domain/date.h"
#include "services/domain/errors.h"
#include "services/domain/limits.h"
#include "services/domain/period.h"

namespace mandated::domain {
namespace {

using mandates::v1::Session;

// Moves `day` to the nearest day with the weekday of `model`.
absl::CivilDay OnWeekdayOf(absl::CivilDay model, absl::CivilDay day) {
  constexpr int kWeek = 7;
  constexpr int kHalfWeek = 3;
  int shift = static_cast<int>(absl::GetWeekday(model)) -
              static_cast<int>(absl::GetWeekday(day));
  shift = (shift + kWeek) % kWeek;
  if (shift > kHalfWeek) shift -= kWeek;
  return day + shift;
}

absl::CivilDay YearsLater(absl::CivilDay day, int years) {
  const int months = years * 12;
  return OnWeekdayOf(day, Add(day, Period{.months = months, .days = 0}));
}

SessionDays RecordedDays(const Session& session) {
  return {.first = ToCivil(session.first_day()),
          .last = ToCivil(session.last_day())};
}

Session ProjectedSession(const SessionName& name, const SessionDays& days) {
  Session session;
  session.set_name(name.ToString());
  session.set_body(name.body);
  session.set_number(name.number);
  session.set_basis(mandates::v1::CALENDAR_BASIS_PROJECTED);
  *session.mutable_first_day() = ToDate(days.first);
  *session.mutable_last_day() = ToDate(days.last);
  return session;
}

}  // namespace

void Calendar::Put(const Session& session) {
  const SessionName name{.body = session.body(),
                         .number = session.number(),
                         .special = session.special()};
  sessions_[name] = session;
}

absl::StatusOr<Session> Calendar::Get(std::string_view field,
                                      const SessionName& name) const {
  if (const Session* recorded = Find(name)) return *recorded;
  absl::StatusOr<SessionDays> days = Days(field, name);
  if (!days.ok()) return days.status();
  return ProjectedSession(name, *days);
}

absl::StatusOr<SessionDays> Calendar::Days(std::string_view field,
                                           const SessionName& name) const {
  if (const Session* recorded = Find(name)) return RecordedDays(*recorded);
  if (name.special) {
    return SessionNotFound(field, name.ToString(),
                           "special sessions are not projected; record it "
                           "with UpsertSession first");
  }
  if (std::optional<SessionDays> days = Project(name)) return *days;
  return SessionNotFound(field, name.ToString(),
                         "it is neither recorded nor within ten years after "
                         "the last recorded session of its season");
}

absl::StatusOr<SessionName> Calendar::RegularClosingFrom(
    std::string_view field, std::string_view body, absl::CivilDay day) const {
  SessionName name{.body = std::string(body), .number = 1};
  const int last = LastRegular(body) + limits::kSessionsProjectedMax;
  bool opened = false;
  for (; name.number <= last; ++name.number) {
    const absl::StatusOr<SessionDays> days = Days(field, name);
    if (!days.ok()) continue;
    opened = opened || days->first <= day;
    if (days->last >= day && opened) return name;
  }
  return SessionNotFound(field, FormatDate(day),
                         "no regular session on record closes on or after "
                         "this day; name the session");
}

std::vector<Session> Calendar::List(int projected_count) const {
  std::vector<Session> sessions;
  std::map<std::string, int> last;
  for (const auto& [name, session] : sessions_) {
    sessions.push_back(session);
    if (!name.special) last[name.body] = name.number;
  }
  for (const auto& [body, number] : last) {
    for (int i = 1; i <= projected_count; ++i) {
      const SessionName name{.body = body, .number = number + i};
      const auto days = Project(name);
      if (days) sessions.push_back(ProjectedSession(name, *days));
    }
  }
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const Session& a, const Session& b) {
                     return ToCivil(a.first_day()) < ToCivil(b.first_day());
                   });
  return sessions;
}

int Calendar::LastRegular(std::string_view body) const {
  int last = 0;
  for (const auto& [name, session] : sessions_) {
    if (name.body == body && !name.special) last = name.number;
  }
  return last;
}

const Session* Calendar::Find(const SessionName& name) const {
  const auto found = sessions_.find(name);
  return found == sessions_.end() ? nullptr : &found->second;
}

std::optional<SessionDays> Calendar::Project(const SessionName& name) const {
  if (name.number > LastRegular(name.body) + limits::kSessionsProjectedMax) {
    return std::nullopt;
  }
  // A session known by its adoption days alone began earlier and may have
  // ended later: an older one with stated dates is the better model.
  const Session* model = nullptr;
  int model_years = 0;
  SessionName earlier = name;
  for (int years = 1; earlier.number > kSessionsPerYear; ++years) {
    earlier.number -= kSessionsPerYear;
    const Session* recorded = Find(earlier);
    if (recorded == nullptr) continue;
    const bool stated =
        recorded->basis() != mandates::v1::CALENDAR_BASIS_ADOPTION_DAYS;
    if (model == nullptr || stated) {
      model = recorded;
      model_years = years;
    }
    if (stated) break;
  }
  if (model == nullptr) return std::nullopt;
  const SessionDays days = RecordedDays(*model);
  return SessionDays{.first = YearsLater(days.first, model_years),
                     .last = YearsLater(days.last, model_years),
                     .projected = true};
}

}  // namespace mandated::domain
