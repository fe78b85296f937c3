"""Working on a durable subscription."""

from __future__ import annotations

import asyncio
import time
from typing import Awaitable, Callable, Optional

from mandates import limits
from mandates._reading import Backoff, Handled, Lease
from mandates._worker import LEASE_ENDED, HandlerFailed, acknowledgement_lost
from mandates.aio._stream import Stream, pause_until
from mandates.errors import MandatesError
from mandates.v1.subscription_pb2 import (AcknowledgeRequest, Delivery,
                                          StreamSubscriptionRequest,
                                          StreamSubscriptionResponse)


class Worker:
    """Hands deliveries to a coroutine, one by one, over broken connections.

    Made by `Client.subscribe`. A delivery is acknowledged after its handler
    returned. When a handler raises, or the task is cancelled, what came before
    is acknowledged, the rest is given back at once, and `run` raises the
    handler's error. Belongs to one event loop.
    """

    def __init__(
        self,
        open_call: Callable[[StreamSubscriptionRequest], object],
        acknowledge: Callable[..., Awaitable[object]],
        request: StreamSubscriptionRequest,
        handler: Callable[[Delivery], Awaitable[object]],
        *,
        stall_seconds: float = limits.STALL_SECONDS,
        backoff: Optional[Backoff] = None,
        pause: Optional[Callable[[float], Awaitable[object]]] = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_call = open_call
        self._send = acknowledge
        self._request = request
        self._handler = handler
        self._stall_seconds = stall_seconds
        self._backoff = backoff or Backoff()
        self._closed = asyncio.Event()
        self._pause = pause or pause_until(self._closed)
        self._monotonic = monotonic
        self._stream: Optional[Stream[StreamSubscriptionResponse]] = None
        self._handled = Handled()
        self._lease: Optional[Lease] = None  # what is not settled yet

    async def __aenter__(self) -> Worker:
        return self

    async def __aexit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends `run`, once the handler that runs has returned: what is handled
        is acknowledged, and the lease on the rest is given back."""
        self._closed.set()
        if self._stream is not None:
            self._stream.cancel()

    async def run(self) -> None:
        """Works until `close`, and returns then.

        Raises what the handler raised, or MandatesError where connecting again
        would not help.
        """
        try:
            while not self._closed.is_set():
                await self._run_connection()
        except HandlerFailed as failed:
            raise failed.error from None
        finally:
            await self._give_back()

    async def _run_connection(self) -> None:
        try:
            await self._acknowledge(release=True)
            self._stream = Stream(self._open_call(self._request),
                                  self._stall_seconds)
            async with self._stream as stream:
                async for response in stream:
                    self._backoff.reset()
                    await self._handle_all(response)
        except MandatesError as error:
            if self._closed.is_set():
                return
            if not error.transient:
                raise
            await self._pause(self._backoff.next_delay())

    async def _handle_all(self, response: StreamSubscriptionResponse) -> None:
        if not response.deliveries:
            return
        self._lease = Lease(response.lease_token, self._monotonic)
        for delivery in response.deliveries:
            if self._closed.is_set() or self._lease is None:
                break
            await self._handle(delivery)
            self._lease.finish(delivery)
            if self._lease.due():
                await self._acknowledge(release=False)
        await self._acknowledge(release=True)

    async def _handle(self, delivery: Delivery) -> None:
        if self._handled.again(delivery):
            return
        try:
            await self._handler(delivery)
        except BaseException as error:
            raise HandlerFailed(error) from error
        self._handled.add(delivery)

    async def _acknowledge(self, *, release: bool,
                           seconds: float = limits.CALL_SECONDS) -> None:
        """Acknowledges what is done of the lease, if there is one. One that
        ended is forgotten: what it had is delivered again."""
        if self._lease is None:
            return
        try:
            await self._send(AcknowledgeRequest(
                subscription=self._request.subscription,
                token=self._lease.token, release=release), timeout=seconds)
        except MandatesError as error:
            if error.reason != LEASE_ENDED:
                raise acknowledgement_lost(error) from error
            release = True
        self._lease.acknowledged()
        if release:
            self._lease = None

    async def _give_back(self) -> None:
        """Acknowledges what is done and releases the rest, if it can."""
        try:
            await self._acknowledge(release=True,
                                    seconds=limits.RELEASE_SECONDS)
        except MandatesError:
            pass  # the lease runs out by itself
