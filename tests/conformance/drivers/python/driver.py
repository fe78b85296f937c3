"""Drives the Python SDK by the protocol of tests/conformance/README.md."""

import json
import sys
import threading

import grpc
import mandates
import protocol


class Credit:
    """Lets a consumer handle so many; None: any number."""

    def __init__(self, count):
        self._left = count
        self._error = None
        self._changed = threading.Condition()

    def take(self):
        with self._changed:
            self._changed.wait_for(
                lambda: self._error or self._left is None or self._left > 0)
            if self._error:
                raise self._error
            if self._left is not None:
                self._left -= 1

    def give(self, count):
        with self._changed:
            self._left = (self._left or 0) + count
            self._changed.notify()

    def fail(self, error):
        with self._changed:
            self._error = error
            self._changed.notify()


class Driver:
    def __init__(self, address):
        self._client = mandates.Client(address)
        self._credits = {}
        self._stops = {}

    def run(self, lines):
        protocol.write({"ready": True})
        for line in lines:
            command = json.loads(line)
            name = command["command"]
            if name == "quit":
                break
            getattr(self, name)(command)
        for stop in list(self._stops.values()):
            stop()

    def more(self, command):
        if command["of"] in self._credits:
            self._credits[command["of"]].give(command["count"])

    def fail(self, command):
        if command["of"] in self._credits:
            self._credits[command["of"]].fail(protocol.HandlerFailed())

    def stop(self, command):
        self._stops.get(command["of"], lambda: None)()

    def call(self, command):
        call, request = protocol.call_of(self._client, command)
        future = call.future(request, timeout=command.get("deadline_seconds"))
        self._stops[command["id"]] = future.cancel
        self._start(self._finish_call, command["id"], future)

    def _finish_call(self, number, future):
        try:
            protocol.write({"id": number,
                            "response": protocol.message(future.result())})
        except grpc.FutureCancelledError:
            protocol.write({"id": number, "error": {"code": "CANCELLED"}})
        except grpc.RpcError as error:
            self._fail(number, mandates.decode_error(error))

    def watch(self, command):
        number, credit = self._credit_of(command)
        watch = self._client.watch(
            **protocol.watch_options(command),
            store_token=lambda t: protocol.write(
                {"id": number, "token": protocol.token(t)}),
            on_snapshot_complete=lambda: protocol.write(
                {"id": number, "snapshot_complete": True}),
            on_caught_up=lambda: protocol.write(
                {"id": number, "caught_up": True}))
        self._stop_with(number, credit, watch.close)
        self._start(self._watch, number, credit, watch)

    def _watch(self, number, credit, watch):
        with watch:
            for event in watch:
                protocol.write({"id": number,
                                "event": protocol.message(event)})
                credit.take()
        protocol.write({"id": number, "ended": True})

    def subscribe(self, command):
        number, credit = self._credit_of(command)

        def handle(delivery):
            protocol.write({"id": number,
                            "delivery": protocol.message(delivery)})
            credit.take()

        worker = self._client.subscribe(command["subscription"], handle,
                                        **protocol.subscribe_options(command))
        self._stop_with(number, credit, worker.close)
        self._start(self._work, number, worker)

    def _work(self, number, worker):
        worker.run()
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

    def _start(self, body, number, *arguments):
        threading.Thread(target=self._guard, args=(body, number, *arguments)
                         ).start()

    def _guard(self, body, number, *arguments):
        try:
            body(number, *arguments)
        except protocol.Stopped:
            protocol.write({"id": number, "ended": True})
        except protocol.HandlerFailed:
            protocol.write({"id": number, "failed": True})
        except mandates.MandatesError as error:
            self._fail(number, error)

    def _fail(self, number, error):
        protocol.write({"id": number, "error": protocol.error(error)})


if __name__ == "__main__":
    Driver(sys.argv[1]).run(sys.stdin)
