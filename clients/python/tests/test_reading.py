"""Waits, doubles, places and leases, without a connection."""

import datetime

import pytest
from mandates import limits, start
from mandates._reading import Backoff, Handled, Lease, RecentIds
from mandates.v1.event_pb2 import Event
from mandates.v1.subscription_pb2 import Delivery


def longest(low, high):
    assert low == 0  # full jitter
    return high


def test_waits_double_up_to_the_longest_and_begin_again_after_a_message():
    backoff = Backoff(uniform=longest)
    assert [backoff.next_delay() for _ in range(4)] == [0.1, 0.2, 0.4, 0.8]
    assert [backoff.next_delay() for _ in range(9)][-1] == 30
    backoff.reset()
    assert backoff.next_delay() == 0.1


def test_an_id_is_new_once():
    recent = RecentIds()
    assert recent.add("a")
    assert not recent.add("a")
    assert recent.add("b")


def test_the_oldest_ids_are_forgotten():
    recent = RecentIds(capacity=2)
    for name in "abc":
        recent.add(name)
    assert "a" not in recent
    assert "b" in recent and "c" in recent


def delivery(attempt):
    return Delivery(event=Event(id="a"), delivery_attempt=attempt,
                    acknowledge_token=b"after a")


def test_a_redelivery_of_what_is_handled_is_known():
    handled = Handled()
    assert not handled.again(delivery(2))
    handled.add(delivery(1))
    assert handled.again(delivery(2))


def test_a_first_attempt_is_wanted_again_after_a_seek():
    handled = Handled()
    handled.add(delivery(1))
    assert not handled.again(delivery(1))


def test_a_lease_acknowledges_what_is_done_before_it_gets_late():
    now = [0.0]
    lease = Lease(b"before", lambda: now[0])
    assert lease.token == b"before"
    lease.finish(delivery(1))
    assert lease.token == b"after a"
    assert not lease.due()
    now[0] = limits.ACKNOWLEDGE_SECONDS
    assert lease.due()
    lease.acknowledged()
    assert not lease.due()


def test_a_time_to_start_at_needs_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        start.time(datetime.datetime(2026, 1, 1))
    aware = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    assert start.time(aware).time.ToDatetime() == datetime.datetime(2026, 1, 1)
