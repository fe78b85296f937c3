import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import type { Event, EventType } from "./gen/mandates/v1/event_pb.js";
import type {
  ExpiryService,
  WatchResponse,
} from "./gen/mandates/v1/expiry_service_pb.js";
import { WatchRequestSchema } from "./gen/mandates/v1/expiry_service_pb.js";
import type { WatchStart } from "./gen/mandates/v1/watch_start_pb.js";
import { WatchStartSchema } from "./gen/mandates/v1/watch_start_pb.js";
import { STALL_MS } from "./limits.js";
import { readForEver, RecentIds } from "./reading.js";

/**
 * Where a watch starts: after the newest event, with every window open now,
 * right after the event a token stands behind, with the first event at or after
 * a revision, or with the first one committed at or after an instant.
 */
export type Start =
  | "now"
  | "snapshot"
  | { readonly token: Uint8Array }
  | { readonly revision: bigint }
  | { readonly time: Date };

/** What a watch wants. */
export interface WatchOptions {
  /** Selects by the mandate right after the event; see WatchRequest. */
  readonly filter?: string;
  /** Absent or empty: all. */
  readonly eventTypes?: readonly EventType[];
  /** Selects EXPIRING events by lead: "P6M". Absent or empty: all. */
  readonly leads?: readonly string[];
  /** Absent: "now". */
  readonly start?: Start | WatchStart;
  /**
   * Stores where the reader stands. Called once every event before the token is
   * handled, and awaited before the next one; what it throws ends the watch.
   */
  readonly storeToken?: (token: Uint8Array) => void | Promise<void>;
  /** Called once every event of the snapshot is handled. */
  readonly onSnapshotComplete?: () => void;
  /** Called when the reader has reached the newest event. */
  readonly onCaughtUp?: () => void;
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal;
  /** Silence after which the connection counts as dead; default STALL_MS. */
  readonly stallMs?: number;
}

/**
 * Yields events for ever, in order, over broken connections. Asking for the
 * next event says that the one before is handled. Ends without an error after
 * `break` or `signal` alone; throws MandatesError (TOKEN_COMPACTED, for example)
 * where connecting again would not help.
 */
export async function* watch(
  expiry: Client<typeof ExpiryService>,
  options: WatchOptions = {},
): AsyncGenerator<Event, void> {
  const stop = options.signal ?? new AbortController().signal;
  const request = create(WatchRequestSchema, {
    filter: options.filter ?? "",
    eventTypes: [...(options.eventTypes ?? [])],
    leads: [...(options.leads ?? [])],
    start: startOf(options.start ?? "now"),
  });
  const recent = new RecentIds();
  for await (const response of readForEver(
    (signal) => expiry.watch(request, { signal }),
    stop,
    options.stallMs ?? STALL_MS,
  )) {
    for (const event of response.events) {
      if (stop.aborted) {
        return;
      }
      if (recent.add(event.id)) {
        yield event;
      }
    }
    if (stop.aborted) {
      return;
    }
    request.start = after(response) ?? request.start;
    await tell(response, options);
  }
}

/** Tells the hooks that all events of a response are handled. */
async function tell(response: WatchResponse, options: WatchOptions) {
  if (response.snapshotComplete) {
    options.onSnapshotComplete?.();
  }
  if (response.resumeToken.length > 0) {
    await options.storeToken?.(response.resumeToken);
  }
  if (response.caughtUp) {
    options.onCaughtUp?.();
  }
}

/** Where to go on after a response; undefined: where it began. */
function after({ resumeToken }: WatchResponse): WatchStart | undefined {
  return resumeToken.length > 0 ? startOf({ token: resumeToken }) : undefined;
}

/** Returns a start in the words of the API. */
export function startOf(start: Start | WatchStart): WatchStart {
  if (typeof start === "string") {
    return create(WatchStartSchema, { start: { case: start, value: {} } });
  }
  if ("token" in start) {
    return create(WatchStartSchema, {
      start: { case: "resumeToken", value: start.token },
    });
  }
  if ("revision" in start) {
    return create(WatchStartSchema, {
      start: { case: "revision", value: start.revision },
    });
  }
  if ("time" in start) {
    return create(WatchStartSchema, {
      start: { case: "time", value: timestampFromDate(start.time) },
    });
  }
  return start;
}
