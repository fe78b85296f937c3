#include "clients/mandatectl/remind/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/clients/testing.h"

namespace mandated::mandatectl::remind {
namespace {

using mandates::v1::Event;
using ::testing::HasSubstr;
using ::testing::Not;

Event Extended(int64_t revision, const mandates::v1::Date& last_day) {
  Event event;
  event.set_id("id");
  event.set_type(mandates::v1::EVENT_TYPE_EXTENDED);
  event.set_revision(revision);
  *event.mutable_date() = DateOf(2026, 1, 2);
  *event.mutable_last_day() = last_day;
  auto& mandate = *event.mutable_mandate();
  mandate.set_name("mandates/a");
  mandate.set_uid("uid");
  mandate.set_title("Title");
  mandate.set_term_decision("mandates/a/decisions/d");
  *mandate.mutable_term()->mutable_last_day() = last_day;
  return event;
}

Reminder Of(const Event& event) {
  return MakeReminder(event, DateOf(2026, 1, 2));
}

TEST(CalendarTest, WhatIsEnteredTwiceIsThereOnce) {
  const Reminder reminder = Of(Extended(7, DateOf(2026, 9, 30)));
  Calendar once, twice;
  once.Apply(reminder);
  twice.Apply(reminder);
  twice.Apply(reminder);
  EXPECT_EQ(once.ToText(), twice.ToText());
  EXPECT_THAT(once.ToText(), HasSubstr("DTSTART;VALUE=DATE:20260930\r\n"));
  EXPECT_THAT(once.ToText(), HasSubstr("SEQUENCE:7\r\n"));
}

TEST(CalendarTest, WhatMovesKeepsItsUidAndCountsOn) {
  Calendar calendar;
  calendar.Apply(Of(Extended(7, DateOf(2026, 9, 30))));
  calendar.Apply(Of(Extended(9, DateOf(2026, 10, 9))));
  const std::string text = calendar.ToText();
  EXPECT_THAT(text, HasSubstr("DTSTART;VALUE=DATE:20261009\r\n"));
  EXPECT_THAT(text, HasSubstr("SEQUENCE:9\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("20260930")));
}

TEST(CalendarTest, AnOlderEventUndoesNoNewerOne) {
  Calendar calendar;
  calendar.Apply(Of(Extended(9, DateOf(2026, 10, 9))));
  const std::string before = calendar.ToText();
  calendar.Apply(Of(Extended(7, DateOf(2026, 9, 30))));
  EXPECT_EQ(calendar.ToText(), before);
}

TEST(CalendarTest, WhatWasWrittenIsRead) {
  Calendar calendar;
  calendar.Apply(Of(Extended(9, DateOf(2026, 10, 9))));
  const auto read = Calendar::Parse(calendar.ToText());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->ToText(), calendar.ToText());
}

TEST(CalendarTest, AnotherCalendarIsRefused) {
  for (const char* text : {"", "hello", "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
                           "BEGIN:VCALENDAR\nPRODID:x\nEND:VCALENDAR\n"}) {
    EXPECT_THAT(Calendar::Parse(text), FailsWith("something else")) << text;
  }
}

TEST(CalendarTest, AProjectedLastDayIsTentative) {
  Event event = Extended(7, DateOf(2026, 9, 30));
  event.mutable_mandate()->mutable_term()->set_projected(true);
  Calendar calendar;
  calendar.Apply(Of(event));
  EXPECT_THAT(calendar.ToText(), HasSubstr("STATUS:TENTATIVE\r\n"));
}

TEST(CalendarTest, DaysLongGoneAreDropped) {
  Calendar calendar;
  calendar.Apply(Of(Extended(7, DateOf(2026, 9, 30))));
  calendar.DropBefore(absl::CivilDay(2026, 9, 30));
  EXPECT_THAT(calendar.ToText(), HasSubstr("VEVENT"));
  calendar.DropBefore(absl::CivilDay(2026, 10, 1));
  EXPECT_THAT(calendar.ToText(), Not(HasSubstr("VEVENT")));
}

}  // namespace
}  // namespace mandated::mandatectl::remind
