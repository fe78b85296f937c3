#include "services/domain/announcements.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/domain/date.h"
#include "services/domain/fold.h"
#include "services/domain/names.h"

namespace mandated::domain {
namespace {

using mandates::storage::v1::Announcement;
using mandates::storage::v1::Announcements;
using mandates::v1::Decision;
using mandates::v1::EventType;
using mandates::v1::Mandate;

// A decision that counts and what came after it.
struct Link {
  const Decision* decision = nullptr;
  const Decision* next = nullptr;  // the next that moves or ends the term
};

std::string IdOf(const Decision& decision) {
  return SlugOfSymbol(decision.symbol());
}

Link FindLink(const Mandate& mandate, const std::string& decision_id) {
  Link link;
  for (const Decision& decision : mandate.decisions()) {
    if (decision.retracted()) continue;
    if (link.decision != nullptr &&
        decision.act() != mandates::v1::ACT_RENAME) {
      link.next = &decision;
      return link;
    }
    if (IdOf(decision) == decision_id) link.decision = &decision;
  }
  return link;
}

// Says why `made` is wrong; empty: it is not.
std::string WhyWrong(const Mandate& mandate, const Announcement& made) {
  const Link link = FindLink(mandate, made.decision());
  if (link.decision == nullptr || !link.decision->term().has_last_day()) {
    return "the decision it speaks of gives no such term any more";
  }
  const absl::CivilDay last = ToCivil(link.decision->term().last_day());
  if (link.next == nullptr) {
    if (last != ToCivil(made.last_day())) {
      return absl::StrCat("the last day is ", FormatDate(last), ", not ",
                          FormatDate(ToCivil(made.last_day())));
    }
    const bool premature = made.type() == mandates::v1::EVENT_TYPE_LAPSED &&
                           link.decision->term().projected();
    return premature ? "the session's dates are projected, not recorded" : "";
  }
  const absl::CivilDay superseded = ToCivil(link.next->adopted_on());
  const bool lapse = made.type() != mandates::v1::EVENT_TYPE_EXPIRING;
  const bool wrong =
      lapse ? superseded <= last : superseded < ToCivil(made.on());
  if (!wrong) return "";
  return absl::StrCat(link.next->symbol(), " of ", FormatDate(superseded),
                      " was adopted before");
}

bool SameTerm(const Announcement& a, const Announcement& b) {
  return a.decision() == b.decision() &&
         ToCivil(a.last_day()) == ToCivil(b.last_day());
}

bool SameFact(const Announcement& a, const Announcement& b) {
  return a.type() == b.type() && a.lead() == b.lead() && SameTerm(a, b);
}

EventType TypeFor(const Mandate& mandate, const std::string& lead) {
  if (lead != kLapse) return mandates::v1::EVENT_TYPE_EXPIRING;
  return mandate.term().projected() ? mandates::v1::EVENT_TYPE_OVERDUE
                                    : mandates::v1::EVENT_TYPE_LAPSED;
}

}  // namespace

absl::CivilDay CrossingDay(const std::string& name, Period lead,
                           absl::CivilDay last_day) {
  return name == kLapse ? last_day + 1 : Subtract(last_day, lead);
}

std::vector<Retraction> WrongAnnouncements(const Mandate& mandate,
                                           const Announcements& announcements) {
  std::vector<Retraction> retractions;
  for (int i = 0; i < announcements.made_size(); ++i) {
    const Announcement& made = announcements.made(i);
    if (made.retracted()) continue;
    std::string reason = WhyWrong(mandate, made);
    if (reason.empty()) continue;
    retractions.push_back(
        {.index = static_cast<size_t>(i), .reason = std::move(reason)});
  }
  return retractions;
}

std::optional<Announcement> DueAtOnce(const Mandate& mandate,
                                      const Announcements& announcements,
                                      const Horizons& horizons,
                                      absl::CivilDay today) {
  const auto last = LastDay(mandate);
  if (!last) return std::nullopt;
  const std::string* tightest = nullptr;
  absl::CivilDay tightest_crossing;
  for (const auto& [name, horizon] : horizons) {
    // A scan that lags or is under way may have passed this mandate already.
    const absl::CivilDay through = std::max(horizon.through, today);
    // Most last days are far off, which a difference of days tells at once.
    if (*last - through > DaysMax(horizon.lead)) continue;
    const absl::CivilDay crossing = CrossingDay(name, horizon.lead, *last);
    if (crossing > through) continue;
    if (tightest == nullptr || crossing > tightest_crossing) {
      tightest = &name;
      tightest_crossing = crossing;
    }
  }
  if (tightest == nullptr) return std::nullopt;
  return DueByScan(mandate, announcements, *tightest, today);
}

std::optional<Announcement> DueByScan(const Mandate& mandate,
                                      const Announcements& announcements,
                                      const std::string& name,
                                      absl::CivilDay on) {
  const auto last = LastDay(mandate);
  if (!last) return std::nullopt;
  Announcement due;
  due.set_type(TypeFor(mandate, name));
  due.set_decision(std::string(
      mandate.term_decision().substr(mandate.term_decision().rfind('/') + 1)));
  *due.mutable_last_day() = ToDate(*last);
  due.set_lead(name);
  *due.mutable_on() = ToDate(on);
  for (const Announcement& made : announcements.made()) {
    // What was announced at once stands for all that crossed before.
    const bool later = SameTerm(made, due) && ToCivil(made.on()) > on;
    if (later && !made.retracted()) return std::nullopt;
    if (!SameFact(made, due)) continue;
    if (!made.retracted()) return std::nullopt;
    due.set_occurrence(due.occurrence() + 1);
  }
  return due;
}

}  // namespace mandated::domain
