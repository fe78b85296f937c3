"""What the package holds, by its own word and lintian's.

Usage: package_test.py FOLDER
"""

import pathlib
import re
import sys
import tempfile
import unittest

import debian

FOLDER = sys.argv.pop()


class PackageTest(unittest.TestCase):

    def setUp(self):
        self.package = debian.package_in(FOLDER)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        debian.run("dpkg-deb", "-x", self.package, self.root)

    def field(self, name):
        return debian.run("dpkg-deb", "-f", self.package, name).strip()

    def test_lintian_has_no_error_and_no_warning(self):
        debian.run("lintian", "--allow-root", "--fail-on=error,warning",
                   self.package)

    def test_version_is_the_same_everywhere(self):
        version = self.field("Version")
        for program in ("usr/sbin/mandated", "usr/bin/mandatectl"):
            shown = debian.run(self.root / program, "--version")
            self.assertIn(f" {version}\n", shown + "\n")

    def test_every_unit_program_and_setting_is_there(self):
        for unit in (debian.SOURCE / "deploy/systemd").glob("*.service"):
            packed = self.root / "lib/systemd/system" / unit.name
            self.assertEqual(packed.read_text(), unit.read_text())
            for path in re.findall(r"^Exec\w+=/(\S+)|=/(etc/\S+)",
                                   unit.read_text(), re.MULTILINE):
                named = self.root / "".join(path)
                self.assertTrue(named.is_file(), named)

    def test_settings_are_kept_by_an_upgrade(self):
        packed = sorted(str(path.relative_to(self.root))
                        for path in (self.root / "etc").rglob("*")
                        if path.is_file())
        listed = debian.run("dpkg-deb", "-I", self.package, "conffiles")
        self.assertEqual(
            sorted(line.lstrip("/") for line in listed.split()), packed)

    def test_settings_are_what_the_server_takes(self):
        shown = debian.run(
            self.root / "usr/sbin/mandated", "--check-config",
            f"--config={self.root}/etc/mandated/mandated.toml")
        self.assertIn('listen = "127.0.0.1:50051"  # default', shown)

    def test_manual_pages_tell_of_every_command(self):
        page = debian.run(
            "gzip", "-dc", self.root / "usr/share/man/man1/mandatectl.1.gz")
        shown = debian.run(self.root / "usr/bin/mandatectl", "--help")
        commands = re.findall(r"^  ([a-z-]+)  +\S", shown.partition(
            "Subcommands:")[2], re.MULTILINE)
        self.assertGreater(len(commands), 10)
        for command in commands:
            escaped = command.replace("-", "\\-")
            self.assertIn(f"\n.SS mandatectl {escaped}\n", page)


if __name__ == "__main__":
    debian.need("dpkg-deb", "lintian")
    unittest.main()
