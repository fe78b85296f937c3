"""Installs the SDK for C++ from a build, and builds and runs the first program
of its README against what was installed.

Usage: client_cpp_test.py BUILD-DIRECTORY
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "clients/cpp/README.md"
LINES_MAX = 15
BUILD = pathlib.Path(sys.argv[1])


def block(kind):
    """The first block of this kind in the README."""
    return re.search(rf"```{kind}\n(.*?)```", README.read_text(), re.S)[1]


def run(*command):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}:\n{done.stdout}")
    return done.stdout


class ClientCppTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="mandated-install-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.prefix = cls.folder / "installed"
        run("cmake", "--install", BUILD, "--component", "mandates-client",
            "--prefix", cls.prefix)

    def configure(self, name, cmake):
        """Configures a project of a user; returns where it is built."""
        project = self.folder / name
        project.mkdir()
        (project / "CMakeLists.txt").write_text(cmake)
        (project / "first.cc").write_text(block("cpp"))
        run("cmake", "-S", project, "-B", project / "build", "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        return project / "build"

    def serve(self):
        """Starts a server with the catalogue; returns its address."""
        log = open(self.folder / "server.log", "wb")
        self.addCleanup(log.close)
        server = subprocess.Popen(
            [BUILD / "services/server/mandated", "--listen=127.0.0.1:0",
             "--store=memory", "--clock=simulated",
             "--simulated_start=2026-04-01"],
            stdout=subprocess.PIPE, stderr=log, text=True)
        self.addCleanup(self.end, server)
        address = server.stdout.readline().split()[-1]
        run(BUILD / "clients/mandatectl/mandatectl", f"--server={address}",
            "load", ROOT / "deploy/catalogue")
        return address

    @staticmethod
    def end(process):
        process.kill()
        process.wait()
        process.stdout.close()

    def test_first_program_is_short_and_runs(self):
        self.assertLessEqual(len(block("cpp").splitlines()), LINES_MAX)
        build = self.configure("first", block("cmake"))
        run("cmake", "--build", build)
        program = subprocess.Popen(
            [build / "first", self.serve()],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, program)
        self.assertRegex(program.stdout.readline(), r"^mandates/[a-z-]+: ")

    def test_another_version_is_refused(self):
        with self.assertRaisesRegex(AssertionError, "version"):
            self.configure("other", block("cmake").replace(
                "mandates REQUIRED", "mandates 99 REQUIRED"))

    def test_headers_of_the_library_need_no_grpc(self):
        for path in (self.prefix / "include/mandates/client").iterdir():
            self.assertNotIn("grpcpp", path.read_text(), path.name)

    def test_private_parts_are_not_installed(self):
        names = {p.name for p in self.prefix.rglob("*.h")}
        self.assertIn("watcher.h", names)
        self.assertIn("expiry_service.grpc.pb.h", names)
        self.assertFalse(
            names & {"transport.h", "reader.h", "stop_signal.h", "records.pb.h"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
