"""A watch over connections that break, for threads and for asyncio."""

import asyncio
import threading

import grpc
import mandates
import mandates.aio
import pytest
from fakes import UNAVAILABLE, Broken, Calls, events
from mandates._reading import Backoff
from mandates.v1.expiry_service_pb2 import Progress, WatchRequest

COMPACTED = Broken(grpc.StatusCode.OUT_OF_RANGE, "gone")


class Sync:
    """Reads a watch to its end; what it did is in order in `did`."""

    def __init__(self, calls, request=None, close_at=None):
        self.did = []
        self._close_at = close_at
        self._watch = mandates.Watch(
            calls, request or WatchRequest(),
            store_token=lambda t: self.did.append(t),
            on_snapshot_complete=lambda: self.did.append("complete"),
            on_caught_up=lambda: self.did.append("caught up"),
            backoff=Backoff(uniform=lambda low, high: high),
            pause=lambda seconds: self.did.append(seconds))

    def run(self):
        for event in self._watch:
            self.did.append(event.id)
            if event.id == self._close_at:
                self._watch.close()


class Async:
    """The same, by the other half."""

    def __init__(self, calls, request=None, close_at=None):
        self.did = []
        self._close_at = close_at
        self._make = lambda: mandates.aio.Watch(
            calls, request or WatchRequest(),
            store_token=self._note,
            on_snapshot_complete=lambda: self._note("complete"),
            on_caught_up=lambda: self._note("caught up"),
            backoff=Backoff(uniform=lambda low, high: high),
            pause=self._note)

    async def _note(self, what):
        self.did.append(what)

    def run(self):
        async def read():
            watch = self._make()
            async for event in watch:
                self.did.append(event.id)
                if event.id == self._close_at:
                    watch.close()
        asyncio.run(read())


@pytest.fixture(params=[Sync, Async])
def reader(request):
    return request.param


def test_it_goes_on_from_the_last_token_and_drops_doubles(reader):
    calls = Calls([events("a", "b", token=b"1"), events("c"), UNAVAILABLE],
                  [events("c", "d", token=b"2"), COMPACTED])
    read = reader(calls)
    with pytest.raises(mandates.MandatesError, match="gone"):
        read.run()
    assert read.did == ["a", "b", b"1", "c", 0.1, "d", b"2"]
    assert calls.requests[1].start.resume_token == b"1"


def test_waits_widen_until_a_message_comes(reader):
    calls = Calls([UNAVAILABLE], [UNAVAILABLE], [events(progress=Progress())],
                  [UNAVAILABLE], [COMPACTED])
    read = reader(calls)
    with pytest.raises(mandates.MandatesError):
        read.run()
    # A stream that ends without an error is a connection that broke as well.
    assert read.did == [0.1, 0.2, 0.1, 0.2]


def test_a_snapshot_that_broke_off_begins_again(reader):
    request = WatchRequest(start=mandates.start.snapshot(), filter="x")
    calls = Calls(
        [events("a", "b"), UNAVAILABLE],
        [events("a", "b"), events("c", token=b"1", snapshot_complete=True,
                                  caught_up=True), COMPACTED])
    read = reader(calls, request)
    with pytest.raises(mandates.MandatesError):
        read.run()
    assert read.did == ["a", "b", 0.1, "c", "complete", b"1", "caught up"]
    assert calls.requests[1].start.HasField("snapshot")
    assert calls.requests[1].filter == "x"


def test_a_close_ends_it_with_the_event_in_hand(reader):
    calls = Calls([events("a", "b", token=b"1")])
    read = reader(calls, close_at="a")
    read.run()
    assert read.did == ["a"]


def test_an_error_of_the_server_is_raised_at_once(reader):
    read = reader(Calls([COMPACTED]))
    with pytest.raises(mandates.MandatesError) as raised:
        read.run()
    assert raised.value.code is grpc.StatusCode.OUT_OF_RANGE
    assert read.did == []


class Silent:
    """A call that says nothing until it is cancelled."""

    def __init__(self):
        self._cancelled = threading.Event()

    def __next__(self):
        self._cancelled.wait()
        raise Broken(grpc.StatusCode.CANCELLED, "cancelled")

    def cancel(self):
        self._cancelled.set()


def test_silence_counts_as_a_broken_connection():
    silent, opened = Silent(), []

    def open_call(request):
        opened.append(request)
        return silent if len(opened) == 1 else Calls([COMPACTED])(request)

    watch = mandates.Watch(open_call, WatchRequest(), stall_seconds=0.01,
                           pause=lambda seconds: None)
    with pytest.raises(mandates.MandatesError, match="gone"):
        next(watch)
    assert len(opened) == 2


def test_silence_counts_as_a_broken_connection_for_asyncio():
    class SilentCall:
        async def read(self):
            await asyncio.Event().wait()

        def cancel(self):
            pass

    opened = []

    def open_call(request):
        opened.append(request)
        return SilentCall() if len(opened) == 1 else Calls([COMPACTED])(request)

    async def read():
        async def pause(_):
            pass
        watch = mandates.aio.Watch(open_call, WatchRequest(),
                                   stall_seconds=0.01, pause=pause)
        await watch.__anext__()

    with pytest.raises(mandates.MandatesError, match="gone"):
        asyncio.run(read())
    assert len(opened) == 2
