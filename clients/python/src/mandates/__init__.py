"""The client of `mandated`: when the mandates of the Human Rights Council end.

`Client` is for threads; `mandates.aio.Client` is the same for asyncio.
`mandates.v1` has the generated messages.
"""

from mandates import start
from mandates._client import Client
from mandates._watch import Watch
from mandates._worker import Worker
from mandates.errors import (FieldViolation, MandatesError,
                             PreconditionViolation, decode_error)
from mandates.v1.event_pb2 import EventType

__all__ = [
    "Client", "EventType", "FieldViolation", "MandatesError",
    "PreconditionViolation", "Watch", "Worker", "decode_error", "start",
]
