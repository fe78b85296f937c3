"""The client for asyncio."""

from __future__ import annotations

from typing import Awaitable, Callable, Iterable, Optional

import grpc

from mandates import limits
from mandates._channel import options
from mandates._requests import stream_request, watch_request
from mandates._stubs import Stubs
from mandates._token import aio_bearers, check_token
from mandates.aio._watch import Watch, nothing
from mandates.aio._worker import Worker
from mandates.errors import decode_error
from mandates.v1.event_pb2 import EventType
from mandates.v1.subscription_pb2 import Delivery
from mandates.v1.watch_start_pb2 import WatchStart


class Client(Stubs):
    """Talks to one `mandated`. Belongs to one event loop.

    `mandates`, `sessions`, `resolutions`, `expiry` and `admin` are the stubs of
    the five services; their unary calls take `timeout` in seconds and raise
    MandatesError. Without `credentials`, such as those of
    `grpc.ssl_channel_credentials`, the connection is not encrypted. `token`
    tells the server who calls; without `credentials` it goes to this machine
    alone, and ValueError says so of another.
    """

    def __init__(self, address: str,
                 credentials: Optional[grpc.ChannelCredentials] = None,
                 *, token: Optional[str] = None) -> None:
        chosen = options(limits.CHANNEL_RETRY_SECONDS)
        check_token(address, credentials, token)
        interceptors = aio_bearers(token) if token else None
        channel = grpc.aio.secure_channel(
            address, credentials, chosen, interceptors=interceptors
        ) if credentials else grpc.aio.insecure_channel(
            address, chosen, interceptors=interceptors)
        super().__init__(channel, grpc.aio.UnaryUnaryMultiCallable, _TypedCall)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connection, and with it every watch and worker."""
        await self.channel.close()

    def watch(
        self,
        filter: str = "",  # pylint: disable=redefined-builtin
        *,
        event_types: Iterable[EventType] = (),
        leads: Iterable[str] = (),
        start: Optional[WatchStart] = None,
        stall_seconds: float = limits.STALL_SECONDS,
        store_token: Callable[[bytes], Awaitable[object]] = nothing,
        on_snapshot_complete: Callable[[], Awaitable[object]] = nothing,
        on_caught_up: Callable[[], Awaitable[object]] = nothing,
    ) -> Watch:
        """Iterates over events for ever; see Watch.

        `start` comes from `mandates.start`; absent: now. The hooks are awaited
        once every event before them is handled:
        `store_token(token)`, whose bytes `start.token` takes after a restart of
        the program; `on_snapshot_complete()`; `on_caught_up()`.
        """
        return Watch(self.expiry.Watch,
                     watch_request(filter, event_types, leads, start),
                     stall_seconds=stall_seconds, store_token=store_token,
                     on_snapshot_complete=on_snapshot_complete,
                     on_caught_up=on_caught_up)

    def subscribe(
        self,
        name: str,
        handler: Callable[[Delivery], Awaitable[object]],
        *,
        max_events: int = 0,
        lease_seconds: Optional[float] = None,
        stall_seconds: float = limits.STALL_SECONDS,
    ) -> Worker:
        """Returns a worker on a durable subscription; call its `run`.

        `max_events` bounds what is leased at a time, 0: 100. `lease_seconds` is
        how long it is leased; absent: as the subscription says.
        """
        return Worker(self.expiry.StreamSubscription, self.expiry.Acknowledge,
                      stream_request(name, max_events, lease_seconds), handler,
                      stall_seconds=stall_seconds)


class _TypedCall:
    """A unary call of a stub that raises MandatesError."""

    def __init__(self, call: grpc.aio.UnaryUnaryMultiCallable) -> None:
        self._call = call

    async def __call__(self, request, **options):
        try:
            return await self._call(request, **options)
        except grpc.RpcError as error:
            raise decode_error(error) from error
