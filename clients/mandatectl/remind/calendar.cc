#include "clients/mandatectl/remind/calendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/mandatectl/words.h"
#include "services/domain/date.h"

namespace mandated::mandatectl::remind {
namespace {

using mandates::v1::Event;
using mandates::v1::Mandate;

constexpr char kProductId[] = "-//mandated//mandatectl remind 1//EN";
constexpr char kMandateProperty[] = "X-MANDATED-MANDATE";

struct ComponentDeleter {
  void operator()(icalcomponent* component) const {
    icalcomponent_free(component);
  }
};
using Component = std::unique_ptr<icalcomponent, ComponentDeleter>;

enum class Standing { kCertain, kTentative, kCancelled };

// One whole day of the calendar.
struct Entry {
  std::string mandate_uid;  // of a last day; empty for a window
  absl::CivilDay day;
  std::string summary;
  std::string description;
  Standing standing = Standing::kCertain;
  int64_t stamp_seconds = 0;  // the commit that last changed it
  int64_t sequence = 0;

  bool Says(const Entry& other) const {
    return mandate_uid == other.mandate_uid && day == other.day &&
           summary == other.summary && description == other.description &&
           standing == other.standing;
  }
};

icaltimetype ToIcal(absl::CivilDay day) {
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(day.year());
  time.month = day.month();
  time.day = day.day();
  return time;
}

icalproperty_status ToIcal(Standing standing) {
  switch (standing) {
    case Standing::kTentative:
      return ICAL_STATUS_TENTATIVE;
    case Standing::kCancelled:
      return ICAL_STATUS_CANCELLED;
    case Standing::kCertain:
      break;
  }
  return ICAL_STATUS_CONFIRMED;
}

Standing StandingOf(icalproperty_status status) {
  if (status == ICAL_STATUS_TENTATIVE) return Standing::kTentative;
  if (status == ICAL_STATUS_CANCELLED) return Standing::kCancelled;
  return Standing::kCertain;
}

icalcomponent* ToComponent(const std::string& uid, const Entry& entry) {
  icalcomponent* component = icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid.c_str()),
      icalproperty_new_dtstamp(icaltime_from_timet_with_zone(
          entry.stamp_seconds, 0, icaltimezone_get_utc_timezone())),
      icalproperty_new_dtstart(ToIcal(entry.day)),
      icalproperty_new_dtend(ToIcal(entry.day + 1)),  // the first day after
      icalproperty_new_summary(entry.summary.c_str()),
      icalproperty_new_description(entry.description.c_str()),
      icalproperty_new_status(ToIcal(entry.standing)),
      icalproperty_new_sequence(static_cast<int>(
          std::min<int64_t>(entry.sequence, std::numeric_limits<int>::max()))),
      icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), nullptr);
  if (!entry.mandate_uid.empty()) {
    icalproperty* mandate = icalproperty_new_x(entry.mandate_uid.c_str());
    icalproperty_set_x_name(mandate, kMandateProperty);
    icalcomponent_add_property(component, mandate);
  }
  return component;
}

std::string TextOrEmpty(const char* text) {
  return text == nullptr ? "" : text;
}

Entry ToEntry(icalcomponent* component) {
  const icaltimetype start = icalcomponent_get_dtstart(component);
  Entry entry{
      .mandate_uid = "",
      .day = absl::CivilDay(start.year, start.month, start.day),
      .summary = TextOrEmpty(icalcomponent_get_summary(component)),
      .description = TextOrEmpty(icalcomponent_get_description(component)),
      .standing = StandingOf(icalcomponent_get_status(component)),
      .stamp_seconds = icaltime_as_timet(icalcomponent_get_dtstamp(component)),
      .sequence = icalcomponent_get_sequence(component)};
  for (icalproperty* property =
           icalcomponent_get_first_property(component, ICAL_X_PROPERTY);
       property != nullptr;
       property = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)) {
    if (TextOrEmpty(icalproperty_get_x_name(property)) == kMandateProperty) {
      entry.mandate_uid = TextOrEmpty(icalproperty_get_x(property));
    }
  }
  return entry;
}

std::string WindowUid(const std::string& event_id) {
  return absl::StrCat(event_id, "@mandated");
}

std::string TermUid(const Event& event) {
  const Mandate& mandate = event.mandate();
  const std::string& decision = mandate.term_decision().empty()
                                    ? event.decision()
                                    : mandate.term_decision();
  return absl::StrCat(mandate.uid(), ".", ShortName(decision), "@mandated");
}

// What the mandate's state after the event says of its last day.
std::string TermSummary(const Reminder& reminder) {
  switch (reminder.event.mandate().state()) {
    case mandates::v1::STATE_LAPSED:
      return absl::StrCat("Lapsed: ", reminder.title);
    case mandates::v1::STATE_TERMINATED:
    case mandates::v1::STATE_MERGED:
      return absl::StrCat("Ended: ", reminder.title);
    default:
      return absl::StrCat("Last day: ", reminder.title);
  }
}

std::string DescriptionOf(const Reminder& reminder) {
  std::string text =
      absl::StrCat(reminder.title, " (mandates/", reminder.mandate, ")");
  if (!reminder.resolution.empty()) {
    absl::StrAppend(&text, "\nResolution: ", reminder.resolution);
  }
  if (reminder.event.projected()) {
    text += "\nProjected: the dates of its session are not announced yet.";
  }
  return text;
}

// Where the event stands in the order; that of a snapshot is as old as what it
// restates.
int64_t RevisionOf(const Event& event) {
  return event.revision() > 0 ? event.revision() : event.mandate().revision();
}

