import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import type { ExpiryService } from "./gen/mandates/v1/expiry_service_pb.js";
import type { Delivery } from "./gen/mandates/v1/subscription_pb.js";
import { StreamSubscriptionRequestSchema } from "./gen/mandates/v1/subscription_pb.js";
import { Lease } from "./lease.js";
import { STALL_MS } from "./limits.js";
import { readForEver, RecentIds } from "./reading.js";

/**
 * Handles one delivery. What it throws ends the subscription, except that a
 * handler which gives up because of `stop` may throw `stop.reason`, or whatever
 * AbortError it got from what it passed `stop` to.
 */
export type Handler = (
  delivery: Delivery,
  stop: AbortSignal,
) => void | Promise<void>;

/** How a subscription is worked on. */
export interface SubscribeOptions {
  /** Ends the work without an error, once the handler that runs has ended. */
  readonly signal?: AbortSignal;
  /** Bounds the events of a response, in [1, 1000]; absent: 100. */
  readonly maxEvents?: number;
  /** How long a response is leased, in [1 s, 600 s]; absent: as it was made. */
  readonly leaseMs?: number;
  /** Silence after which the connection counts as dead; default STALL_MS. */
  readonly stallMs?: number;
}

/**
 * Hands the deliveries of a durable subscription to `handler`, one by one, in
 * order, over broken connections, until `signal`. What is handled is
 * acknowledged; when the handler throws, or at the end, the rest is given back
 * at once. Throws what the handler threw, or MandatesError where connecting
 * again would not help.
 */
export async function subscribe(
  expiry: Client<typeof ExpiryService>,
  subscription: string,
  handler: Handler,
  options: SubscribeOptions = {},
): Promise<void> {
  const stop = options.signal ?? new AbortController().signal;
  const request = create(StreamSubscriptionRequestSchema, {
    subscription,
    maxEvents: options.maxEvents ?? 0,
    lease:
      options.leaseMs === undefined
        ? undefined
        : durationFromMs(options.leaseMs),
  });
  const work = handleOnce(handler, stop);
  let lease: Lease | undefined;
  try {
    for await (const response of readForEver(
      (signal) => expiry.streamSubscription(request, { signal }),
      stop,
      options.stallMs ?? STALL_MS,
    )) {
      if (response.deliveries.length > 0) {
        lease = new Lease(expiry, subscription, response.leaseToken, stop);
        await handleAll(response.deliveries, work, lease, stop);
      }
    }
  } catch (error) {
    if (!(stop.aborted && isAbort(error, stop))) {
      throw error;
    }
  } finally {
    // Only now: to a stream that is open, the server would lease it again.
    await lease?.giveBack();
  }
}

/** Handles deliveries and acknowledges them, until something fails. */
async function handleAll(
  deliveries: readonly Delivery[],
  work: (delivery: Delivery) => Promise<void>,
  lease: Lease,
  stop: AbortSignal,
): Promise<void> {
  for (const delivery of deliveries) {
    if (stop.aborted || lease.ended) {
      return;
    }
    await work(delivery);
    await lease.finish(delivery);
  }
  await lease.complete();
}

/** Whether a handler gave up because of `stop`, and did not fail. */
function isAbort(error: unknown, stop: AbortSignal): boolean {
  return (
    error === stop.reason ||
    (error instanceof Error && error.name === "AbortError")
  );
}

/**
 * Returns a handler that passes over what it has handled before, for the case
 * that an acknowledgement was lost on the way or came too late. A first attempt
 * never is: somebody moved the subscription back and wants it again.
 */
function handleOnce(handler: Handler, stop: AbortSignal) {
  const handled = new RecentIds();
  return async (delivery: Delivery): Promise<void> => {
    const id = delivery.event?.id ?? "";
    if (delivery.deliveryAttempt > 1 && handled.has(id)) {
      return;
    }
    await handler(delivery, stop);
    handled.add(id);
  };
}
