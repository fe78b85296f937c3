"""What every reader does, without a connection and without a clock: how long to
wait, what is a double, where to go on."""

from __future__ import annotations

import random
from typing import Callable, Dict, List

from mandates import limits
from mandates.errors import MandatesError
from mandates.v1.event_pb2 import Event
from mandates.v1.expiry_service_pb2 import WatchRequest, WatchResponse
from mandates.v1.subscription_pb2 import Delivery


class Backoff:
    """How long to wait before each attempt: doubling, with full jitter.

    `uniform` draws from [low, high].
    """

    def __init__(
            self,
            uniform: Callable[[float, float], float] = random.uniform) -> None:
        self._uniform = uniform
        self._bound = limits.BACKOFF_FIRST_SECONDS

    def next_delay(self) -> float:
        """Returns seconds, and widens the next wait."""
        bound = self._bound
        self._bound = min(bound * 2, limits.BACKOFF_MAX_SECONDS)
        return self._uniform(0, bound)

    def reset(self) -> None:
        """Begins again, after a message."""
        self._bound = limits.BACKOFF_FIRST_SECONDS


class RecentIds:
    """Remembers the last `limits.RECENT_IDS_MAX` ids."""

    def __init__(self, capacity: int = limits.RECENT_IDS_MAX) -> None:
        self._capacity = capacity
        self._ids: Dict[str, None] = {}  # oldest first

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._ids

    def add(self, event_id: str) -> bool:
        """Returns whether the id is new."""
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > self._capacity:
            del self._ids[next(iter(self._ids))]
        return True


class Place:
    """How far a watch is, and how it goes on when its connection breaks."""

    def __init__(self, request: WatchRequest, backoff: Backoff) -> None:
        self._request = request
        self._recent = RecentIds()
        self._backoff = backoff

    def request(self) -> WatchRequest:
        """What to ask for: from the last token, else from the start."""
        return self._request

    def take(self, response: WatchResponse) -> List[Event]:
        """Returns the events that were not seen before, in order."""
        self._backoff.reset()
        return [e for e in response.events if self._recent.add(e.id)]

    def move(self, token: bytes) -> None:
        """Goes on from here from now on: all before is handled."""
        self._request.start.resume_token = token

    def delay_after(self, error: MandatesError) -> float:
        """Returns seconds to wait, or raises what waiting does not cure."""
        if not error.transient:
            raise error
        return self._backoff.next_delay()


class Lease:
    """What one response of a subscription leased, and how much of it is done.

    `monotonic` tells seconds.
    """

    def __init__(self, lease_token: bytes,
                 monotonic: Callable[[], float]) -> None:
        self.token = lease_token  # acknowledges what is done
        self._monotonic = monotonic
        self._since = monotonic()

    def finish(self, delivery: Delivery) -> None:
        """A delivery is handled."""
        self.token = delivery.acknowledge_token

    def due(self) -> bool:
        """Whether what is done should be acknowledged before all is."""
        return self._monotonic() - self._since >= limits.ACKNOWLEDGE_SECONDS

    def acknowledged(self) -> None:
        """All that is done is acknowledged."""
        self._since = self._monotonic()


class Handled:
    """Remembers what a worker has handled, for the case that its
    acknowledgement was lost on the way."""

    def __init__(self) -> None:
        self._recent = RecentIds()

    def again(self, delivery: Delivery) -> bool:
        """Whether this is a redelivery of what is handled. A first attempt never
        is: somebody moved the subscription back and wants it again."""
        return delivery.delivery_attempt > 1 and \
            delivery.event.id in self._recent

    def add(self, delivery: Delivery) -> None:
        """Remembers it."""
        self._recent.add(delivery.event.id)
