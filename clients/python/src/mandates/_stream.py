"""One connection of a reader, until it breaks."""

from __future__ import annotations

import threading
import time
from typing import Callable, Generic, Iterator, Optional, TypeVar

import grpc

from mandates import errors

Response = TypeVar("Response")


class Stream(Generic[Response]):
    """Iterates over the responses of one call.

    Raises MandatesError when the call ends, for whatever reason, or was silent
    for `stall_seconds` while somebody waited. `cancel` may be called by any
    thread, all else by one.
    """

    def __init__(self, call, stall_seconds: float) -> None:
        self._call = call
        self._watchdog = Watchdog(stall_seconds, call.cancel)

    def __enter__(self) -> Stream[Response]:
        return self

    def __exit__(self, *_) -> None:
        self._watchdog.close()
        self._call.cancel()

    def __iter__(self) -> Iterator[Response]:
        return self

    def __next__(self) -> Response:
        try:
            with self._watchdog:
                return next(self._call)
        except StopIteration:
            raise errors.connection_lost("the stream ended") from None
        except grpc.RpcError as error:
            if self._watchdog.barked:
                raise errors.connection_lost(
                    "the server was silent for too long") from error
            raise errors.decode_error(error) from error

    def cancel(self) -> None:
        """Ends the call; whoever waits for a response gets an error."""
        self._call.cancel()


class Watchdog:
    """Calls `bark` once, when a guarded block takes longer than `seconds`.

    Its thread sleeps until the time that is set, looks again, and needs no
    notice of each block: what begins while it sleeps ends after it wakes.
    """

    def __init__(self, seconds: float, bark: Callable[[], object],
                 monotonic: Callable[[], float] = time.monotonic) -> None:
        self.barked = False
        self._seconds = seconds
        self._bark = bark
        self._monotonic = monotonic
        self._deadline: Optional[float] = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True,
                                        name="mandates-watchdog")
        self._thread.start()

    def __enter__(self) -> None:
        self._deadline = self._monotonic() + self._seconds

    def __exit__(self, *_) -> None:
        self._deadline = None

    def close(self) -> None:
        """Ends the thread."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(self._remaining()):
            if self._remaining() <= 0:
                self.barked = True
                self._bark()
                return

    def _remaining(self) -> float:
        deadline = self._deadline
        if deadline is None:
            return self._seconds
        return deadline - self._monotonic()
