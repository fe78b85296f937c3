"""The stubs of the five services over one channel."""

from __future__ import annotations

from typing import Callable, TypeVar

from mandates.v1 import (admin_service_pb2_grpc, expiry_service_pb2_grpc,
                         mandate_service_pb2_grpc, resolution_service_pb2_grpc,
                         session_service_pb2_grpc)

Stub = TypeVar("Stub")


class Stubs:
    """What both clients have: a stub for each service, whose unary calls are
    wrapped so that they raise MandatesError."""

    mandates: mandate_service_pb2_grpc.MandateServiceStub
    sessions: session_service_pb2_grpc.SessionServiceStub
    resolutions: resolution_service_pb2_grpc.ResolutionServiceStub
    expiry: expiry_service_pb2_grpc.ExpiryServiceStub
    admin: admin_service_pb2_grpc.AdminServiceStub

    def __init__(self, channel, unary: type, wrap: Callable) -> None:
        """`unary` is what the channel makes of a unary call."""
        def typed(stub: Stub) -> Stub:
            for name, call in vars(stub).items():
                if isinstance(call, unary):
                    setattr(stub, name, wrap(call))
            return stub

        self.channel = channel
        self.mandates = typed(
            mandate_service_pb2_grpc.MandateServiceStub(channel))
        self.sessions = typed(
            session_service_pb2_grpc.SessionServiceStub(channel))
        self.resolutions = typed(
            resolution_service_pb2_grpc.ResolutionServiceStub(channel))
        self.expiry = typed(
            expiry_service_pb2_grpc.ExpiryServiceStub(channel))
        self.admin = typed(
            admin_service_pb2_grpc.AdminServiceStub(channel))
