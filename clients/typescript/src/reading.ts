import { setTimeout as sleep } from "node:timers/promises";
import { connectionLost, MandatesError } from "./errors.js";
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, RECENT_IDS_MAX } from "./limits.js";
import { Linked } from "./linked.js";

/** How long to wait before each attempt: doubling, with full jitter. */
export class Backoff {
  private bound = BACKOFF_FIRST_MS;

  /** Returns milliseconds, and widens the next wait. */
  next(): number {
    const delay = Math.random() * this.bound;
    this.bound = Math.min(this.bound * 2, BACKOFF_MAX_MS);
    return delay;
  }

  /** Begins again, after a message. */
  reset(): void {
    this.bound = BACKOFF_FIRST_MS;
  }

  /** Waits before an attempt, or until `stop`. */
  async wait(stop: AbortSignal): Promise<void> {
    await sleep(this.next(), undefined, { signal: stop }).catch(() => {});
  }
}

/** Remembers the last ids it was given, `capacity` at most. */
export class RecentIds {
  private readonly ids = new Set<string>(); // in the order they were given

  constructor(private readonly capacity = RECENT_IDS_MAX) {}

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Returns whether the id is new. */
  add(id: string): boolean {
    if (this.ids.has(id)) {
      return false;
    }
    this.ids.add(id);
    if (this.ids.size > this.capacity) {
      for (const oldest of this.ids) {
        this.ids.delete(oldest);
        break;
      }
    }
    return true;
  }
}

/** Opens a stream that ends when its signal does. */
export type Open<T> = (signal: AbortSignal) => AsyncIterable<T>;

/**
 * Yields the responses of a stream that never ends, over broken connections,
 * until `stop`. Throws what opening it again would not cure.
 */
export async function* readForEver<T>(
  open: Open<T>,
  stop: AbortSignal,
  stallMs: number,
): AsyncGenerator<T, void> {
  const backoff = new Backoff();
  while (!stop.aborted) {
    try {
      for await (const response of readOnce(open, stop, stallMs)) {
        backoff.reset();
        yield response;
      }
    } catch (error) {
      if (!stop.aborted && !isTransient(error)) {
        throw error;
      }
      await backoff.wait(stop);
    }
  }
}

/** Whether an error may be gone over another connection. */
export function isTransient(error: unknown): boolean {
  return error instanceof MandatesError && error.transient;
}

/**
 * Yields the responses of one stream. Throws when it ends, for whatever reason,
 * or was silent for `stallMs` while somebody waited.
 */
async function* readOnce<T>(
  open: Open<T>,
  stop: AbortSignal,
  stallMs: number,
): AsyncGenerator<T, void> {
  const call = new Linked(stop);
  const responses = open(call.signal)[Symbol.asyncIterator]();
  const bark = () =>
    call.abort(connectionLost("the server was silent for too long"));
  try {
    for (;;) {
      const watchdog = setTimeout(bark, stallMs);
      const next = await responses.next().finally(() => clearTimeout(watchdog));
      if (next.done) {
        throw connectionLost("the stream ended");
      }
      yield next.value;
    }
  } finally {
    call.unlink();
    call.abort(); // leaving a stream does not end it
  }
}
