"""One connection of a reader, until it breaks."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable, Generic, TypeVar

import grpc

from mandates import errors

Response = TypeVar("Response")


class Stream(Generic[Response]):
    """Iterates over the responses of one call.

    Raises MandatesError when the call ends, for whatever reason, or was silent
    for `stall_seconds`.
    """

    def __init__(self, call, stall_seconds: float) -> None:
        self._call = call
        self._stall_seconds = stall_seconds
        self._cancelled = False

    async def __aenter__(self) -> Stream[Response]:
        return self

    async def __aexit__(self, *_) -> None:
        self.cancel()

    def __aiter__(self) -> Stream[Response]:
        return self

    async def __anext__(self) -> Response:
        try:
            response = await asyncio.wait_for(self._call.read(),
                                              self._stall_seconds)
        except asyncio.TimeoutError:
            raise errors.connection_lost(
                "the server was silent for too long") from None
        except asyncio.CancelledError:
            if self._cancelled:
                raise errors.connection_lost("the stream was closed") from None
            raise  # the task is cancelled, not the call
        except grpc.RpcError as error:
            raise errors.decode_error(error) from error
        if response is grpc.aio.EOF:
            raise errors.connection_lost("the stream ended")
        return response

    def cancel(self) -> None:
        """Ends the call; whoever waits for a response gets an error."""
        self._cancelled = True
        self._call.cancel()


def pause_until(
        closed: asyncio.Event) -> Callable[[float], Awaitable[None]]:
    """Returns what waits for some seconds, but not past `closed`."""
    async def pause(seconds: float) -> None:
        try:
            await asyncio.wait_for(closed.wait(), seconds)
        except asyncio.TimeoutError:
            pass
    return pause
