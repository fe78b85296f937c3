"""The program that the README begins with really runs."""

import os
import pathlib
import re
import subprocess
import sys

import mandates
import pytest
from mandates.v1.mandate_pb2 import (ACT_ESTABLISH, HOLDER_TYPE_WORKING_GROUP,
                                     KIND_THEMATIC, Date, Decision, Mandate,
                                     Term)
from mandates.v1.mandate_service_pb2 import RecordDecisionRequest

HERE = pathlib.Path(__file__).resolve().parent
BINARY = os.environ.get(
    "MANDATED_BINARY",
    HERE.parents[2] / "build/release/services/server/mandated")


@pytest.fixture
def address():
    server = subprocess.Popen(
        [BINARY, "--listen=127.0.0.1:0", "--store=memory", "--clock=simulated"],
        stdout=subprocess.PIPE, text=True)
    yield server.stdout.readline().split()[-1]
    server.kill()
    server.wait()
    server.stdout.close()


def test_the_first_program_prints_what_is_running_out(address):
    establish(address)
    readme = (HERE.parent / "README.md").read_text()
    source = re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1]
    assert source.count("\n") <= 15
    program = subprocess.Popen(
        [sys.executable, "-u", "-c",
         source.replace("127.0.0.1:50051", address)],
        stdout=subprocess.PIPE, text=True)
    try:
        assert program.stdout.readline() == \
            "Working Group on water: last day 2017-06-01\n"
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


def establish(address):
    decision = Decision(
        act=ACT_ESTABLISH, symbol="A/HRC/RES/34/1",
        adopted_on=Date(year=2017, month=3, day=1),
        term=Term(fixed=Date(year=2017, month=6, day=1)))
    mandate = Mandate(title="Working Group on water", kind=KIND_THEMATIC,
                      holder_type=HOLDER_TYPE_WORKING_GROUP)
    with mandates.Client(address) as client:
        client.mandates.RecordDecision(RecordDecisionRequest(
            mandate_name="mandates/water", decision=decision, mandate=mandate))
