"""The exec and stdout sinks, two runs at once, and a dry run."""

import json
import subprocess
import unittest

from parts import DONE, NOTHING, PARTLY, UNDELIVERED, RemindTest, os


class ExecTest(RemindTest):
    def lines(self, name):
        path = self.folder / name
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text().splitlines()]

    def test_a_command_gets_each_event_on_its_input(self):
        self.establish(2, title="$(touch pwned); `id` 'x' \"y\"")
        self.remind("--sink", f"exec:cat >> {self.folder}/out")
        got = self.lines("out")
        self.assertEqual([e["id"] for e in got],
                         [e["id"] for e in self.events()])
        self.assertIn("$(touch pwned)", got[0]["data"]["mandate"]["title"])

    def test_a_command_that_refuses_one_gets_the_others(self):
        self.establish(3)
        self.remind("--sink", f"exec:tee -a {self.folder}/out | "
                    "grep -qv 'Mandate 2'", expect=PARTLY)
        self.assertEqual(len(self.lines("out")), 3)
        self.assertEqual(self.waiting(), 2)

    def test_a_command_that_says_later_is_not_asked_for_more(self):
        self.establish(3)
        self.remind("--sink", f"exec:cat >> {self.folder}/out; exit 75",
                    expect=UNDELIVERED)
        self.assertEqual(len(self.lines("out")), 1)
        self.assertEqual(self.waiting(), 3)

    def test_a_command_that_does_not_end_is_ended(self):
        self.establish()
        ran = self.remind("--sink=exec:sleep 1000", "--exec-timeout=1s",
                          expect=UNDELIVERED)
        self.assertIn("did not end in time", ran.stderr)

    def test_a_command_the_shell_cannot_read_costs_no_attempt(self):
        self.establish()
        ran = self.remind("--sink=exec:if then", expect=UNDELIVERED)
        self.assertIn("nothing was taken or sent", ran.stderr)

    def test_stdout_is_a_table_or_json(self):
        self.establish(2)
        self.ctl("subscriptions", "create", "other", "--from=1")
        table = self.remind("--sink=stdout").stdout
        self.assertIn("LAST DAY", table)
        self.assertIn("2027-01-31", table)
        lines = self.remind("--sink=stdout", "--output=jsonl",
                            name="other").stdout.splitlines()
        self.assertEqual([json.loads(line)["mandate"]["name"]
                          for line in lines], ["mandates/m1", "mandates/m2"])

    def test_stdout_takes_a_template(self):
        self.establish(2)
        path = self.folder / "mine"
        path.write_text("{{#reminders}}{{mandate}}={{last_day}} {{/reminders}}")
        ran = self.remind("--sink=stdout", "--template", path)
        self.assertEqual(ran.stdout, "m1=2027-01-31 m2=2027-01-31 ")

    def test_stdout_that_cannot_be_written_accepts_nothing(self):
        self.establish()
        with open("/dev/full", "w", encoding="utf-8") as full:
            code = subprocess.run(
                [os.environ["MANDATECTL"], "remind", "desk", "--sink=stdout",
                 f"--state-dir={self.folder}/state"], stdout=full,
                stderr=subprocess.DEVNULL, env=self.environment(),
                check=False).returncode
        self.assertNotEqual(code, DONE)
        self.assertEqual(self.waiting(), 1)

    def test_a_second_run_has_nothing_to_do(self):
        self.establish(2)
        # The first waits in its command until the second has come and gone.
        go, out = self.folder / "go", self.folder / "out"
        os.mkfifo(go)
        command = [os.environ["MANDATECTL"], "remind", "desk", "--sink",
                   f"exec:echo x >> {out}; cat {go}"]
        first = subprocess.Popen(
            command + [f"--state-dir={self.folder}/state"],
            env=self.environment(), stderr=subprocess.DEVNULL)
        go.open("w").close()  # the first event is being delivered
        ran = self.remind("--sink", f"exec:echo y >> {out}", expect=NOTHING)
        self.assertIn("another run is at work", ran.stderr)
        # On another machine, the lease keeps it away.
        ran = self.run_ctl("remind", "desk", f"--state-dir={self.folder}/else",
                           "--sink", f"exec:echo z >> {out}")
        self.assertEqual(ran.returncode, NOTHING)
        self.assertIn("another run holds the lease", ran.stderr)
        go.open("w").close()
        self.assertEqual(first.wait(), DONE)
        self.assertEqual(out.read_text(), "x\nx\n")

    def test_a_dry_run_takes_nothing(self):
        self.establish(2)
        ran = self.remind("--sink", f"exec:cat >> {self.folder}/out",
                          "--dry-run")
        self.assertIn("mandates/m2", ran.stdout)
        self.assertEqual(self.lines("out"), [])
        self.assertEqual(self.waiting(), 2)
        self.remind("--sink", f"exec:cat >> {self.folder}/out")
        self.remind("--sink=stdout", "--dry-run", expect=NOTHING)

    def test_an_interrupted_run_gives_back_what_it_has(self):
        self.establish(3)
        go = self.folder / "go"
        os.mkfifo(go)
        process = subprocess.Popen(
            [os.environ["MANDATECTL"], "remind", "desk", "--sink",
             f"exec:cat {go}", f"--state-dir={self.folder}/state"],
            env=self.environment(), stderr=subprocess.DEVNULL)
        with go.open("w"):
            process.terminate()
        self.assertEqual(process.wait(), PARTLY)
        self.assertEqual(self.waiting(), 2)
        self.remind("--sink", f"exec:cat >> {self.folder}/out")
        self.assertEqual(len(self.lines("out")), 2)


if __name__ == "__main__":
    unittest.main()
