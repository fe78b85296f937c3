"""The real parts of these tests: server, command line, mail and web server."""

import asyncio
import email
import email.policy
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import threading
import unittest

from aiosmtpd.smtp import SMTP

DONE, REFUSED, USAGE, PARTLY, NOTHING, UNDELIVERED = 0, 1, 2, 4, 5, 6
START = "2024-01-10"
PATIENCE_SECONDS = 120  # until a test gives up on a program


class Server:
    """A mandated on a simulated clock, with a store of its own."""

    def __init__(self, store):
        self.process = subprocess.Popen(
            [os.environ["MANDATED"], "--listen=127.0.0.1:0",
             f"--store={store}", "--clock=simulated",
             f"--simulated_start={START}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class RemindTest(unittest.TestCase):
    """One server, one subscription "desk", and events as a test needs them."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = Server(self.folder / "store")
        self.addCleanup(self.server.stop)
        self.mandates = 0
        self.ctl("subscriptions", "create", "desk", "--delivery-attempts=100")

    def environment(self, **more):
        clean = {k: v for k, v in os.environ.items()
                 if k not in ("STATE_DIRECTORY", "MANDATED_WEBHOOK_SECRET",
                              "MANDATED_MAIL_PASSWORD")
                 and "proxy" not in k.lower()}
        return {**clean, "MANDATED_SERVER": self.server.address, **more}

    def run_ctl(self, *arguments, **environment):
        return subprocess.run(
            [os.environ["MANDATECTL"], *map(str, arguments)], text=True,
            capture_output=True, timeout=PATIENCE_SECONDS,
            env=self.environment(**environment))

    def ctl(self, *arguments):
        ran = self.run_ctl(*arguments)
        self.assertEqual(ran.returncode, DONE, ran.stderr)
        return ran.stdout

    def remind(self, *arguments, expect=DONE, name="desk", **environment):
        ran = self.run_ctl("remind", name, f"--state-dir={self.folder}/state",
                           *arguments, **environment)
        if expect is not None:
            self.assertEqual(ran.returncode, expect, ran.stderr + ran.stdout)
        return ran

    def establish(self, count=1, until="2027-01-31", title=None):
        """Records mandates, which is an ESTABLISHED event each."""
        for _ in range(count):
            self.mandates += 1
            self.ctl("establish", f"m{self.mandates}", "--symbol=A/HRC/RES/1/1",
                     f"--adopted={START}", f"--until={until}",
                     "--kind=thematic", "--holder-type=working-group",
                     f"--title={title or f'Mandate {self.mandates}'}")

    def events(self):
        """All events of the log, by a reader of its own."""
        self.ctl("subscriptions", "create", "truth", "--from=1")
        ran = self.remind("--sink=stdout", "--output=jsonl", name="truth")
        return [json.loads(line) for line in ran.stdout.splitlines()]

    def waiting(self):
        shown = self.ctl("subscriptions", "get", "desk", "--output=json")
        return int(json.loads(shown)["progress"]["lag_events"])


class WebServer:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, certificate=None):
        self.requests = []  # (headers, body), each answered or not
        self.accepted = []  # ids of those answered with 2xx
        # (code, headers) of the answer to a request; None: hangs up.
        self.answer = lambda count, headers: (204, {})
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self):
                try:
                    super().handle()
                except ConnectionResetError:
                    pass  # the other side was killed

            def do_POST(self):
                size = int(self.headers["Content-Length"])
                outer.requests.append((self.headers, self.rfile.read(size)))
                answer = outer.answer(len(outer.requests), self.headers)
                if answer is None:
                    self.close_connection = True
                    return
                code, headers = answer
                if 200 <= code < 300:
                    outer.accepted.append(
                        self.headers["Idempotency-Key"].strip('"'))
                self.send_response(code)
                for name, value in headers.items():
                    self.send_header(name, value)
                if code != 204:
                    self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = threading.Thread(
            target=lambda: self.server.serve_forever(poll_interval=0.05))
        self.thread.start()

    @property
    def url(self):
        port = self.server.server_address[1]
        return f"{self.scheme}://localhost:{port}/hook"

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class MailServer:
    """Takes mails, or refuses them as it is told."""

    def __init__(self, **options):
        self.mails = []  # (recipient, message), each that was accepted
        self.answer = lambda recipient: "250 OK"
        self.on_data = lambda: "250 OK"
        # Not aiosmtpd's Controller, which cannot choose a free port.
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(self.loop.create_server(
            lambda: SMTP(self, hostname="localhost", loop=self.loop, **options),
            "127.0.0.1", 0))
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.on_data()
        if answer.startswith("250"):
            message = email.message_from_bytes(
                envelope.original_content, policy=email.policy.default)
            self.mails.append((envelope.rcpt_tos[0], message))
        return answer

    @property
    def url(self):
        port = self.server.sockets[0].getsockname()[1]
        return f"smtp://localhost:{port}"

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()


def make_certificate(path):
    """A key and a certificate for localhost that signs itself, in one file."""
    key = path.with_suffix(".key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
         path], check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return path
