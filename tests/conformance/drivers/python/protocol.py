"""The lines of the protocol, for both drivers of Python."""

import base64
import json

from google.protobuf import descriptor_pool, json_format

STUBS = {
    "MandateService": "mandates",
    "SessionService": "sessions",
    "ResolutionService": "resolutions",
    "ExpiryService": "expiry",
    "AdminService": "admin",
}


class Stopped(Exception):
    """The handler is let go, for a stop."""


class HandlerFailed(Exception):
    """The handler failed, as it was told to."""


def write(line):
    print(json.dumps(line), flush=True)


def call_of(client, command):
    """Returns the stub's call and its request."""
    service, name = command["method"].split("/")
    method = descriptor_pool.Default().FindServiceByName(
        service).methods_by_name[name]
    request = json_format.ParseDict(command.get("request", {}),
                                    method.input_type._concrete_class())
    stub = getattr(client, STUBS[service.rpartition(".")[2]])
    return getattr(stub, name), request


def message(proto):
    return json_format.MessageToDict(proto)


def token(value):
    return base64.b64encode(value).decode()


def error(e):
    return {
        "code": e.code.name,
        "message": e.message,
        "reason": e.reason,
        "domain": e.domain,
        "metadata": e.metadata,
        "fields": [{"field": f.field, "description": f.description}
                   for f in e.field_violations],
        "preconditions": [
            {"type": p.type, "subject": p.subject, "description": p.description}
            for p in e.precondition_violations],
    }


def watch_options(command):
    """Returns what `Client.watch` takes."""
    # The messages of its fields are known once their module is imported.
    from mandates.v1.expiry_service_pb2 import WatchRequest
    request = json_format.ParseDict(command.get("request", {}), WatchRequest())
    options = {
        "filter": request.filter,
        "event_types": request.event_types,
        "leads": request.leads,
        "start": request.start if request.HasField("start") else None,
    }
    return {**options, **given(command, "stall_seconds")}


def subscribe_options(command):
    """Returns what `Client.subscribe` takes."""
    return given(command, "max_events", "lease_seconds", "stall_seconds")


def given(command, *names):
    return {name: command[name] for name in names if name in command}
