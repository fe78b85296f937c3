"""Requests from the words of a program."""

from __future__ import annotations

from typing import Iterable, Optional

from mandates.v1.event_pb2 import EventType
from mandates.v1.expiry_service_pb2 import WatchRequest
from mandates.v1.subscription_pb2 import StreamSubscriptionRequest
from mandates.v1.watch_start_pb2 import WatchStart


def watch_request(
    filter: str,  # pylint: disable=redefined-builtin
    event_types: Iterable[EventType],
    leads: Iterable[str],
    start: Optional[WatchStart],
) -> WatchRequest:
    return WatchRequest(filter=filter, event_types=event_types, leads=leads,
                        start=start)


def stream_request(
    name: str, max_events: int,
    lease_seconds: Optional[float]) -> StreamSubscriptionRequest:
    request = StreamSubscriptionRequest(subscription=name,
                                        max_events=max_events)
    if lease_seconds is not None:
        request.lease.FromMicroseconds(round(lease_seconds * 1e6))
    return request
