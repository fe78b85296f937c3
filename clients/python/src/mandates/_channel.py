"""What both kinds of channels are opened with."""

from mandates import limits


def options(retry_seconds: float):
    """`retry_seconds` bounds how long the channel waits to connect again."""
    return (
        ("grpc.initial_reconnect_backoff_ms",
         round(limits.BACKOFF_FIRST_SECONDS * 1000)),
        ("grpc.max_reconnect_backoff_ms", round(retry_seconds * 1000)),
        # Finds a connection whose other end is gone without a word; the stall
        # detection of a reader alone would ask again on that connection.
        ("grpc.keepalive_time_ms", limits.KEEPALIVE_MILLIS),
        ("grpc.keepalive_timeout_ms", limits.KEEPALIVE_TIMEOUT_MILLIS),
        ("grpc.http2.max_pings_without_data", 0),
    )
