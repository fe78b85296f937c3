"""Watching the stream of events."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator, Awaitable, Callable, Optional

from mandates import limits
from mandates._reading import Backoff, Place
from mandates.aio._stream import Stream, pause_until
from mandates.errors import MandatesError
from mandates.v1.event_pb2 import Event
from mandates.v1.expiry_service_pb2 import WatchRequest, WatchResponse


async def nothing(*_: object) -> None:
    """The hook of who wants none."""


class Watch(AsyncIterator[Event]):
    """Iterates over events for ever, in order, over broken connections.

    Made by `Client.watch`. Asking for the next event says that the one before
    is handled. An iteration ends without an error after `close` alone; it
    raises MandatesError (TOKEN_COMPACTED, for example) where connecting again
    would not help. Belongs to one event loop.
    """

    def __init__(
        self,
        open_call: Callable[[WatchRequest], object],
        request: WatchRequest,
        *,
        store_token: Callable[[bytes], Awaitable[object]] = nothing,
        on_snapshot_complete: Callable[[], Awaitable[object]] = nothing,
        on_caught_up: Callable[[], Awaitable[object]] = nothing,
        stall_seconds: float = limits.STALL_SECONDS,
        backoff: Optional[Backoff] = None,
        pause: Optional[Callable[[float], Awaitable[object]]] = None,
    ) -> None:
        self._open_call = open_call
        self._store_token = store_token
        self._on_snapshot_complete = on_snapshot_complete
        self._on_caught_up = on_caught_up
        self._stall_seconds = stall_seconds
        self._place = Place(request, backoff or Backoff())
        self._closed = asyncio.Event()
        self._pause = pause or pause_until(self._closed)
        self._stream: Optional[Stream[WatchResponse]] = None
        self._events = self._read()

    def __aiter__(self) -> Watch:
        return self

    async def __anext__(self) -> Event:
        return await self._events.__anext__()

    async def __aenter__(self) -> Watch:
        return self

    async def __aexit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends the iteration: the event in hand is the last one."""
        self._closed.set()
        if self._stream is not None:
            self._stream.cancel()

    async def _read(self) -> AsyncIterator[Event]:
        while not self._closed.is_set():
            try:
                async for event in self._read_connection():
                    yield event
            except MandatesError as error:
                if self._closed.is_set():
                    return
                await self._pause(self._place.delay_after(error))

    async def _read_connection(self) -> AsyncIterator[Event]:
        self._stream = Stream(self._open_call(self._place.request()),
                              self._stall_seconds)
        async with self._stream as stream:
            async for response in stream:
                for event in self._place.take(response):
                    if self._closed.is_set():
                        return
                    yield event
                await self._finish(response)

    async def _finish(self, response: WatchResponse) -> None:
        """All events of a response are handled."""
        if response.snapshot_complete:
            await self._on_snapshot_complete()
        if response.resume_token:
            self._place.move(response.resume_token)
            await self._store_token(response.resume_token)
        if response.caught_up:
            await self._on_caught_up()
