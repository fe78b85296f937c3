"""Every bound of this package, with its reason."""

BACKOFF_FIRST_SECONDS = 0.1
"""The longest first wait: a server that restarts is back within a second."""

BACKOFF_MAX_SECONDS = 30.0
"""The longest wait: many clients of a server that is down stay a small load."""

STALL_SECONDS = 35.0
"""Silence after which a connection counts as dead: the server says how far it
is every 10 s, so three of its messages are missing."""

RECENT_IDS_MAX = 20_000
"""Event ids remembered to drop doubles, about 2 MB: a snapshot of 10,000 open
windows that broke off and began again, twice."""

ACKNOWLEDGE_SECONDS = 0.5
"""How long handled deliveries wait at most to be acknowledged while the handler
goes on: half of the shortest lease."""

CALL_SECONDS = 10.0
"""How long one acknowledgement may take before it counts as lost."""

RELEASE_SECONDS = 2.0
"""How long a stop waits for the server to take a lease back. Where that fails,
the lease runs out by itself."""

CHANNEL_RETRY_SECONDS = 1.0
"""How long a channel of asyncio waits at most before it connects again, so that
the waits between attempts are those above and not gRPC's."""

KEEPALIVE_MILLIS = 25_000
"""How often a connection in use is probed: the server allows every 10 s."""

KEEPALIVE_TIMEOUT_MILLIS = 10_000
"""How long a probe may take; with the time before it as long as a stall."""
