"""Working on a durable subscription."""

from __future__ import annotations

import threading
import time
from typing import Callable, Optional

import grpc

from mandates import errors, limits
from mandates._reading import Backoff, Handled, Lease
from mandates._stream import Stream
from mandates.errors import MandatesError
from mandates.v1.subscription_pb2 import (AcknowledgeRequest, Delivery,
                                          StreamSubscriptionRequest,
                                          StreamSubscriptionResponse)

LEASE_ENDED = "LEASE_ENDED"


class HandlerFailed(Exception):
    """Carries what a handler raised past the handling of connections."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


def acknowledgement_lost(error: MandatesError) -> MandatesError:
    """An acknowledgement without an answer is a connection that broke."""
    if error.code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return errors.connection_lost("no answer to an acknowledgement")
    return error


class Worker:
    """Hands deliveries to a handler, one by one, over broken connections.

    Made by `Client.subscribe`. A delivery is acknowledged after its handler
    returned. When a handler raises, what came before it is acknowledged, the
    rest is given back at once, and `run` raises the handler's error. `close`
    may be called by any thread, the handler's among them.
    """

    def __init__(
        self,
        open_call: Callable[[StreamSubscriptionRequest], object],
        acknowledge: Callable[..., object],
        request: StreamSubscriptionRequest,
        handler: Callable[[Delivery], object],
        *,
        stall_seconds: float = limits.STALL_SECONDS,
        backoff: Optional[Backoff] = None,
        pause: Optional[Callable[[float], object]] = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_call = open_call
        self._send = acknowledge
        self._request = request
        self._handler = handler
        self._stall_seconds = stall_seconds
        self._backoff = backoff or Backoff()
        self._closed = threading.Event()
        self._pause = pause or self._closed.wait
        self._monotonic = monotonic
        self._lock = threading.RLock()  # a signal may close it
        self._stream: Optional[Stream[StreamSubscriptionResponse]] = None
        self._handled = Handled()
        self._lease: Optional[Lease] = None  # what is not settled yet

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends `run`, once the handler that runs has returned: what is handled
        is acknowledged, and the lease on the rest is given back."""
        with self._lock:
            self._closed.set()
            if self._stream is not None:
                self._stream.cancel()

    def run(self) -> None:
        """Works until `close`, and returns then.

        Raises what the handler raised, or MandatesError where connecting again
        would not help.
        """
        try:
            while not self._closed.is_set():
                self._run_connection()
        except HandlerFailed as failed:
            raise failed.error from None
        finally:
            self._give_back()

    def _run_connection(self) -> None:
        try:
            self._acknowledge(release=True)
            with self._connect() as stream:
                for response in stream:
                    self._backoff.reset()
                    self._handle_all(response)
        except MandatesError as error:
            if self._closed.is_set():
                return
            if not error.transient:
                raise
            self._pause(self._backoff.next_delay())

    def _connect(self) -> Stream[StreamSubscriptionResponse]:
        with self._lock:
            stream: Stream[StreamSubscriptionResponse] = Stream(
                self._open_call(self._request), self._stall_seconds)
            self._stream = stream
            if self._closed.is_set():
                stream.cancel()
        return stream

    def _handle_all(self, response: StreamSubscriptionResponse) -> None:
        if not response.deliveries:
            return
        self._lease = Lease(response.lease_token, self._monotonic)
        for delivery in response.deliveries:
            if self._closed.is_set() or self._lease is None:
                break
            self._handle(delivery)
            self._lease.finish(delivery)
            if self._lease.due():
                self._acknowledge(release=False)
        self._acknowledge(release=True)

    def _handle(self, delivery: Delivery) -> None:
        if self._handled.again(delivery):
            return
        try:
            self._handler(delivery)
        except BaseException as error:
            raise HandlerFailed(error) from error
        self._handled.add(delivery)

    def _acknowledge(self, *, release: bool,
                     seconds: float = limits.CALL_SECONDS) -> None:
        """Acknowledges what is done of the lease, if there is one. One that
        ended is forgotten: what it had is delivered again."""
        if self._lease is None:
            return
        try:
            self._send(AcknowledgeRequest(
                subscription=self._request.subscription,
                token=self._lease.token, release=release), timeout=seconds)
        except MandatesError as error:
            if error.reason != LEASE_ENDED:
                raise acknowledgement_lost(error) from error
            release = True
        self._lease.acknowledged()
        if release:
            self._lease = None

    def _give_back(self) -> None:
        """Acknowledges what is done and releases the rest, if it can."""
        try:
            self._acknowledge(release=True, seconds=limits.RELEASE_SECONDS)
        except MandatesError:
            pass  # the lease runs out by itself
