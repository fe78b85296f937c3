"""The client of programs without asyncio."""

from __future__ import annotations

import functools
from typing import Callable, Iterable, Optional

import grpc

from mandates import limits
from mandates._channel import options
from mandates._requests import stream_request, watch_request
from mandates._stubs import Stubs
from mandates._token import Bearer, check_token
from mandates._watch import Watch, nothing
from mandates._worker import Worker
from mandates.errors import decode_error
from mandates.v1.event_pb2 import EventType
from mandates.v1.subscription_pb2 import Delivery
from mandates.v1.watch_start_pb2 import WatchStart


class Client(Stubs):
    """Talks to one `mandated`. Thread-safe.

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
        # A reader waits for the channel (see `_reading_call`), which waits as
        # long between its attempts as a reader would.
        chosen = options(limits.BACKOFF_MAX_SECONDS)
        check_token(address, credentials, token)
        channel = grpc.secure_channel(address, credentials, chosen) \
            if credentials else grpc.insecure_channel(address, chosen)
        if token:
            channel = grpc.intercept_channel(channel, Bearer(token))
        super().__init__(channel, grpc.UnaryUnaryMultiCallable, _TypedCall)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection, and with it every watch and worker."""
        self.channel.close()

    def watch(
        self,
        filter: str = "",  # pylint: disable=redefined-builtin
        *,
        event_types: Iterable[EventType] = (),
        leads: Iterable[str] = (),
        start: Optional[WatchStart] = None,
        stall_seconds: float = limits.STALL_SECONDS,
        store_token: Callable[[bytes], object] = nothing,
        on_snapshot_complete: Callable[[], object] = nothing,
        on_caught_up: Callable[[], object] = nothing,
    ) -> Watch:
        """Iterates over events for ever; see Watch.

        `start` comes from `mandates.start`; absent: now. The hooks run in the
        thread that iterates, once every event before them is handled:
        `store_token(token)`, whose bytes `start.token` takes after a restart of
        the program; `on_snapshot_complete()`; `on_caught_up()`.
        """
        return Watch(_reading_call(self.expiry.Watch),
                     watch_request(filter, event_types, leads, start),
                     stall_seconds=stall_seconds, store_token=store_token,
                     on_snapshot_complete=on_snapshot_complete,
                     on_caught_up=on_caught_up)

    def subscribe(
        self,
        name: str,
        handler: Callable[[Delivery], object],
        *,
        max_events: int = 0,
        lease_seconds: Optional[float] = None,
        stall_seconds: float = limits.STALL_SECONDS,
    ) -> Worker:
        """Returns a worker on a durable subscription; call its `run`.

        `max_events` bounds what is leased at a time, 0: 100. `lease_seconds` is
        how long it is leased; absent: as the subscription says.
        """
        return Worker(_reading_call(self.expiry.StreamSubscription),
                      self.expiry.Acknowledge,
                      stream_request(name, max_events, lease_seconds), handler,
                      stall_seconds=stall_seconds)


def _reading_call(call: grpc.UnaryStreamMultiCallable):
    """The call of a reader. It waits until the server can be reached: nothing
    but a waiting call keeps a channel connecting; without one, gRPC looks after
    it every 5 s (GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS) and no sooner."""
    return functools.partial(call, wait_for_ready=True)


class _TypedCall:
    """A unary call of a stub that raises MandatesError."""

    def __init__(self, call: grpc.UnaryUnaryMultiCallable) -> None:
        self._call = call
        # Whoever takes a future decodes its error with `decode_error`.
        self.future = call.future

    def __call__(self, request, **options):
        try:
            return self._call(request, **options)
        except grpc.RpcError as error:
            raise decode_error(error) from error
