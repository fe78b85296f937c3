"""The calendar, read back by two libraries that did not write it."""

import datetime
import unittest

import icalendar
import vobject

from parts import UNDELIVERED, RemindTest


class CalendarTest(RemindTest):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "mandates.ics"

    def enter(self, **options):
        return self.remind("--sink", f"ics:{self.path}", **options)

    def entries(self):
        calendar = icalendar.Calendar.from_ical(self.path.read_bytes())
        other = vobject.readOne(self.path.read_text())
        read = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
        self.assertEqual({e.uid.value for e in other.vevent_list}, set(read))
        for entry in other.vevent_list:
            self.assertEqual(entry.dtstart.value,
                             read[entry.uid.value]["DTSTART"].dt)
        return read

    def by_summary(self, word):
        return [e for e in self.entries().values() if word in e["SUMMARY"]]

    def extend(self, until, adopted):
        self.ctl("extend", "m1", "--symbol=A/HRC/RES/2/1",
                 f"--adopted={adopted}", f"--until={until}")

    def test_a_term_has_one_day_and_each_window_another(self):
        self.establish(1, until="2024-03-31")
        self.ctl("advance-clock", "--to=2024-03-26")
        self.enter()
        [last] = self.by_summary("Last day")
        self.assertEqual(last["DTSTART"].dt, datetime.date(2024, 3, 31))
        self.assertEqual(last["DTSTART"].params["VALUE"], "DATE")
        self.assertEqual(last["DTEND"].dt, datetime.date(2024, 4, 1))
        days = sorted(e["DTSTART"].dt for e in self.by_summary("lapses"))
        self.assertIn(datetime.date(2024, 3, 24), days)  # P1W
        self.assertIn("A/HRC/RES/1/1", last["DESCRIPTION"])

    def test_importing_twice_shows_each_once(self):
        self.establish(3, until="2024-03-31")
        self.ctl("advance-clock", "--to=2024-03-26")
        self.enter()
        once, text = self.entries(), self.path.read_bytes()
        self.ctl("subscriptions", "seek", "desk", "--to=1")
        self.enter()
        self.assertEqual(self.path.read_bytes(), text)
        # A calendar that is made anew has the same ids and numbers.
        self.path.unlink()
        self.ctl("subscriptions", "seek", "desk", "--to=1")
        self.enter()
        again = self.entries()
        self.assertEqual({u: (e["SEQUENCE"], e["DTSTART"].dt)
                          for u, e in once.items()},
                         {u: (e["SEQUENCE"], e["DTSTART"].dt)
                          for u, e in again.items()})

    def test_an_extension_cancels_the_old_last_day(self):
        self.establish(1, until="2024-03-31")
        self.enter()
        [before] = self.by_summary("Last day")
        self.extend(until="2027-03-31", adopted="2024-01-10")
        self.enter()
        entries = self.entries()
        old = entries.pop(str(before["UID"]))
        self.assertEqual(old["STATUS"], "CANCELLED")
        self.assertGreater(old["SEQUENCE"], before["SEQUENCE"])
        [new] = [e for e in entries.values() if "Last day" in e["SUMMARY"]]
        self.assertEqual(new["DTSTART"].dt, datetime.date(2027, 3, 31))
        self.assertEqual(new["STATUS"], "CONFIRMED")

    def test_what_is_retracted_is_cancelled(self):
        self.establish(1, until="2024-02-05")
        self.ctl("advance-clock", "--to=2024-02-10")
        self.enter()
        self.assertEqual(len(self.by_summary("Lapsed")), 1)
        self.extend(until="2027-02-05", adopted="2024-02-01")  # known late
        self.enter()
        [lapsed] = self.by_summary("Lapsed")
        self.assertEqual(lapsed["STATUS"], "CANCELLED")
        confirmed = [e for e in self.entries().values()
                     if e["STATUS"] == "CONFIRMED"
                     and "Last day" in e["SUMMARY"]]
        self.assertEqual([e["DTSTART"].dt for e in confirmed],
                         [datetime.date(2027, 2, 5)])

    def test_another_file_is_never_overwritten(self):
        self.establish()
        self.path.write_text("BEGIN:VCALENDAR\nPRODID:else\nEND:VCALENDAR\n")
        ran = self.enter(expect=UNDELIVERED)
        self.assertIn("move it away", ran.stderr)
        self.assertIn("else", self.path.read_text())
        self.assertEqual(self.waiting(), 1)

    def test_titles_are_text_and_not_properties(self):
        self.establish(1, title="A; B, C\\n END:VEVENT")
        self.enter()
        self.assertEqual(len(self.entries()), 1)
        self.assertIn(b"Last day: A\\; B\\, C\\\\n END:VEVENT\r\n",
                      self.path.read_bytes())


if __name__ == "__main__":
    unittest.main()
