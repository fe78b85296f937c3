"""A worker over connections that break, for threads and for asyncio."""

import asyncio

import grpc
import mandates
import mandates.aio
import pytest
from fakes import UNAVAILABLE, Acknowledgements, Broken, Calls
from mandates._reading import Backoff
from mandates.v1.event_pb2 import Event
from mandates.v1.subscription_pb2 import (Delivery, StreamSubscriptionRequest,
                                          StreamSubscriptionResponse)

MISSING = Broken(grpc.StatusCode.NOT_FOUND, "missing")
LOST = mandates.MandatesError(grpc.StatusCode.UNAVAILABLE, "lost")
LEASE_ENDED = mandates.MandatesError(grpc.StatusCode.FAILED_PRECONDITION,
                                     "ended", reason="LEASE_ENDED")
REQUEST = StreamSubscriptionRequest(subscription="subscriptions/job")


def leased(*ids, attempt=1):
    """A response: the token behind an event is its id."""
    return StreamSubscriptionResponse(
        lease_token=b"before " + ids[0].encode(),
        deliveries=[Delivery(event=Event(id=i), delivery_attempt=attempt,
                             acknowledge_token=i.encode()) for i in ids])


class Sync:
    """Runs a worker to its end; `did` has what it handled and its waits."""

    def __init__(self, calls, acknowledgements, fail_at=None, close_at=None,
                 seconds_each=0.0):
        self.did = []
        self._fail_at, self._close_at = fail_at, close_at
        self._now = 0.0
        self._seconds_each = seconds_each
        self._calls, self._acknowledgements = calls, acknowledgements

    def _handle(self, delivery):
        if delivery.event.id == self._fail_at:
            raise KeyError("handler")
        self._now += self._seconds_each
        self.did.append(delivery.event.id)
        if delivery.event.id == self._close_at:
            self.worker.close()

    def run(self):
        self.worker = mandates.Worker(
            self._calls, self._acknowledgements, REQUEST, self._handle,
            backoff=Backoff(uniform=lambda low, high: high),
            pause=self.did.append, monotonic=lambda: self._now)
        self.worker.run()


class Async(Sync):
    """The same, by the other half."""

    def run(self):
        async def handle(delivery):
            self._handle(delivery)

        async def acknowledge(request, timeout):
            self._acknowledgements(request, timeout)

        async def pause(seconds):
            self.did.append(seconds)

        async def work():
            self.worker = mandates.aio.Worker(
                self._calls, acknowledge, REQUEST, handle,
                backoff=Backoff(uniform=lambda low, high: high), pause=pause,
                monotonic=lambda: self._now)
            await self.worker.run()
        asyncio.run(work())


@pytest.fixture(params=[Sync, Async])
def worker(request):
    return request.param


def test_each_response_is_acknowledged_once_all_is_handled(worker):
    sent = Acknowledgements()
    work = worker(Calls([leased("a", "b"), leased("c"), MISSING]), sent)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert work.did == ["a", "b", "c"]
    assert sent.sent == [(b"b", True), (b"c", True)]


def test_a_slow_handler_acknowledges_on_the_way(worker):
    sent = Acknowledgements()
    work = worker(Calls([leased("a", "b", "c"), MISSING]), sent,
                  seconds_each=0.3)
    with pytest.raises(mandates.MandatesError):
        work.run()
    assert sent.sent == [(b"b", False), (b"c", True)]


def test_when_the_handler_fails_the_rest_is_given_back(worker):
    sent = Acknowledgements()
    work = worker(Calls([leased("a", "b", "c")]), sent, fail_at="b")
    with pytest.raises(KeyError, match="handler"):
        work.run()
    assert work.did == ["a"]
    assert sent.sent == [(b"a", True)]


def test_when_the_first_fails_the_whole_lease_is_given_back(worker):
    sent = Acknowledgements()
    with pytest.raises(KeyError):
        worker(Calls([leased("a", "b")]), sent, fail_at="a").run()
    assert sent.sent == [(b"before a", True)]


def test_a_close_gives_back_what_is_not_handled(worker):
    sent = Acknowledgements()
    work = worker(Calls([leased("a", "b")]), sent, close_at="a")
    work.run()
    assert work.did == ["a"]
    assert sent.sent == [(b"a", True)]


def test_a_lease_that_ended_is_no_error(worker):
    sent = Acknowledgements(LEASE_ENDED)
    work = worker(Calls([leased("a"), leased("b"), MISSING]), sent)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert work.did == ["a", "b"]


def test_a_lease_that_ended_on_the_way_drops_its_rest(worker):
    sent = Acknowledgements(LEASE_ENDED)
    work = worker(Calls([leased("a", "b"), MISSING]), sent, seconds_each=1.0)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert work.did == ["a"]


def test_a_lost_acknowledgement_is_sent_again_on_the_next_connection(worker):
    sent = Acknowledgements(LOST)
    work = worker(Calls([leased("a", "b")], [MISSING]), sent)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert work.did == ["a", "b", 0.1]
    assert sent.sent == [(b"b", True), (b"b", True)]


def test_what_is_handled_is_acknowledged_and_not_handled_again(worker):
    sent = Acknowledgements(LEASE_ENDED)
    work = worker(Calls([leased("a")], [leased("a", attempt=2), MISSING]), sent)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert [d for d in work.did if isinstance(d, str)] == ["a"]
    assert sent.sent == [(b"a", True), (b"a", True)]


def test_a_broken_connection_is_opened_anew(worker):
    sent = Acknowledgements()
    work = worker(Calls([UNAVAILABLE], [leased("a"), UNAVAILABLE], [MISSING]),
                  sent)
    with pytest.raises(mandates.MandatesError, match="missing"):
        work.run()
    assert work.did == [0.1, "a", 0.1]


def test_a_task_that_is_cancelled_in_the_handler_gives_back():
    sent = Acknowledgements()

    async def work():
        entered = asyncio.Event()

        async def handle(delivery):
            if delivery.event.id == "b":
                entered.set()
                await asyncio.Event().wait()

        async def acknowledge(request, timeout):
            sent(request, timeout)

        worker = mandates.aio.Worker(Calls([leased("a", "b", "c")]),
                                     acknowledge, REQUEST, handle)
        task = asyncio.create_task(worker.run())
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    asyncio.run(work())
    assert sent.sent == [(b"a", True)]
