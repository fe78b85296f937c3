"""Kills the job at every step, hundreds of times, and counts what arrived.

Every event must reach every sink, and counted by its id exactly once: nobody
forgotten, nobody told twice. MANDATED_REMIND_KILLS says how many runs the last
test makes (30); MANDATED_TEST_SEED repeats one.
"""

import json
import os
import random
import re
import subprocess
import unittest

import icalendar

from parts import MailServer, RemindTest, WebServer

LEASE = "--lease=1s"
RUNS = int(os.environ.get("MANDATED_REMIND_KILLS", "30"))


class KillTest(RemindTest):
    def setUp(self):
        super().setUp()
        self.web, self.post = WebServer(), MailServer()
        self.addCleanup(self.web.stop)
        self.addCleanup(self.post.stop)
        self.calendar = self.folder / "mandates.ics"
        self.out = self.folder / "out"
        self.sinks = [
            "--sink", self.web.url, "--sink", f"exec:cat >> {self.out}",
            "--sink", f"ics:{self.calendar}", "--sink", self.post.url,
            "--mail-from=clock@example.org", "--mail-to=desk@example.org"]

    def killed_at(self, step):
        """One run that is killed before its step; tells whether it was."""
        ran = self.remind(*self.sinks, LEASE, "--wait=5s", expect=None,
                          LD_PRELOAD=os.environ["MANDATED_KILLER"],
                          MANDATED_KILL_AT=str(step))
        return ran.returncode == -9

    def finish(self):
        """Runs in peace, from day to day, until nothing waits."""
        for _ in range(8):
            self.remind(*self.sinks, LEASE, "--wait=5s", expect=None)
            if self.waiting() == 0:
                return
            self.ctl("advance-clock", "--by=P1D")
        self.fail("something waits for ever")

    def check(self):
        ids = [event["id"] for event in self.events()]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(sorted(set(self.web.accepted)), sorted(ids))
        # What was killed in its writing has half a line, and comes again.
        lines = self.out.read_text().splitlines()
        run = {json.loads(line)["id"] for line in lines}
        self.assertEqual(sorted(run), sorted(ids))
        entries = icalendar.Calendar.from_ical(
            self.calendar.read_bytes()).walk("VEVENT")
        uids = [str(entry["UID"]) for entry in entries]
        self.assertEqual(len(uids), len(set(uids)))
        self.assertEqual(sum("Last day" in entry["SUMMARY"]
                             for entry in entries), self.mandates)
        self.check_mails()

    def check_mails(self):
        """Each event is in one mail, by Message-ID."""
        by_id = {}
        for _, mail in self.post.mails:
            text = mail.get_body(("plain",)).get_content()
            told = by_id.setdefault(mail["Message-ID"], text)
            self.assertEqual(told, text)
        told = []
        for text in by_id.values():
            told += re.findall(r"Mandate \d+\b", text)
        self.assertEqual(
            sorted(told),
            sorted(f"Mandate {n + 1}" for n in range(self.mandates)))

    def test_a_run_is_killed_at_every_step(self):
        # A run has some sixty steps: as a rule, at every second one.
        stride = max(1, 60 // max(RUNS, 1))
        first = random.Random(seed()).randrange(stride) + 1
        kills = 0
        self.establish(2)
        for step in range(first, 2_000, stride):
            if not self.killed_at(step):
                break
            kills += 1
            if kills % 5 == 0:
                self.establish()
        print(f"killed at {kills} steps")
        self.assertGreater(kills, 2)
        self.finish()
        self.check()

    def test_runs_are_killed_at_random(self):
        chance = random.Random(seed())
        kills = 0
        for _ in range(RUNS):
            if chance.random() < 0.5:
                self.establish()
            if chance.random() < 0.5:
                self.ctl("advance-clock", "--by=P1D")
            kills += self.killed_at(chance.randrange(1, 60))
        print(f"{kills} of {RUNS} runs were killed")
        self.establish()
        self.finish()
        self.check()

    def test_a_run_is_killed_by_each_sink_in_turn(self):
        """The other side kills it once it has the event, before it answers."""
        running = []

        def kill_and(answer):
            if running:
                running.pop().kill()
            return answer

        self.web.answer = lambda *_: kill_and((204, {}))
        self.post.on_data = lambda: kill_and("250 OK")
        for _ in range(4):
            self.establish()
            process = subprocess.Popen(
                [os.environ["MANDATECTL"], "remind", "desk", LEASE,
                 "--wait=5s", f"--state-dir={self.folder}/state",
                 *self.sinks], env=self.environment(),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            running.append(process)
            process.wait()
            running.clear()
        self.finish()
        self.check()


def seed():
    value = int(os.environ.get("MANDATED_TEST_SEED") or
                random.SystemRandom().randrange(1 << 31))
    print(f"MANDATED_TEST_SEED={value} MANDATED_REMIND_KILLS={RUNS}")
    return value


if __name__ == "__main__":
    unittest.main()
