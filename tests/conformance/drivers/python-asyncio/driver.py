"""Drives the asyncio half of the Python SDK by tests/conformance/README.md."""

import asyncio
import json
import sys

import mandates
import mandates.aio
import protocol


class Credit:
    """Lets a consumer handle so many; None: any number."""

    def __init__(self, count):
        self._left = count
        self._error = None
        self._changed = asyncio.Event()

    async def take(self):
        while self._error is None and self._left == 0:
            self._changed.clear()
            await self._changed.wait()
        if self._error is not None:
            raise self._error
        if self._left is not None:
            self._left -= 1

    def give(self, count):
        self._left = (self._left or 0) + count
        self._changed.set()

    def fail(self, error):
        self._error = error
        self._changed.set()


class Driver:
    def __init__(self, client):
        self._client = client
        self._credits = {}
        self._stops = {}
        self._tasks = set()

    async def run(self, lines):
        protocol.write({"ready": True})
        while line := await lines.readline():
            command = json.loads(line)
            if command["command"] == "quit":
                break
            getattr(self, command["command"])(command)
        for stop in list(self._stops.values()):
            stop()
        await asyncio.gather(*self._tasks)

    def more(self, command):
        if command["of"] in self._credits:
            self._credits[command["of"]].give(command["count"])

    def fail(self, command):
        if command["of"] in self._credits:
            self._credits[command["of"]].fail(protocol.HandlerFailed())

    def stop(self, command):
        self._stops.get(command["of"], lambda: None)()

    def call(self, command):
        task = self._start(self._call(command["id"], command), command["id"])
        # Not before it has begun: a task that never began says nothing.
        self._stops[command["id"]] = lambda: \
            asyncio.get_running_loop().call_soon(task.cancel)

    async def _call(self, number, command):
        call, request = protocol.call_of(self._client, command)
        try:
            response = await call(request,
                                  timeout=command.get("deadline_seconds"))
        except asyncio.CancelledError:
            protocol.write({"id": number, "error": {"code": "CANCELLED"}})
            return
        protocol.write({"id": number, "response": protocol.message(response)})

    def watch(self, command):
        number, credit = self._credit_of(command)

        async def say(**line):
            protocol.write({"id": number, **line})

        watch = self._client.watch(
            **protocol.watch_options(command),
            store_token=lambda t: say(token=protocol.token(t)),
            on_snapshot_complete=lambda: say(snapshot_complete=True),
            on_caught_up=lambda: say(caught_up=True))
        self._stop_with(number, credit, watch.close)
        self._start(self._watch(number, credit, watch), number)

    async def _watch(self, number, credit, watch):
        async with watch:
            async for event in watch:
                protocol.write({"id": number,
                                "event": protocol.message(event)})
                await credit.take()
        protocol.write({"id": number, "ended": True})

    def subscribe(self, command):
        number, credit = self._credit_of(command)

        async def handle(delivery):
            protocol.write({"id": number,
                            "delivery": protocol.message(delivery)})
            await credit.take()

        worker = self._client.subscribe(command["subscription"], handle,
                                        **protocol.subscribe_options(command))
        self._stop_with(number, credit, worker.close)
        self._start(self._work(number, worker), number)

    async def _work(self, number, worker):
        await worker.run()
        protocol.write({"id": number, "ended": True})

    def _credit_of(self, command):
        credit = Credit(command.get("credit"))
        self._credits[command["id"]] = credit
        return command["id"], credit

    def _stop_with(self, number, credit, close):
        def stop():
            close()
            credit.fail(protocol.Stopped())
        self._stops[number] = stop

    def _start(self, body, number):
        task = asyncio.create_task(self._guard(body, number))
        self._tasks.add(task)
        return task

    async def _guard(self, body, number):
        try:
            await body
        except protocol.Stopped:
            protocol.write({"id": number, "ended": True})
        except protocol.HandlerFailed:
            protocol.write({"id": number, "failed": True})
        except mandates.MandatesError as error:
            protocol.write({"id": number, "error": protocol.error(error)})


async def main(address):
    lines = asyncio.StreamReader(limit=2 ** 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with mandates.aio.Client(address) as client:
        await Driver(client).run(lines)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
