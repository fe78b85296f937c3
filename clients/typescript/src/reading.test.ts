import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Code, MandatesError } from "./errors.js";
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from "./limits.js";
import type { Open } from "./reading.js";
import { Backoff, readForEver, RecentIds } from "./reading.js";

const NEVER = new AbortController().signal;
const STALL = 1_000_000; // longer than a test

const unavailable = () => new MandatesError(Code.Unavailable, "restart");
const gone = () =>
  new MandatesError(Code.OutOfRange, "gone", { reason: "TOKEN_COMPACTED" });

/** Opens one stream after the other: each gives its numbers and then fails. */
function streams(...scripts: [number[], Error | undefined][]): Open<number> {
  return async function* () {
    const [numbers, error] = scripts.shift()!;
    yield* numbers;
    if (error) {
      throw error;
    }
  };
}

/** Waits take no time, and draw nothing. */
function withoutWaiting() {
  return mock.method(Math, "random", () => 0);
}

test("waits double up to the longest, with full jitter", () => {
  const random = mock.method(Math, "random", () => 1);
  const backoff = new Backoff();
  assert.equal(backoff.next(), BACKOFF_FIRST_MS);
  assert.equal(backoff.next(), 2 * BACKOFF_FIRST_MS);
  for (let i = 0; i < 20; ++i) {
    backoff.next();
  }
  assert.equal(backoff.next(), BACKOFF_MAX_MS);
  random.mock.mockImplementation(() => 0.25);
  assert.equal(backoff.next(), BACKOFF_MAX_MS / 4);
  random.mock.restore();
});

test("waits begin again after a message", () => {
  const random = mock.method(Math, "random", () => 1);
  const backoff = new Backoff();
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), BACKOFF_FIRST_MS);
  random.mock.restore();
});

test("a double is told from what is new", () => {
  const ids = new RecentIds();
  assert.ok(ids.add("a"));
  assert.ok(!ids.add("a"));
  assert.ok(ids.has("a"));
});

test("the oldest id is forgotten first", () => {
  const ids = new RecentIds(2);
  ["a", "b", "c"].forEach((id) => ids.add(id));
  assert.ok(!ids.has("a"));
  assert.ok(ids.has("b") && ids.has("c"));
});

test("a reader goes on over broken connections", async () => {
  const random = withoutWaiting();
  const open = streams(
    [[1, 2], unavailable()],
    [[], new MandatesError(Code.Aborted, "destroyed")],
    [[3], undefined],
    [[], gone()],
  );
  const got: number[] = [];
  await assert.rejects(
    async () => {
      for await (const number of readForEver(open, NEVER, STALL)) {
        got.push(number);
      }
    },
    { reason: "TOKEN_COMPACTED" },
  );
  assert.deepEqual(got, [1, 2, 3]);
  random.mock.restore();
});

test("what the consumer throws is not taken for a broken connection", async () => {
  const own = unavailable();
  await assert.rejects(
    async () => {
      for await (const _ of readForEver(streams([[1], gone()]), NEVER, STALL)) {
        throw own;
      }
    },
    (error) => error === own,
  );
});

test("a reader that waits ends without an error when it is stopped", async () => {
  const stop = new AbortController();
  const open: Open<number> = async function* () {
    queueMicrotask(() => stop.abort());
    throw unavailable();
  };
  const random = mock.method(Math, "random", () => 1e6);
  const reader = readForEver(open, stop.signal, STALL);
  assert.deepEqual(await reader.next(), { done: true, value: undefined });
  random.mock.restore();
});

test("a silent stream is opened anew", async () => {
  const random = withoutWaiting();
  let opened = 0;
  const open: Open<number> = async function* (signal) {
    if (++opened > 1) {
      yield 7;
    }
    await new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason)),
    );
  };
  for await (const number of readForEver(open, NEVER, 1)) {
    assert.equal(number, 7);
    break;
  }
  assert.ok(opened > 1);
  random.mock.restore();
});
