"""The client for asyncio; the words of `mandates`, awaited."""

from mandates.aio._client import Client
from mandates.aio._watch import Watch
from mandates.aio._worker import Worker

__all__ = ["Client", "Watch", "Worker"]
