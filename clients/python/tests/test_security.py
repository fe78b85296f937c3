"""TLS and tokens, against a real server."""

import asyncio
import hashlib
import os
import pathlib
import subprocess

import grpc
import mandates
import mandates.aio
import pytest
from mandates.errors import MandatesError
from mandates.v1.admin_service_pb2 import (AdvanceClockRequest,
                                           GetServerInfoRequest)

HERE = pathlib.Path(__file__).resolve().parent
BINARY = os.environ.get(
    "MANDATED_BINARY",
    HERE.parents[2] / "build/release/services/server/mandated")
TOKEN = "a token of the tests"


class Server:
    """A real server that knows TOKEN as a reader's."""

    def __init__(self, directory, *flags):
        access = directory / "access.toml"
        access.write_text(
            '[[token]]\nname = "reader"\nrole = "reader"\nsha256 = "'
            f'{hashlib.sha256(TOKEN.encode()).hexdigest()}"\n')
        self.process = subprocess.Popen(
            [BINARY, "--listen=127.0.0.1:0", "--store=memory",
             f"--access-list={access}", *flags],
            stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(name="certificate")
def _certificate(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=test", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key.pem", "-out",
         tmp_path / "certificate.pem"], check=True, capture_output=True)
    return tmp_path / "certificate.pem"


@pytest.fixture(name="plain")
def _plain(tmp_path):
    server = Server(tmp_path)
    yield server.address
    server.stop()


@pytest.fixture(name="secure")
def _secure(tmp_path, certificate):
    server = Server(tmp_path, f"--tls-certificate={certificate}",
                    f"--tls-key={tmp_path / 'key.pem'}")
    credentials = grpc.ssl_channel_credentials(certificate.read_bytes())
    yield server.address, credentials
    server.stop()


def ask(address, **options):
    """Asks and watches with the client of threads."""
    with mandates.Client(address, **options) as client:
        version = client.admin.GetServerInfo(GetServerInfoRequest()).version
        with pytest.raises(MandatesError) as refused:
            client.admin.AdvanceClock(AdvanceClockRequest())
        assert refused.value.reason == "ROLE_REQUIRED"
        return version


async def ask_aio(address, **options):
    """The same with the client of asyncio."""
    async with mandates.aio.Client(address, **options) as client:
        info = await client.admin.GetServerInfo(GetServerInfoRequest())
        with pytest.raises(MandatesError) as refused:
            await client.admin.AdvanceClock(AdvanceClockRequest())
        assert refused.value.reason == "ROLE_REQUIRED"
        return info.version


def test_a_token_goes_to_this_machine_without_tls(plain):
    assert ask(plain, token=TOKEN)
    assert asyncio.run(ask_aio(plain, token=TOKEN))


def test_a_token_goes_over_tls(secure):
    address, credentials = secure
    assert ask(address, credentials=credentials, token=TOKEN)
    assert asyncio.run(ask_aio(address, credentials=credentials, token=TOKEN))


def test_a_caller_without_a_token_is_unauthenticated(plain):
    with mandates.Client(plain) as client:
        with pytest.raises(MandatesError) as refused:
            client.admin.GetServerInfo(GetServerInfoRequest())
    assert refused.value.reason == "CREDENTIALS_MISSING"


@pytest.mark.parametrize("client", [mandates.Client, mandates.aio.Client])
@pytest.mark.parametrize(
    "address", ["mandates.example.org:50051", "127.evil.example:1", "10.0.0.1:1"])
def test_a_token_does_not_go_to_another_machine_without_tls(client, address):
    with pytest.raises(ValueError, match="without TLS"):
        client(address, token=TOKEN)
