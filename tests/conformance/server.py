"""A real `mandated` in a folder of its own, and a proxy that counts."""

import os
import pathlib
import select
import signal
import socket
import subprocess
import threading

START_SECONDS = 60  # opening a store on a busy machine
LOG_BYTES = 2_000


class Server:
    """Serves on one address for all its lives. Killed when it is closed."""

    def __init__(self, binary, folder, flags):
        self._binary = binary
        self._folder = pathlib.Path(folder)
        self._flags = flags
        self._process = None
        self.address = "127.0.0.1:0"
        self.start()

    def start(self, more_flags=()):
        """Starts it, again on the address it had; raises RuntimeError."""
        with open(self._folder / "server.log", "ab") as log:
            self._process = subprocess.Popen(
                [self._binary, f"--listen={self.address}",
                 f"--store={self._folder / 'store'}", "--clock=simulated",
                 *self._flags, *more_flags],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        if not select.select([self._process.stdout], [], [], START_SECONDS)[0]:
            raise RuntimeError("the server does not start")
        line = self._process.stdout.readline().decode().strip()
        if not line:
            raise RuntimeError("the server did not start")
        self.address = line.rpartition(" ")[2]

    def kill(self):
        self._end(signal.SIGKILL)

    def terminate(self):
        self._end(signal.SIGTERM)

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def close(self):
        if self._process.poll() is None:
            self.kill()

    def log(self):
        """The end of what it logged."""
        return (self._folder / "server.log").read_bytes()[-LOG_BYTES:].decode(
            errors="replace")

    def _end(self, how):
        self._process.send_signal(how)
        self._process.wait()
        self._process.stdout.close()


class Proxy:
    """Hands bytes through to a server, and counts those of its clients."""

    def __init__(self, target):
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._bytes = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()

    def bytes_sent(self):
        return self._bytes

    def await_more_than(self, count, seconds):
        """Whether clients sent more than that, in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._bytes > count, seconds)

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            host, port = self._target().split(":")
            server = socket.create_connection((host, int(port)))
            for source, sink, count in ((client, server, self._count),
                                        (server, client, lambda n: None)):
                threading.Thread(target=self._pump, daemon=True,
                                 args=(source, sink, count)).start()

    def _pump(self, source, sink, count):
        try:
            while data := source.recv(65_536):
                count(len(data))
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _count(self, number):
        with self._changed:
            self._bytes += number
            self._changed.notify_all()


def binary():
    """The server to run: that of this build, or MANDATED_BINARY."""
    return os.environ.get("MANDATED_BINARY",
                          "build/release/services/server/mandated")
