"""What stands in for a server: streams that are told what to give."""

import grpc
from mandates.v1.event_pb2 import Event
from mandates.v1.expiry_service_pb2 import WatchResponse


class Broken(grpc.RpcError):
    """What gRPC raises; the details are as the server would send them."""

    def __init__(self, code, details="", metadata=()):
        super().__init__(details)
        self._code = code
        self._details = details
        self._metadata = metadata

    def code(self):
        return self._code

    def details(self):
        return self._details

    def trailing_metadata(self):
        return self._metadata


UNAVAILABLE = Broken(grpc.StatusCode.UNAVAILABLE, "connection refused")


def events(*ids, token=b"", **more):
    """A response with events of these ids."""
    return WatchResponse(events=[Event(id=i) for i in ids], resume_token=token,
                         **more)


class Calls:
    """Opens one script after the other: each a list of responses and, last, the
    error that ends it. Keeps the requests."""

    def __init__(self, *scripts):
        self._scripts = list(scripts)
        self.requests = []

    def __call__(self, request):
        self.requests.append(type(request).FromString(
            request.SerializeToString()))
        return Call(self._scripts.pop(0))


class Call:
    """One call, for threads and for asyncio."""

    def __init__(self, script):
        self._script = list(script)
        self.cancelled = False

    def __next__(self):
        if not self._script:
            raise StopIteration
        item = self._script.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    async def read(self):
        try:
            return next(self)
        except StopIteration:
            return grpc.aio.EOF

    def cancel(self):
        self.cancelled = True


class Acknowledgements:
    """Takes acknowledgements; `errors` are raised first."""

    def __init__(self, *errors):
        self._errors = list(errors)
        self.sent = []  # (token, release)

    def __call__(self, request, timeout):
        assert timeout > 0
        self.sent.append((request.token, request.release))
        if self._errors and (error := self._errors.pop(0)):
            raise error
