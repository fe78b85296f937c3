#include "clients/mandatectl/remind/digest.h"

#include <algorithm>
#include <utility>

#include "clients/mandatectl/words.h"

namespace mandated::mandatectl::remind {

Digest MakeDigest(const std::string& subscription,
                  const mandates::v1::Date& today,
                  std::vector<Reminder> reminders) {
  std::stable_sort(reminders.begin(), reminders.end(),
                   [](const Reminder& one, const Reminder& other) {
                     if (one.last_day.empty()) return false;
                     if (other.last_day.empty()) return true;
                     return one.last_day < other.last_day;
                   });
  return {.subscription = subscription,
          .day = DateText(true, today),
          .reminders = std::move(reminders)};
}

const char kSubjectTemplate[] =
    "{{#has_lapses}}Mandates that lapse: {{lapses_words}}, "
    "the next after {{next_last_day}}{{/has_lapses}}"
    "{{^has_lapses}}Mandates: {{count_words}}{{/has_lapses}}";

const char kTextTemplate[] = R"({{#has_lapses}}
WHAT LAPSES, as of {{day}}

{{#lapses}}
{{last_day}}  {{days_left_words}}
  {{title}}
  {{headline}}{{#resolution}}; last decided by {{resolution}}{{/resolution}}

{{/lapses}}
{{/has_lapses}}
{{#has_news}}
WHAT CHANGED

{{#news}}
{{date}}  {{type}}
  {{title}}
  {{headline}}{{#resolution}}; {{resolution}}{{/resolution}}
{{#reason}}
  Reason: {{reason}}
{{/reason}}

{{/news}}
{{/has_news}}
--
{{count_words}} of subscription {{subscription}}. Days left are counted from
{{day}}. A last day is the last one in force; "projected" means that the dates
of its session are not announced yet.
)";

const char kHtmlTemplate[] = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{count_words}}</title></head>
<body style="font-family: sans-serif; color: #222">
{{#has_lapses}}
<h2>What lapses, as of {{day}}</h2>
<table cellpadding="6" style="border-collapse: collapse">
<tr style="text-align: left; border-bottom: 2px solid #888">
<th>Last day</th><th>Days left</th><th>Mandate</th><th>Resolution</th></tr>
{{#lapses}}
<tr style="border-bottom: 1px solid #ccc; vertical-align: top">
<td style="white-space: nowrap">{{last_day}}
{{#projected}}<br><small>projected</small>{{/projected}}</td>
<td style="white-space: nowrap">{{days_left_words}}</td>
<td><b>{{title}}</b><br>{{headline}}</td>
<td>{{resolution}}</td></tr>
{{/lapses}}
</table>
{{/has_lapses}}
{{#has_news}}
<h2>What changed</h2>
<table cellpadding="6" style="border-collapse: collapse">
<tr style="text-align: left; border-bottom: 2px solid #888">
<th>Day</th><th>Event</th><th>Mandate</th><th>Resolution</th></tr>
{{#news}}
<tr style="border-bottom: 1px solid #ccc; vertical-align: top">
<td style="white-space: nowrap">{{date}}</td>
<td>{{type}}</td>
<td><b>{{title}}</b><br>{{headline}}
{{#reason}}<br>Reason: {{reason}}{{/reason}}</td>
<td>{{resolution}}</td></tr>
{{/news}}
</table>
{{/has_news}}
<p><small>{{count_words}} of subscription {{subscription}}. Days left are
counted from {{day}}. A last day is the last one in force; "projected" means
that the dates of its session are not announced yet.</small></p>
</body>
</html>
)";

}  // namespace mandated::mandatectl::remind
