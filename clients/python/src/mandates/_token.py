"""Bearer tokens: added to each call, and to calls that are safe alone."""

from __future__ import annotations

import re
from typing import List, Optional

import grpc
import grpc.aio

_LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+|unix:.*")


def check_token(address: str, credentials: Optional[grpc.ChannelCredentials],
                token: Optional[str]) -> None:
    """Raises ValueError where anybody on the way could read the token."""
    if token and credentials is None and not _LOOPBACK.fullmatch(address):
        raise ValueError(
            f"a token is not sent to {address} without TLS, as anybody on the "
            "way could read and use it; give credentials")


def _with_bearer(details, token: str):
    metadata = list(details.metadata or ())
    metadata.append(("authorization", f"Bearer {token}"))
    return metadata


class _Details(grpc.ClientCallDetails):
    """The details of a call, with other metadata."""

    def __init__(self, details, metadata) -> None:
        self.method = details.method
        self.timeout = details.timeout
        self.metadata = metadata
        self.credentials = details.credentials
        self.wait_for_ready = details.wait_for_ready
        self.compression = details.compression


class Bearer(grpc.UnaryUnaryClientInterceptor,
             grpc.UnaryStreamClientInterceptor):
    """Adds the token to each call of a channel without asyncio."""

    def __init__(self, token: str) -> None:
        self._token = token

    def intercept_unary_unary(self, continuation, client_call_details, request):
        return continuation(self._authorized(client_call_details), request)

    def intercept_unary_stream(self, continuation, client_call_details,
                               request):
        return continuation(self._authorized(client_call_details), request)

    def _authorized(self, details) -> _Details:
        return _Details(details, _with_bearer(details, self._token))


def aio_bearers(token: str) -> List[grpc.aio.ClientInterceptor]:
    """Returns what adds the token to each call of a channel of asyncio, which
    wants one interceptor for each kind of call."""
    def authorized(details):
        return details._replace(metadata=grpc.aio.Metadata(
            *_with_bearer(details, token)))

    class Unary(grpc.aio.UnaryUnaryClientInterceptor):
        """Unary calls."""
        async def intercept_unary_unary(self, continuation, client_call_details,
                                        request):
            return await continuation(authorized(client_call_details), request)

    class Stream(grpc.aio.UnaryStreamClientInterceptor):
        """Streams of responses."""
        async def intercept_unary_stream(self, continuation,
                                         client_call_details, request):
            return await continuation(authorized(client_call_details), request)

    return [Unary(), Stream()]
