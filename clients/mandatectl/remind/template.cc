#include "clients/mandatectl/remind/template.h"

#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/mandatectl/words.h"
#include "kainjow/mustache.hpp"

namespace mandated::mandatectl::remind {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

// A text that is there, or none, which a section tells apart.
data TextOrNone(const std::string& text) {
  return text.empty() ? data(false) : data(text);
}

data DataOf(const Reminder& reminder) {
  data item;
  item.set("id", reminder.id());
  item.set("type", reminder.type);
  item.set("mandate", reminder.mandate);
  item.set("title", reminder.title);
  item.set("date", DateText(reminder.event.has_date(), reminder.event.date()));
  item.set("last_day", TextOrNone(reminder.last_day));
  item.set("days_left", reminder.days_left
                            ? data(absl::StrCat(*reminder.days_left))
                            : data(false));
  item.set("days_left_words", reminder.days_left
                                  ? data(DaysLeftWords(*reminder.days_left))
                                  : data(false));
  item.set("projected", data(reminder.event.projected()));
  item.set("lead", TextOrNone(reminder.event.lead()));
  item.set("headline", reminder.headline);
  item.set("resolution", TextOrNone(reminder.resolution));
  item.set("reason", TextOrNone(reminder.reason));
  return item;
}

data DataOf(const Digest& digest) {
  data all(data::type::list), lapses(data::type::list), news(data::type::list);
  std::string next_last_day;
  int lapses_count = 0;
  for (const Reminder& reminder : digest.reminders) {
    data item = DataOf(reminder);
    all << item;
    (IsAboutLapse(reminder) ? lapses : news) << item;
    lapses_count += IsAboutLapse(reminder) ? 1 : 0;
    const bool ahead = reminder.days_left.value_or(-1) >= 0;
    if (IsAboutLapse(reminder) && ahead && next_last_day.empty()) {
      next_last_day = reminder.last_day;
    }
  }
  const auto count = static_cast<int64_t>(digest.reminders.size());
  data values;
  values.set("subscription", digest.subscription);
  values.set("day", digest.day);
  values.set("count", absl::StrCat(count));
  values.set("count_words", Count(count, "reminder"));
  values.set("lapses_words", Count(lapses_count, "reminder"));
  values.set("next_last_day",
             next_last_day.empty() ? digest.day : next_last_day);
  values.set("has_lapses", data(lapses_count > 0));
  values.set("has_news", data(lapses_count < count));
  values.set("reminders", all);
  values.set("lapses", lapses);
  values.set("news", news);
  return values;
}

// A digest in which every value is there, to try a template on.
Digest Sample() {
  mandates::v1::Event event;
  event.set_id("id");
  event.set_symbol("symbol");
  event.set_reason("reason");
  event.set_lead("P1M");
  event.set_projected(true);
  event.mutable_mandate()->set_name("mandates/id");
  mandates::v1::Date day;
  day.set_year(2026);
  day.set_month(1);
  day.set_day(2);
  *event.mutable_date() = *event.mutable_last_day() = day;
  event.set_type(mandates::v1::EVENT_TYPE_EXPIRING);
  const Reminder lapse = MakeReminder(event, day);
  event.set_type(mandates::v1::EVENT_TYPE_RETRACTED);
  return MakeDigest("id", day, {lapse, MakeReminder(event, day)});
}

// Gathers the names that a template asks for in vain.
class AskedInVain : public kainjow::mustache::context<std::string> {
 public:
  AskedInVain(const data* values, std::set<std::string>* names)
      : context(values), names_(names) {}

  const data* get(const std::string& name) const override {
    const data* value = context::get(name);
    if (value == nullptr) names_->insert(name);
    return value;
  }
  const data* get_partial(const std::string& name) const override {
    names_->insert(absl::StrCat("> ", name));
    return nullptr;
  }

 private:
  std::set<std::string>* const names_;
};

// Where `offset` bytes into `text` are.
std::string Place(const std::string& text, size_t offset) {
  int line = 1;
  size_t begin = 0;
  for (size_t at = 0; at < offset && at < text.size(); ++at) {
    if (text[at] != '\n') continue;
    ++line;
    begin = at + 1;
  }
  return absl::StrCat(line, ":", offset - begin + 1);
}

// What the library says ends in "at OFFSET".
absl::Status NotCompiled(const std::string& text, const std::string& origin,
                         const std::string& error) {
  const size_t at = error.rfind(" at ");
  size_t offset = 0;
  std::string what = error;
  if (at != std::string::npos &&
      absl::SimpleAtoi(error.substr(at + 4), &offset)) {
    what = error.substr(0, at);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      origin, ":", Place(text, offset), ": ", what, "; see mustache(5)"));
}

absl::Status UnknownName(const std::string& text, const std::string& origin,
                         const std::string& name) {
  constexpr char kNames[] =
      "subscription, day, count, count_words, lapses_words, next_last_day, "
      "has_lapses, has_news, and in the lists reminders, lapses and news: id, "
      "type, mandate, title, date, last_day, days_left, days_left_words, "
      "projected, lead, headline, resolution, reason";
  const size_t found = text.find(name);
  return absl::InvalidArgumentError(absl::StrCat(
      origin, ":", Place(text, found == std::string::npos ? 0 : found),
      ": there is no {{", name, "}}; there are ", kNames));
}

}  // namespace

struct Template::Compiled {
  explicit Compiled(const std::string& text) : mustache(text) {}
  kainjow::mustache::mustache mustache;
};

absl::StatusOr<Template> Template::Compile(const std::string& text,
                                           const std::string& origin,
                                           Escaping escaping) {
  auto compiled = std::make_shared<Compiled>(text);
  if (!compiled->mustache.is_valid()) {
    return NotCompiled(text, origin, compiled->mustache.error_message());
  }
  if (escaping == Escaping::kNone) {
    compiled->mustache.set_custom_escape(
        [](const std::string& value) { return value; });
  }
  std::set<std::string> unknown;
  const data values = DataOf(Sample());
  AskedInVain context(&values, &unknown);
  compiled->mustache.render(context);
  if (!unknown.empty()) return UnknownName(text, origin, *unknown.begin());
  return Template(std::move(compiled));
}

std::string Template::Render(const Digest& digest) const {
  return compiled_->mustache.render(DataOf(digest));
}

}  // namespace mandated::mandatectl::remind
