"""The one typed error of this package, and how it is decoded."""

from __future__ import annotations

import dataclasses
from typing import Iterable, Mapping, Optional, Tuple

import grpc

try:  # package googleapis-common-protos, where it is installed
    from google.rpc import error_details_pb2, status_pb2
except ImportError:  # the copy that was generated with this package
    from mandates._generated.google.rpc import error_details_pb2, status_pb2

_DETAILS_KEY = "grpc-status-details-bin"
_MADE_BY_TRANSPORT = (grpc.StatusCode.INTERNAL, grpc.StatusCode.CANCELLED)


@dataclasses.dataclass(frozen=True)
class FieldViolation:
    """One field of a request that was wrong."""

    field: str
    description: str


@dataclasses.dataclass(frozen=True)
class PreconditionViolation:
    """One thing that stood in the way of a call."""

    type: str
    subject: str
    description: str


class MandatesError(Exception):
    """What the server answered instead of a response.

    `reason` is stable and meant for programs ("MANDATE_NOT_FOUND"); it is empty
    where no server answered. `metadata` has each value of the message again.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        message: str,
        *,
        reason: str = "",
        domain: str = "",
        metadata: Optional[Mapping[str, str]] = None,
        field_violations: Iterable[FieldViolation] = (),
        precondition_violations: Iterable[PreconditionViolation] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason
        self.domain = domain
        self.metadata = dict(metadata or {})
        self.field_violations: Tuple[FieldViolation, ...] = tuple(
            field_violations)
        self.precondition_violations: Tuple[PreconditionViolation, ...] = tuple(
            precondition_violations)

    def __str__(self) -> str:
        name = f"{self.code.name} ({self.reason})" if self.reason else \
            self.code.name
        return f"{name}: {self.message}"

    @property
    def transient(self) -> bool:
        """Whether the same call may succeed on another connection.

        INTERNAL and CANCELLED without a reason are the transport's, not the
        server's: gRPC answers CANCELLED to a call that comes as the server
        stops. Who cancelled the call knows better.
        """
        return self.code is grpc.StatusCode.UNAVAILABLE or (
            self.code in _MADE_BY_TRANSPORT and not self.reason)


def connection_lost(message: str) -> MandatesError:
    """The error of a stream that ended although streams never end."""
    return MandatesError(grpc.StatusCode.UNAVAILABLE, message)


def decode_error(error: grpc.RpcError) -> MandatesError:
    """Decodes what gRPC raised, with all details the server gave."""
    fields = []
    preconditions = []
    info = error_details_pb2.ErrorInfo()
    for detail in _details_of(error):
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            detail.Unpack(info)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            fields += _unpack(detail,
                              error_details_pb2.BadRequest).field_violations
        elif detail.Is(error_details_pb2.PreconditionFailure.DESCRIPTOR):
            preconditions += _unpack(
                detail, error_details_pb2.PreconditionFailure).violations
    return MandatesError(
        error.code(),
        error.details() or "",
        reason=info.reason,
        domain=info.domain,
        metadata=info.metadata,
        field_violations=[
            FieldViolation(f.field, f.description) for f in fields],
        precondition_violations=[
            PreconditionViolation(p.type, p.subject, p.description)
            for p in preconditions],
    )


def _details_of(error: grpc.RpcError):
    status = status_pb2.Status()
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY:
            status.ParseFromString(value)
    return status.details


def _unpack(detail, kind):
    message = kind()
    detail.Unpack(message)
    return message