int64_t StampOf(const Event& event) {
  return event.has_commit_time() ? event.commit_time().seconds()
                                 : event.time().seconds();
}

}  // namespace

class Calendar::Entries {
 public:
  // Enters it unless what is there is newer or the same.
  void Put(const std::string& uid, Entry entry) {
    const auto found = by_uid_.find(uid);
    if (found == by_uid_.end()) {
      by_uid_.emplace(uid, std::move(entry));
    } else if (entry.sequence >= found->second.sequence &&
               !entry.Says(found->second)) {
      found->second = std::move(entry);
    }
  }

  void Cancel(const std::string& uid, const Event& event) {
    const auto found = by_uid_.find(uid);
    if (found == by_uid_.end()) return;
    Entry entry = found->second;
    entry.standing = Standing::kCancelled;
    entry.sequence = RevisionOf(event);
    entry.stamp_seconds = StampOf(event);
    Put(uid, std::move(entry));
  }

  // Cancels what other terms of the mandate said of days that are to come, or
  // that the event takes back: another term is in force now.
  void CancelOtherTerms(const std::string& uid, const Event& event) {
    const auto date = domain::CheckDate("date", event.date());
    const auto taken_back = domain::CheckDate("last_day", event.last_day());
    for (const auto& [other, entry] : by_uid_) {
      if (other == uid || entry.mandate_uid != event.mandate().uid()) continue;
      const bool ahead = date.ok() && entry.day >= *date;
      const bool wrong = !event.retracts().empty() && taken_back.ok() &&
                         entry.day == *taken_back;
      if (ahead || wrong) Cancel(other, event);
    }
  }

  void DropBefore(absl::CivilDay day) {
    for (auto at = by_uid_.begin(); at != by_uid_.end();) {
      at = at->second.day < day ? by_uid_.erase(at) : std::next(at);
    }
  }

  const std::map<std::string, Entry>& by_uid() const { return by_uid_; }

 private:
  std::map<std::string, Entry> by_uid_;
};

Calendar::Calendar() : entries_(std::make_unique<Entries>()) {}
Calendar::~Calendar() = default;
Calendar::Calendar(Calendar&& other) noexcept = default;

absl::StatusOr<Calendar> Calendar::Parse(const std::string& text) {
  const Component root(icalparser_parse_string(text.c_str()));
  icalproperty* product =
      root == nullptr
          ? nullptr
          : icalcomponent_get_first_property(root.get(), ICAL_PRODID_PROPERTY);
  if (product == nullptr ||
      TextOrEmpty(icalproperty_get_prodid(product)) != kProductId) {
    return absl::FailedPreconditionError(
        "holds something else than a calendar of mandatectl; name another "
        "file, or move it away");
  }
  Calendar calendar;
  for (icalcomponent* component =
           icalcomponent_get_first_component(root.get(), ICAL_VEVENT_COMPONENT);
       component != nullptr; component = icalcomponent_get_next_component(
                                 root.get(), ICAL_VEVENT_COMPONENT)) {
    calendar.entries_->Put(TextOrEmpty(icalcomponent_get_uid(component)),
                           ToEntry(component));
  }
  return calendar;
}

void Calendar::Apply(const Reminder& reminder) {
  const Event& event = reminder.event;
  const Mandate& mandate = event.mandate();
  if (mandate.uid().empty()) return;
  Entry entry{.mandate_uid = "",
              .day = absl::CivilDay(),
              .summary = "",
              .description = DescriptionOf(reminder),
              .standing = Standing::kCertain,
              .stamp_seconds = StampOf(event),
              .sequence = RevisionOf(event)};
  const auto date = domain::CheckDate("date", event.date());
  if (event.type() == mandates::v1::EVENT_TYPE_EXPIRING && date.ok()) {
    Entry window = entry;
    window.day = *date;
    window.summary = absl::StrCat(reminder.title, " lapses after ",
                                  reminder.last_day, " (", event.lead(), ")");
    entries_->Put(WindowUid(event.id()), std::move(window));
  }
  if (!event.retracts().empty()) {
    entries_->Cancel(WindowUid(event.retracts()), event);
  }
  const std::string uid = TermUid(event);
  const auto last_day =
      domain::CheckDate("last_day", mandate.term().last_day());
  if (mandate.term().has_last_day() && last_day.ok()) {
    entry.mandate_uid = mandate.uid();
    entry.day = *last_day;
    entry.summary = TermSummary(reminder);
    entry.standing =
        mandate.term().projected() ? Standing::kTentative : Standing::kCertain;
    entries_->Put(uid, std::move(entry));
  }
  entries_->CancelOtherTerms(uid, event);
}

void Calendar::DropBefore(absl::CivilDay day) { entries_->DropBefore(day); }

std::string Calendar::ToText() const {
  const Component root(icalcomponent_vanew(
      ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
      icalproperty_new_prodid(kProductId),
      icalproperty_new_calscale("GREGORIAN"),
      icalproperty_new_method(ICAL_METHOD_PUBLISH), nullptr));
  icalproperty* name = icalproperty_new_x("Mandates: last days and windows");
  icalproperty_set_x_name(name, "X-WR-CALNAME");
  icalcomponent_add_property(root.get(), name);
  for (const auto& [uid, entry] : entries_->by_uid()) {
    icalcomponent_add_component(root.get(), ToComponent(uid, entry));
  }
  char* text = icalcomponent_as_ical_string_r(root.get());
  std::string copy = text;
  icalmemory_free_buffer(text);
  return copy;
}

}  // namespace mandated::mandatectl::remind
