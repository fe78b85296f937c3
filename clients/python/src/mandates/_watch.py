"""Watching the stream of events."""

from __future__ import annotations

import threading
from typing import Callable, Iterator, Optional

from mandates import limits
from mandates._reading import Backoff, Place
from mandates._stream import Stream
from mandates.errors import MandatesError
from mandates.v1.event_pb2 import Event
from mandates.v1.expiry_service_pb2 import WatchRequest, WatchResponse


def nothing(*_: object) -> None:
    """The hook of who wants none."""


class Watch(Iterator[Event]):
    """Iterates over events for ever, in order, over broken connections.

    Made by `Client.watch`. Asking for the next event says that the one before
    is handled. `close` may be called by any thread, all else by one. An
    iteration ends without an error after `close` alone; it raises MandatesError
    (TOKEN_COMPACTED, for example) where connecting again would not help.
    """

    def __init__(
        self,
        open_call: Callable[[WatchRequest], object],
        request: WatchRequest,
        *,
        store_token: Callable[[bytes], object] = nothing,
        on_snapshot_complete: Callable[[], object] = nothing,
        on_caught_up: Callable[[], object] = nothing,
        stall_seconds: float = limits.STALL_SECONDS,
        backoff: Optional[Backoff] = None,
        pause: Optional[Callable[[float], object]] = None,
    ) -> None:
        self._open_call = open_call
        self._store_token = store_token
        self._on_snapshot_complete = on_snapshot_complete
        self._on_caught_up = on_caught_up
        self._stall_seconds = stall_seconds
        self._place = Place(request, backoff or Backoff())
        self._closed = threading.Event()
        self._pause = pause or self._closed.wait
        self._lock = threading.RLock()  # a signal may close it
        self._stream: Optional[Stream[WatchResponse]] = None
        self._events = self._read()

    def __iter__(self) -> Watch:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends the iteration: the event in hand is the last one."""
        with self._lock:
            self._closed.set()
            if self._stream is not None:
                self._stream.cancel()

    def _read(self) -> Iterator[Event]:
        while not self._closed.is_set():
            try:
                yield from self._read_connection()
            except MandatesError as error:
                if self._closed.is_set():
                    return
                self._pause(self._place.delay_after(error))

    def _read_connection(self) -> Iterator[Event]:
        with self._connect() as stream:
            for response in stream:
                for event in self._place.take(response):
                    if self._closed.is_set():
                        return
                    yield event
                self._finish(response)

    def _connect(self) -> Stream[WatchResponse]:
        with self._lock:
            stream: Stream[WatchResponse] = Stream(
                self._open_call(self._place.request()), self._stall_seconds)
            self._stream = stream
            if self._closed.is_set():
                stream.cancel()
        return stream

    def _finish(self, response: WatchResponse) -> None:
        """All events of a response are handled."""
        if response.snapshot_complete:
            self._on_snapshot_complete()
        if response.resume_token:
            self._place.move(response.resume_token)
            self._store_token(response.resume_token)
        if response.caught_up:
            self._on_caught_up()
