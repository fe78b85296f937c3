"""Where a reader starts, for `Client.watch`."""

import datetime

from mandates.v1.watch_start_pb2 import WatchStart


def now() -> WatchStart:
    """After the newest event."""
    return WatchStart(now=WatchStart.Now())


def snapshot() -> WatchStart:
    """With every window that is open now, then live without a gap."""
    return WatchStart(snapshot=WatchStart.Snapshot())


def token(resume_token: bytes) -> WatchStart:
    """Right after the event that the token stands behind."""
    return WatchStart(resume_token=resume_token)


def revision(number: int) -> WatchStart:
    """With the first event at or after a revision, above 0."""
    return WatchStart(revision=number)


def time(instant: datetime.datetime) -> WatchStart:
    """With the first event committed at or after an instant.

    Raises ValueError for a time without a zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone: give it one, such as "
                         "datetime.timezone.utc")
    start = WatchStart()
    start.time.FromDatetime(instant.astimezone(datetime.timezone.utc))
    return start
