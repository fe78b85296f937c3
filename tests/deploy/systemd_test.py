"""The units say what systemd understands, and leave little exposed.

Usage: systemd_test.py
"""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import debian

UNITS = debian.SOURCE / "deploy/systemd"
CRONTAB = debian.SOURCE / "deploy/cron/mandate-reminder"
HOST_UNITS = pathlib.Path("/lib/systemd/system")
# systemd rates from 0 to 10. Ours are at 1.1: they use the network, and the
# root directory is the machine's. As root it would be 1.4.
EXPOSURE_MAX = 1.2
# Between the end of a drain and SIGKILL.
STOP_MARGIN_SECONDS = 10


def read(name):
    return (UNITS / name).read_text(encoding="utf-8")


def value_of(unit, key):
    return re.search(rf"^{key}=(.*)$", read(unit), re.MULTILINE)[1]


def grace_seconds():
    settings = (debian.SOURCE / "deploy/mandated.toml").read_text()
    return int(re.search(r'^#grace = "(\d+)s"$', settings, re.MULTILINE)[1])


class UnitsTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.units = self.root / "lib/systemd/system"
        shutil.copytree(HOST_UNITS, self.units, symlinks=True)
        for unit in UNITS.glob("mandate*.*"):
            shutil.copy(unit, self.units)
        for program in ("usr/sbin/mandated", "usr/bin/mandatectl"):
            stub = self.root / program
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.touch(mode=0o755)

    def verify(self):
        # Its status is 0 for a key it does not know: what it prints counts.
        return subprocess.run(
            ["systemd-analyze", "verify", "--man=no", f"--root={self.root}",
             "mandated.service", "mandated-backup.service",
             "mandated-backup.timer", "mandate-reminder.service",
             "mandate-reminder.timer"],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False).stdout

    def test_systemd_finds_nothing_to_say(self):
        self.assertEqual(self.verify(), "")

    def test_key_that_systemd_does_not_know_is_noticed(self):
        with (self.units / "mandated.service").open("a") as unit:
            unit.write("[Service]\nProtectSytem=strict\n")
        self.assertIn("ProtectSytem", self.verify())

    def test_exposure_is_low(self):
        for unit in ("mandated.service", "mandated-backup.service",
                     "mandate-reminder.service"):
            with self.subTest(unit):
                # It takes the threshold in tenths.
                debian.run("systemd-analyze", "security", "--offline=yes",
                           "--no-pager", f"--root={self.root}",
                           f"--threshold={EXPOSURE_MAX * 10:.0f}", unit)

    def test_exposed_service_is_noticed(self):
        unit = self.units / "mandated.service"
        unit.write_text(unit.read_text().replace("DynamicUser=yes\n", ""))
        with self.assertRaises(AssertionError):
            debian.run("systemd-analyze", "security", "--offline=yes",
                       "--no-pager", f"--root={self.root}",
                       f"--threshold={EXPOSURE_MAX * 10:.0f}",
                       "mandated.service")


class PromisesTest(unittest.TestCase):

    def test_stop_waits_for_the_drain(self):
        stop = int(value_of("mandated.service", "TimeoutStopSec")[:-1])
        self.assertGreaterEqual(stop, grace_seconds() + STOP_MARGIN_SECONDS)

    def test_store_is_where_the_service_may_write(self):
        state = value_of("mandated.service", "StateDirectory")
        self.assertIn(f" --store=%S/{state}/",
                      value_of("mandated.service", "ExecStart"))

    def test_backups_are_where_the_service_may_write_and_where_they_are_read(
            self):
        state = value_of("mandated.service", "StateDirectory")
        self.assertIn(f" --backup-directory=%S/{state}/backups",
                      value_of("mandated.service", "ExecStart"))
        self.assertEqual(state,
                         value_of("mandated-backup.service", "StateDirectory"))
        self.assertIn(f" verify %S/{state}/backups\n",
                      read("mandated-backup.service"))

    def test_settings_mean_the_same_to_systemd_and_to_a_shell(self):
        lines = [line for line in read("mandate-reminder.env").splitlines()
                 if line and not line.startswith("#")]
        for line in lines:
            self.assertRegex(line, r'^[A-Z_]+=(".*"|[^\s"$]*)$')
        debian.run("sh", "-euc", f". {UNITS}/mandate-reminder.env; "
                   ': "$MANDATED_SERVER" "$REMIND_ARGUMENTS"')

    def test_crontab_runs_what_the_unit_runs(self):
        jobs = [line for line in CRONTAB.read_text().splitlines()
                if not re.match(r"#|[A-Z]+=", line)]
        self.assertEqual(len(jobs), 1)
        match = re.fullmatch(r"0 7 \* \* \* root (.*)", jobs[0])
        self.assertTrue(match, jobs[0])
        debian.run("sh", "-nc", match[1])
        command = value_of("mandate-reminder.service", "ExecStart")
        self.assertTrue(match[1].endswith("exec " + command), match[1])
        settings = value_of("mandate-reminder.service", "EnvironmentFile")
        self.assertIn(f". {settings};", match[1])


if __name__ == "__main__":
    debian.need("systemd-analyze")
    unittest.main()
