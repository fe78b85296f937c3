"""The driver of one language, as the runner sees it."""

import collections
import json
import subprocess
import threading

END_SECONDS = 10  # as README.md promises
STDERR_BYTES = 4_000


class Failure(Exception):
    """A scenario did not go as it should."""


class Driver:
    """Sends commands and keeps the lines of each id, in order."""

    def __init__(self, folder, address, stderr_path):
        self._stderr_path = stderr_path
        with open(stderr_path, "wb") as stderr:
            self._process = subprocess.Popen(
                [folder / "driver", address], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=stderr)
        self._lines = collections.defaultdict(list)
        self._read = collections.defaultdict(int)  # what `next` has taken
        self._ended = False
        self._wrong = None
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._run, daemon=True)
        self._reader.start()

    def send(self, **command):
        try:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Failure(f"the driver reads no more: {error}") from error

    def lines(self, number):
        with self._changed:
            return list(self._lines[number])

    def next(self, number, kinds, seconds):
        """Takes the next line that has one of `kinds` or ends its command, and
        passes over all others."""
        wanted = {*kinds, "error", "failed", "ended", "unsupported"}

        def found():
            while self._read[number] < len(self._lines[number]):
                if wanted & self._lines[number][self._read[number]].keys():
                    return True
                self._read[number] += 1
            return self._ended or self._wrong
        with self._changed:
            if not self._changed.wait_for(found, seconds):
                raise Failure(f"nothing with {' or '.join(kinds)} of "
                              f"{number} came within {seconds} s")
            if self._read[number] >= len(self._lines[number]):
                raise Failure(self._wrong or "the driver has ended")
            self._read[number] += 1
            return self._lines[number][self._read[number] - 1]

    def await_ready(self, seconds):
        self.next(None, ["ready"], seconds)

    def quit(self):
        """Ends it as agreed; raises Failure where it does not end so."""
        self.send(command="quit")
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failure(f"still runs {END_SECONDS} s after quit") from None
        if status != 0:
            raise Failure(f"ended with status {status}")

    def close(self):
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdin.close()
        self._process.stdout.close()

    def stderr(self):
        return open(self._stderr_path, "rb").read()[-STDERR_BYTES:].decode(
            errors="replace")

    def _run(self):
        for line in self._process.stdout:
            with self._changed:
                try:
                    parsed = json.loads(line)
                    self._lines[parsed.get("id")].append(parsed)
                except (ValueError, AttributeError):
                    self._wrong = f"the driver wrote no JSON object: {line!r}"
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
