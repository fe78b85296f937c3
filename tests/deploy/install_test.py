"""The package is installed, runs, is upgraded and purged under a real systemd.

Usage: install_test.py FOLDER BASE.tar
A Debian of its own is booted on this machine's kernel. It has a network of
its own, so the server listens where the unit says.
"""

import os
import re
import sys
import time
import unittest

import debian

FOLDER, BASE = sys.argv[1:3]
SETTINGS = "etc/mandated/mandated.toml"
STORE = "var/lib/private/mandated/store"
# What others keep for themselves, whatever is installed.
KEPT = re.compile(
    r"^(var/(cache|log|tmp|lib/(apt|dpkg|private))|tmp|run|proc|sys|dev|root"
    r"|packages|var/lib/systemd/(catalog|coredump|pstore|timers)"
    r"|etc/(machine-id|mtab|ld\.so\.cache))(/|$)")
ANSWER_SECONDS = 60  # from the start of a service to its first answer


def files_of(root):
    found = set()
    for folder, folders, files in os.walk(root):
        names = [os.path.relpath(os.path.join(folder, name), root)
                 for name in folders + files]
        found.update(name for name in names if not KEPT.match(name))
    return found


def next_version(package, folder):
    """The same package as a later version, with other default settings."""
    tree = folder / "tree"
    debian.run("dpkg-deb", "-R", package, tree)
    control = tree / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^(Version: .*)$", r"\1+next",
                              control.read_text()))
    with (tree / SETTINGS).open("a") as settings:
        settings.write("# Of the next version.\n")
    sums = tree / "DEBIAN/md5sums"
    sums.write_text("".join(
        line for line in sums.read_text().splitlines(True)
        if SETTINGS not in line))
    debian.run("dpkg-deb", "--root-owner-group", "-b", tree,
               folder / "next.deb")


def prepare(root):
    """Puts systemd and all that the package depends on into `root`.

    apt finds them by itself, which shows that Depends can be met.
    """
    packages = root / "packages"
    packages.mkdir()
    package = debian.package_in(FOLDER)
    debian.run("cp", package, packages / "this.deb")
    next_version(package, packages)
    chroot = ["chroot", root, "env", "DEBIAN_FRONTEND=noninteractive"]
    debian.run(*chroot, "apt-get", "update", "-q")
    debian.run(*chroot, "apt-get", "install", "-q", "-y",
               "--option=Dpkg::Options::=--force-unsafe-io",
               "--no-install-recommends", "systemd", "/packages/this.deb")
    debian.run(*chroot, "dpkg", "--purge", "mandated")


class InstallTest(unittest.TestCase):

    def test_package_comes_works_and_goes(self):
        with debian.unpacked(BASE) as self.root:
            prepare(self.root)
            with debian.booted(self.root) as self.inside:
                self.run_inside("systemctl", "is-system-running", "--wait",
                                check=False)
                before = files_of(self.root)
                self.install()
                self.serve()
                self.upgrade()
                self.remove()
                self.purge()
                self.assertEqual(files_of(self.root), before)

    def run_inside(self, *command, check=True):
        words = [*self.inside, "env", "LC_ALL=C.UTF-8",
                 "DEBIAN_FRONTEND=noninteractive", *command]
        try:
            return debian.run(*words)
        except AssertionError:
            if check:
                raise
            return ""

    def service(self, *properties):
        """What systemd knows of the service, in the order asked."""
        shown = self.run_inside(
            "systemctl", "show", "mandated.service",
            *(f"--property={name}" for name in properties))
        values = dict(line.split("=", 1) for line in shown.splitlines())
        return [values[name] for name in properties]

    def await_answer(self):
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            shown = self.run_inside("mandatectl", "--timeout=5s",
                                    "server-info", check=False)
            if shown or time.monotonic() > until:
                return shown
            time.sleep(0.1)

    def mandates(self):
        return self.run_inside("mandatectl", "list",
                               "--output=jsonl").count('"mandates/')

    def install(self):
        self.run_inside("dpkg", "--install", "/packages/this.deb")
        self.assertEqual(self.service("ActiveState", "UnitFileState"),
                         ["active", "enabled"])
        self.assertIn("rocksdb", self.await_answer())

    def serve(self):
        [pid] = self.service("MainPID")
        user = self.run_inside("stat", "--format=%u", f"/proc/{pid}")
        self.assertGreaterEqual(int(user), 61184)  # as DynamicUser= picks
        self.run_inside("mandatectl", "load", "/usr/share/mandated/catalogue")
        self.loaded = self.mandates()
        self.assertGreater(self.loaded, 50)
        # An administrator's setting.
        with (self.root / SETTINGS).open("a") as settings:
            settings.write('leads = ["P5M"]\n')
        self.run_inside("systemctl", "restart", "mandated.service")
        self.assertRegex(self.await_answer(), r"leads +P5M\n")

    def upgrade(self):
        before = self.service("MainPID")
        self.run_inside("dpkg", "--force-confold", "--install",
                        "/packages/next.deb")
        self.assertRegex(self.await_answer(), r"leads +P5M\n")
        self.assertNotEqual(self.service("MainPID"), before)
        self.assertEqual(self.mandates(), self.loaded)
        version = self.run_inside("dpkg-query", "--show", "mandated")
        self.assertTrue(version.strip().endswith("+next"), version)

    def remove(self):
        self.run_inside("systemctl", "stop", "mandated.service")
        self.assertEqual(self.service("Result", "ExecMainStatus"),
                         ["success", "0"])
        self.run_inside("systemctl", "start", "mandated.service")
        self.run_inside("dpkg", "--remove", "mandated")
        self.assertEqual(self.service("ActiveState"), ["inactive"])
        self.assertFalse((self.root / "usr/sbin/mandated").exists())
        self.assertTrue((self.root / SETTINGS).exists())
        self.assertTrue((self.root / STORE).exists())

    def purge(self):
        self.run_inside("dpkg", "--purge", "mandated")
        for path in ("etc/mandated", "var/lib/private/mandated",
                     "var/lib/mandated"):
            self.assertFalse(os.path.lexists(self.root / path), path)


if __name__ == "__main__":
    del sys.argv[1:]
    debian.need("unshare", "nsenter")
    debian.need_root()
    debian.need_control_groups()
    unittest.main()
