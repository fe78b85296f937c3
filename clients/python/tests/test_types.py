"""The types that the package ships find real mistakes, and it has none itself.

mypy also complains about what protoc generates (there are no stubs of protobuf
and grpc); those lines are passed over.
"""

import pathlib
import subprocess
import sys

import mandates

PACKAGE = pathlib.Path(mandates.__file__).resolve().parent


def complaints(cache, *what):
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--ignore-missing-imports",
         f"--cache-dir={cache}", *what],
        cwd=PACKAGE.parent, text=True, capture_output=True)
    return [line for line in checked.stdout.splitlines()
            if ": error: " in line and "_pb2" not in line.split(":")[0]]


def test_the_package_has_no_type_errors(tmp_path):
    assert complaints(tmp_path, "-p", "mandates") == []


def test_wrong_types_in_a_program_are_found(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("""import mandates
from mandates.v1.mandate_service_pb2 import GetMandateRequest

client = mandates.Client("127.0.0.1:50051")
client.watch(leads=3)
client.mandates.GetMandate(GetMandateRequest(name=3))
mandates.start.revision("one")
""")
    found = complaints(tmp_path, str(program))
    assert [line.split(":")[1] for line in found] == ["5", "6", "7"]
