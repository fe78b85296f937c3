import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { mock, test } from "node:test";
import {
  ConnectError,
  createClient,
  createRouterTransport,
} from "@connectrpc/connect";
import { Client } from "./client.js";
import { Code } from "./errors.js";
import { ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import type {
  WatchRequest,
  WatchResponse,
} from "./gen/mandates/v1/expiry_service_pb.js";
import { ExpiryService } from "./gen/mandates/v1/expiry_service_pb.js";
import { ACKNOWLEDGE_MS } from "./limits.js";
import { subscribe } from "./subscribe.js";
import { withTypedErrors } from "./transport.js";
import { watch } from "./watch.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (token: Uint8Array) => new TextDecoder().decode(token);

function failure(code: Code, reason = ""): ConnectError {
  const value = { reason, domain: "mandates" };
  return new ConnectError("what happened", code, undefined, [
    { desc: ErrorInfoSchema, value },
  ]);
}

const gone = failure(Code.OutOfRange, "TOKEN_COMPACTED");
const restart = failure(Code.Unavailable);
const leaseEnded = failure(Code.FailedPrecondition, "LEASE_ENDED");

/** Events of these ids, and the token behind them. */
const events = (token: string, ...ids: string[]) => ({
  events: ids.map((id) => ({ id })),
  resumeToken: bytes(token),
});
type Events = ReturnType<typeof events>;

/** Plays one stream after the other, each to its error. */
function watched(...scripts: [Events[], ConnectError][]) {
  const requests: WatchRequest[] = [];
  const transport = createRouterTransport(({ service }) => {
    service(ExpiryService, {
      async *watch(request) {
        requests.push(request);
        const [responses, error] = scripts.shift()!;
        yield* responses as unknown as WatchResponse[];
        throw error;
      },
    });
  });
  const expiry = createClient(ExpiryService, withTypedErrors(transport));
  return { expiry, requests };
}

test("a watch resumes from the last token and drops doubles", async () => {
  const random = mock.method(Math, "random", () => 0);
  const { expiry, requests } = watched(
    [[events("1", "a", "b"), events("2", "c")], restart],
    [[events("3", "c", "d")], gone],
  );
  const seen: string[] = [];
  const storeToken = (token: Uint8Array) => void seen.push(`<${text(token)}>`);
  await assert.rejects(
    async () => {
      for await (const event of watch(expiry, {
        start: { revision: 1n },
        storeToken,
      })) {
        seen.push(event.id);
      }
    },
    { code: Code.OutOfRange, reason: "TOKEN_COMPACTED" },
  );
  assert.equal(seen.join(" "), "a b <1> c <2> d <3>");
  assert.equal(requests[0]?.start?.start.case, "revision");
  assert.equal(requests[1]?.start?.start.case, "resumeToken");
  random.mock.restore();
});

test("a snapshot that broke off begins again", async () => {
  const random = mock.method(Math, "random", () => 0);
  const { expiry, requests } = watched(
    [[events("", "a")], restart],
    [[events("", "a", "b")], gone],
  );
  const seen: string[] = [];
  await assert.rejects(async () => {
    for await (const event of watch(expiry, { start: "snapshot" })) {
      seen.push(event.id);
    }
  });
  assert.deepEqual(seen, ["a", "b"]);
  assert.equal(requests[1]?.start?.start.case, "snapshot");
  random.mock.restore();
});

test("a watch that is stopped stores no token of what was let go", async () => {
  const { expiry } = watched([[events("1", "a", "b")], gone]);
  const stop = new AbortController();
  const storeToken = () => assert.fail("stored");
  const seen: string[] = [];
  for await (const event of watch(expiry, {
    start: "snapshot",
    signal: stop.signal,
    storeToken,
  })) {
    seen.push(event.id);
    stop.abort();
  }
  assert.deepEqual(seen, ["a"]);
});

test("a watch throws what its hook threw", async () => {
  const { expiry } = watched([[events("1", "a")], gone]);
  const storeToken = () => Promise.reject(new Error("the disk is full"));
  const drain = async () => {
    for await (const _ of watch(expiry, { storeToken }));
  };
  await assert.rejects(drain, { message: "the disk is full" });
});

test("closing the client ends a watch, and leaves nothing behind", async () => {
  const transport = createRouterTransport(({ service }) => {
    service(ExpiryService, {
      async *watch(_, { signal }) {
        yield events("1", "a") as unknown as WatchResponse;
        await new Promise((done) => signal.addEventListener("abort", done));
      },
    });
  });
  const client = new Client(transport);
  const signal = new AbortController().signal;
  const seen: string[] = [];
  for await (const event of client.watch({ start: "snapshot", signal })) {
    seen.push(event.id);
    setImmediate(() => client.close());
  }
  assert.deepEqual(seen, ["a"]);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

/** Deliveries of these ids, in their nth attempt. */
const deliveries = (deliveryAttempt: number, ...ids: string[]) => ({
  leaseToken: bytes("0"),
  deliveries: ids.map((id) => ({
    event: { id },
    deliveryAttempt,
    acknowledgeToken: bytes(id),
  })),
});

/**
 * Works on one stream until it ends for good, and returns what was seen.
 * `answers` are to acknowledgements; undefined: done.
 */
async function work(
  responses: ReturnType<typeof deliveries>[],
  handle: (id: string) => void = () => {},
  answers: (ConnectError | undefined)[] = [],
  signal?: AbortSignal,
) {
  const random = mock.method(Math, "random", () => 0);
  const seen: string[] = [];
  const transport = createRouterTransport(({ service }) => {
    service(ExpiryService, {
      async *streamSubscription() {
        yield* responses as never[];
        throw gone;
      },
      acknowledge({ token, release }) {
        const error = answers.shift();
        if (error) {
          throw error;
        }
        seen.push(`${release ? "release" : "ack"}(${text(token)})`);
        return {};
      },
    });
  });
  const expiry = createClient(ExpiryService, withTypedErrors(transport));
  const ended = await subscribe(
    expiry,
    "subscriptions/job",
    ({ event }) => {
      seen.push(`handle(${event!.id})`);
      handle(event!.id);
    },
    { signal },
  ).catch((error) => error);
  random.mock.restore();
  return { seen: seen.join(" "), ended };
}

test("a subscription acknowledges what is handled", async () => {
  const { seen, ended } = await work([
    deliveries(1, "a", "b"),
    deliveries(0),
    deliveries(1, "c"),
  ]);
  assert.equal(seen, "handle(a) handle(b) release(b) handle(c) release(c)");
  assert.equal(ended.reason, "TOKEN_COMPACTED");
});

test("a slow handler's deliveries are acknowledged in between", async () => {
  let now = 0;
  const clock = mock.method(performance, "now", () => now);
  const { seen } = await work([deliveries(1, "a", "b")], (id) => {
    now += id === "a" ? ACKNOWLEDGE_MS : 0;
  });
  assert.equal(seen, "handle(a) ack(a) handle(b) release(b)");
  clock.mock.restore();
});

test("when the handler fails, the rest is given back", async () => {
  const failed = new Error("no paper");
  const { seen, ended } = await work([deliveries(1, "a", "b", "c")], (id) => {
    if (id === "b") {
      throw failed;
    }
  });
  assert.equal(seen, "handle(a) handle(b) release(a)");
  assert.equal(ended, failed);
});

test("a subscription that is stopped gives back what was let go", async () => {
  const stop = new AbortController();
  const { seen, ended } = await work(
    [deliveries(1, "a", "b")],
    () => {
      stop.abort();
      stop.signal.throwIfAborted();
    },
    [],
    stop.signal,
  );
  assert.equal(seen, "handle(a) release(0)");
  assert.equal(ended, undefined);
});

test("a lease that ended leaves a redelivery, handled once", async () => {
  const { seen } = await work(
    [deliveries(1, "a"), deliveries(2, "a", "b")],
    () => {},
    [leaseEnded],
  );
  assert.equal(seen, "handle(a) handle(b) release(b)");
});

test("what somebody moved back to is handled again", async () => {
  const { seen } = await work([deliveries(1, "a"), deliveries(1, "a")]);
  assert.equal(seen, "handle(a) release(a) handle(a) release(a)");
});

test("a lost acknowledgement is sent again", async () => {
  const { seen } = await work([deliveries(1, "a")], () => {}, [
    restart,
    failure(Code.DeadlineExceeded),
  ]);
  assert.equal(seen, "handle(a) release(a)");
});

test("an acknowledgement that is refused is surfaced", async () => {
  const { ended } = await work([deliveries(1, "a")], () => {}, [
    failure(Code.NotFound, "SUBSCRIPTION_NOT_FOUND"),
  ]);
  assert.equal(ended.reason, "SUBSCRIPTION_NOT_FOUND");
});
