"""What a step of a scenario can say; README.md lists it."""

import base64
import collections
import datetime
import time

import grpc
from driver import Failure
from google.protobuf import descriptor_pool, json_format
from mandates.v1 import (admin_service_pb2, admin_service_pb2_grpc, event_pb2,
                         expiry_service_pb2, expiry_service_pb2_grpc,
                         mandate_pb2, mandate_service_pb2,
                         mandate_service_pb2_grpc, resolution_service_pb2,
                         session_service_pb2, subscription_pb2)

PATIENCE_SECONDS = 30  # for what should come at once, on a busy machine
SILENCE_SECONDS = 15  # less than what keeps a connection alive by itself
POLL_SECONDS = 0.02
PAGE_SIZE = 1000
ADOPTED_ON = datetime.date(2017, 3, 1)  # the day the clock begins on


class Steps:
    """Does steps, and remembers what they name."""

    def __init__(self, server, driver, proxy):
        self._server = server
        self._driver = driver
        self._proxy = proxy
        self._channel = None
        self._connect()
        self._numbers = {}  # what a scenario calls a command: its id
        self._commands = {}
        self._taken = collections.Counter()  # events that steps have taken
        self._values = {}
        self._proxied = 0

    def close(self):
        self._channel.close()

    def do(self, step):
        (verb, argument), = step.items()
        getattr(self, "do_" + verb)(self._filled(argument))

    def finish(self):
        """Checks what holds for every watch."""
        for name, command in self._commands.items():
            if command == "watch":
                check_order(name, self._events(name))

    # --- the world -----------------------------------------------------------

    def do_server(self, action):
        if isinstance(action, dict):  # {start: [flag...]}
            self._server.start(action["start"])
        else:
            getattr(self._server, action)()
        if action not in ("freeze", "thaw"):
            self._connect()

    def do_establish(self, what):
        """`count` mandates of `commits` commits, numbered from `first`."""
        count, commits = what["count"], what.get("commits", 1)
        first = what.get("first", 1)
        size = -(-count // commits)
        for begin in range(first, first + count, size):
            numbers = range(begin, min(begin + size, first + count))
            self._mandates.BatchRecordDecisions(
                mandate_service_pb2.BatchRecordDecisionsRequest(
                    requests=[establish(n, what) for n in numbers]))

    def do_advance(self, what):
        request = admin_service_pb2.AdvanceClockRequest()
        request.by.FromTimedelta(datetime.timedelta(**what))
        self._admin.AdvanceClock(request)

    def do_watchers(self, count):
        """Waits until so many streams are open."""
        self._poll(lambda: self._info().watchers, count)

    def do_proxy(self, action):
        """`mark` remembers how much went through; `more` waits for more."""
        if action == "mark":
            self._proxied = self._proxy.bytes_sent()
        elif not self._proxy.await_more_than(self._proxied, SILENCE_SECONDS):
            raise Failure("the driver sent nothing to the silent server")

    def do_remember(self, what):
        """NAME: next_revision, or {token: WATCH}, or {time_of: REVISION}."""
        for name, value in what.items():
            self._values[name] = self._value(value)

    def do_ask(self, what):
        """A call by the runner itself; with `until`, until it is as expected."""
        method, request = message_of(what["method"], what.get("request", {}))
        call = self._channel.unary_unary(
            "/" + what["method"],
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=method.output_type._concrete_class.FromString)
        ask = lambda: to_dict(call(request, timeout=PATIENCE_SECONDS))
        expected = what.get("expect", {})
        if what.get("until"):
            self._poll_match(ask, expected)
        else:
            check("the answer", ask(), expected)

    # --- the driver ----------------------------------------------------------

    def do_call(self, what):
        self._send("call", what)

    def do_watch(self, what):
        self._send("watch", what)

    def do_subscribe(self, what):
        self._send("subscribe", what)

    def do_more(self, what):
        self._driver.send(command="more", of=self._numbers[what["of"]],
                          count=what["count"])

    def do_fail(self, name):
        self._driver.send(command="fail", of=self._numbers[name])

    def do_stop(self, name):
        self._driver.send(command="stop", of=self._numbers[name])

    def do_next(self, what):
        """Takes the next line of a kind and compares what is given of it."""
        (kind, expected), = ((k, v) for k, v in what.items() if k != "of")
        line = self._next(what["of"], kind)
        found = line[kind]
        if kind in MESSAGES:
            found = to_dict(json_format.ParseDict(found, MESSAGES[kind]()))
        elif kind == "response":
            method, _ = message_of(self._commands[what["of"]], {})
            found = to_dict(json_format.ParseDict(
                found, method.output_type._concrete_class()))
        check(f"{kind} of {what['of']}", found, expected)

    def do_skip(self, what):
        """Takes `count` events or deliveries."""
        for _ in range(what["count"]):
            self._next(what["of"], "event", "delivery")

    def do_log(self, what):
        """Waits until a watch has every event of the log from its start on, or
        a subscription every one once, and compares."""
        request = json_format.ParseDict(
            {k: v for k, v in what.items() if k != "of"},
            expiry_service_pb2.ListEventsRequest())
        expected = self._log(request)
        while self._taken[what["of"]] < len(expected):
            self._next(what["of"], "event", "delivery")
        check_same(what["of"], self._events(what["of"]), expected)

    def do_delivered(self, what):
        """Checks what workers together got: every event of the log, in order,
        and one again only as a further attempt; with `once`, not even so."""
        expected = self._log(json_format.ParseDict(
            {"start": what["start"]}, expiry_service_pb2.ListEventsRequest()))
        got = [d for name in what["of"] for d in self._deliveries(name)]
        again = check_attempts(got)
        if again and what.get("once"):
            raise Failure(f"handled again: {again}")
        first = {d.event.id: d.event for d in reversed(got)}
        check_same(" and ".join(what["of"]),
                   sorted(first.values(), key=position), expected)
        for name in what["of"]:
            check_rising(name, self._deliveries(name))

    def do_lease_over(self, name):
        """Waits until the lease in force ends."""
        request = subscription_pb2.GetSubscriptionRequest(name=name)
        lease = lambda: self._expiry.GetSubscription(
            request).subscription.progress.lease_expire_time
        held = lease()
        self._poll(lambda: lease() != held, True)

    def do_handled(self, what):
        """Checks that no token stands behind more than `at_most` events."""
        tokens = [line["token"] for line in self._lines(what["of"])
                  if "token" in line]
        if not tokens:
            return
        events = self._events(what["of"])[:what["at_most"]]
        if not events:
            raise Failure("a token was stored before any event was handled")
        request = expiry_service_pb2.ListEventsRequest()
        request.start.resume_token = base64.b64decode(tokens[-1])
        after = {e.id for e in self._log(request)}
        behind = {e.id for e in self._log(json_format.ParseDict(
            {"start": what["start"]}, expiry_service_pb2.ListEventsRequest()))}
        if not behind - after <= {e.id for e in events}:
            raise Failure(f"the token stands behind {len(behind - after)} "
                          f"events; {len(events)} were handled")

    # --- how -----------------------------------------------------------------

    def _connect(self):
        if self._channel is not None:
            self._channel.close()
        self._channel = grpc.insecure_channel(
            self._server.address, (("grpc.use_local_subchannel_pool", 1),))
        self._mandates = mandate_service_pb2_grpc.MandateServiceStub(
            self._channel)
        self._expiry = expiry_service_pb2_grpc.ExpiryServiceStub(self._channel)
        self._admin = admin_service_pb2_grpc.AdminServiceStub(self._channel)

    def _send(self, command, what):
        number = len(self._numbers) + 1
        self._numbers[what["as"]] = number
        self._commands[what["as"]] = what.get("method", command)
        rest = {k: v for k, v in what.items() if k != "as"}
        self._driver.send(id=number, command=command, **rest)

    def _next(self, name, *kinds):
        line = self._driver.next(self._numbers[name], kinds, PATIENCE_SECONDS)
        if not line.keys() & set(kinds):
            raise Failure(f"{name} has {line} instead of {' or '.join(kinds)}")
        self._taken[name] += "event" in line or "delivery" in line
        return line

    def _lines(self, name):
        return self._driver.lines(self._numbers[name])

    def _events(self, name):
        """All that a watch or a subscription has printed, in order."""
        parts = ((line.get("event") or line["delivery"]["event"])
                 for line in self._lines(name)
                 if "event" in line or "delivery" in line)
        return [json_format.ParseDict(part, event_pb2.Event())
                for part in parts]

    def _deliveries(self, name):
        return [json_format.ParseDict(line["delivery"],
                                      subscription_pb2.Delivery())
                for line in self._lines(name) if "delivery" in line]

    def _log(self, request):
        """Every event from the start of `request` on, page by page."""
        request.page_size = PAGE_SIZE
        events = []
        while True:
            page = self._expiry.ListEvents(request)
            events += page.events
            if page.caught_up:
                return events
            request.start.resume_token = page.resume_token

    def _info(self):
        return self._admin.GetServerInfo(
            admin_service_pb2.GetServerInfoRequest())

    def _value(self, what):
        if what == "next_revision":
            return self._info().head_revision + 1
        (kind, argument), = what.items()
        if kind == "token":
            return [line["token"] for line in self._lines(argument)
                    if "token" in line][-1]
        if kind == "time_of":
            request = expiry_service_pb2.ListEventsRequest(page_size=1)
            request.start.revision = argument
            event = self._expiry.ListEvents(request).events[0]
            return event.commit_time.ToJsonString()
        raise Failure(f"nothing to remember is called {kind}")

    def _filled(self, argument):
        if isinstance(argument, dict):
            return {k: self._filled(v) for k, v in argument.items()}
        if isinstance(argument, list):
            return [self._filled(v) for v in argument]
        if isinstance(argument, str) and argument.startswith("$"):
            return self._values[argument[1:]]
        return argument

    def _poll(self, get, wanted):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (found := get()) != wanted:
            if time.monotonic() > deadline:
                raise Failure(f"stayed {found} instead of {wanted}")
            time.sleep(POLL_SECONDS)

    def _poll_match(self, ask, expected):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return check("the answer", ask(), expected)
            except Failure:
                if time.monotonic() > deadline:
                    raise
            time.sleep(POLL_SECONDS)


MESSAGES = {
    "event": event_pb2.Event,
    "delivery": subscription_pb2.Delivery,
}


def message_of(method, request):
    """Returns the descriptor of a method and its request."""
    service, name = method.split("/")
    found = descriptor_pool.Default().FindServiceByName(service)
    found = found.methods_by_name[name]
    return found, json_format.ParseDict(request,
                                        found.input_type._concrete_class())


def to_dict(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True,
                                     including_default_value_fields=True)


def establish(number, what):
    """A decision that establishes mandates/m-NUMBER until `last_day`."""
    return mandate_service_pb2.RecordDecisionRequest(
        mandate_name=f"mandates/m-{number}",
        decision=mandate_pb2.Decision(
            act=mandate_pb2.ACT_ESTABLISH,
            symbol=f"A/HRC/RES/34/{number}",
            adopted_on=date_of(ADOPTED_ON),
            term=mandate_pb2.Term(fixed=date_of(what["last_day"]))),
        mandate=mandate_pb2.Mandate(
            title=f"Special Rapporteur on m-{number}",
            kind=mandate_pb2.KIND_THEMATIC,
            holder_type=mandate_pb2.HOLDER_TYPE_SPECIAL_RAPPORTEUR))


def date_of(day):
    return mandate_pb2.Date(year=day.year, month=day.month, day=day.day)


def check(what, found, expected):
    """Compares what is given in `expected`, and nothing else."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(found, dict) or key not in found:
                raise Failure(f"{what} has no {key}: {found}")
            check(f"{what}.{key}", found[key], value)
    elif isinstance(expected, list):
        if len(found) != len(expected):
            raise Failure(f"{what} has {len(found)} parts instead of "
                          f"{len(expected)}: {found}")
        for number, value in enumerate(expected):
            check(f"{what}[{number}]", found[number], value)
    elif str(found) != str(expected):
        raise Failure(f"{what} is {found!r} instead of {expected!r}")


def spelled(event):
    kind = event_pb2.EventType.Name(event.type)
    return (f"{event.revision}.{event.index} {kind} {event.mandate.name} "
            f"{event.lead} {event.id}")


def check_same(name, found, expected):
    found, expected = [[spelled(e) for e in f] for f in (found, expected)]
    for number, (one, other) in enumerate(zip(found, expected)):
        if one != other:
            raise Failure(f"event {number} of {name} is {one}; in the log it "
                          f"is {other}")
    if len(found) != len(expected):
        raise Failure(f"{name} has {len(found)} events; the log has "
                      f"{len(expected)}")


def position(event):
    return (event.revision, event.index)


def check_attempts(deliveries):
    """Returns what came again; raises where that was no further attempt."""
    seen, again = {}, []
    for delivery in deliveries:
        last = seen.get(delivery.event.id, 0)
        if last:
            again.append(spelled(delivery.event))
        if delivery.delivery_attempt <= last:
            raise Failure(f"{spelled(delivery.event)} has attempt "
                          f"{delivery.delivery_attempt} after {last}")
        seen[delivery.event.id] = delivery.delivery_attempt
    return again


def check_rising(name, deliveries):
    """Checks the order of what was delivered for the first time."""
    first = [d.event for d in deliveries if d.delivery_attempt == 1]
    if first != sorted(first, key=position):
        raise Failure(f"{name} has deliveries out of order")


def check_order(name, events):
    seen, last = set(), (0, 0)
    for event in events:
        if event.id in seen:
            raise Failure(f"{name} has {spelled(event)} twice")
        seen.add(event.id)
        if not event.snapshot and position(event) <= last:
            raise Failure(f"{name} has {spelled(event)} out of order")
        last = max(last, position(event))


# The messages of these are looked up by name alone.
assert resolution_service_pb2 and session_service_pb2
