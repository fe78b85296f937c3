"""A real server, and mandatectl as a person runs it."""

import json
import os
import pathlib
import subprocess
import tempfile

DONE, REFUSED = 0, 1
SECONDS = 120


class Server:
    """A mandated on a simulated clock, with a store of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [os.environ["MANDATED"], "--listen=127.0.0.1:0",
             f"--store={self.folder.name}/store", "--clock=simulated",
             "--simulated-start=2026-04-01"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def run(self, *arguments):
        clean = {name: value for name, value in os.environ.items()
                 if "proxy" not in name.lower()}
        return subprocess.run(
            [os.environ["MANDATECTL"], *map(str, arguments)], text=True,
            capture_output=True, timeout=SECONDS, check=False,
            env={**clean, "MANDATED_SERVER": self.address})

    def json(self, *arguments):
        done = self.run(*arguments, "--output=json")
        assert done.returncode == DONE, done.stderr
        return json.loads(done.stdout)

    def write(self, name, text):
        """Puts a file into the server's folder; returns its path."""
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path
