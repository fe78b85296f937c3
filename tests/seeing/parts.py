"""A real server with its log and its metrics, and raw calls to it."""

import datetime
import os
import pathlib
import subprocess
import tempfile
import urllib.request

import grpc

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CALL_SECONDS = 60


def text_field(number, text):
    """A string field of a message, as it goes over the wire."""
    value = text.encode()
    assert number < 16 and len(value) < 128
    return bytes([number << 3 | 2, len(value)]) + value


def seconds(timestamp):
    """Those of a timestamp in JSON."""
    return datetime.datetime.fromisoformat(
        timestamp.replace("Z", "+00:00")).timestamp()


class Server:
    """A mandated on a simulated clock, with a store and a log of its own."""

    def __init__(self, *flags, metrics=False, backups=False, store=None):
        self.folder = tempfile.TemporaryDirectory()
        self.log_path = pathlib.Path(self.folder.name) / "log"
        listen = ["--metrics-listen=127.0.0.1:0"] if metrics else []
        if backups:
            flags += (f"--backup-directory={self.folder.name}/backups",)
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(
                [os.environ["MANDATED"], "--listen=127.0.0.1:0",
                 f"--store={store or self.folder.name + '/store'}",
                 "--clock=simulated",
                 "--simulated-start=2026-04-01", *listen, *flags],
                stdout=subprocess.PIPE, stderr=log, text=True)
        self.address = self.process.stdout.readline().split()[-1]
        if metrics:
            self.metrics = self.process.stdout.readline().split()[-1]
        self.channel = grpc.insecure_channel(
            self.address, options=[("grpc.enable_http_proxy", 0)])

    def stop(self):
        self.channel.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        log = self.log_path.read_text()
        self.folder.cleanup()
        return log

    def ctl(self, *arguments):
        clean = {name: value for name, value in os.environ.items()
                 if "proxy" not in name.lower()}
        done = subprocess.run(
            [os.environ["MANDATECTL"], *map(str, arguments)], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env={**clean, "MANDATED_SERVER": self.address})
        assert done.returncode == 0, done.stdout
        return done.stdout

    def call(self, method, request=b"", metadata=()):
        """Returns the code of a unary call."""
        try:
            self.channel.unary_unary(method)(
                request, metadata=metadata, timeout=CALL_SECONDS)
            return "OK"
        except grpc.RpcError as error:
            return error.code().name

    def scrape(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{self.metrics}/metrics",
                         timeout=CALL_SECONDS) as page:
            return page.read().decode()
