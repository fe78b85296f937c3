import type { Client as Stub, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import { AdminService } from "./gen/mandates/v1/admin_service_pb.js";
import type { Event } from "./gen/mandates/v1/event_pb.js";
import { ExpiryService } from "./gen/mandates/v1/expiry_service_pb.js";
import { MandateService } from "./gen/mandates/v1/mandate_service_pb.js";
import { ResolutionService } from "./gen/mandates/v1/resolution_service_pb.js";
import { SessionService } from "./gen/mandates/v1/session_service_pb.js";
import { Linked } from "./linked.js";
import type { Handler, SubscribeOptions } from "./subscribe.js";
import { subscribe } from "./subscribe.js";
import type { Security } from "./transport.js";
import { connectTo, withTypedErrors } from "./transport.js";
import type { WatchOptions } from "./watch.js";
import { watch } from "./watch.js";

/**
 * A server: the generated stubs of its services, and the readers of its stream.
 * Connects when it is first used. Every call throws MandatesError.
 */
export class Client {
  readonly mandates: Stub<typeof MandateService>;
  readonly sessions: Stub<typeof SessionService>;
  readonly resolutions: Stub<typeof ResolutionService>;
  readonly expiry: Stub<typeof ExpiryService>;
  readonly admin: Stub<typeof AdminService>;
  private readonly closed = new AbortController();
  private readonly disconnect: () => void;

  /**
   * `server`: "host:port" without TLS, an https:// URL, or a transport, which
   * has its own security.
   */
  constructor(server: string | Transport, security: Security = {}) {
    const { transport, close } =
      typeof server === "string"
        ? connectTo(server, security)
        : { transport: server, close: () => {} };
    const typed = withTypedErrors(transport);
    this.mandates = createClient(MandateService, typed);
    this.sessions = createClient(SessionService, typed);
    this.resolutions = createClient(ResolutionService, typed);
    this.expiry = createClient(ExpiryService, typed);
    this.admin = createClient(AdminService, typed);
    this.disconnect = close;
  }

  /**
   * Ends every reader without an error, and then the connection with every call
   * that is on it; a transport given to the constructor stays yours.
   */
  close(): void {
    this.closed.abort();
    this.disconnect();
  }

  /** Follows the stream of events; see `watch`. */
  async *watch(options: WatchOptions = {}): AsyncGenerator<Event, void> {
    const stop = this.untilClosed(options.signal);
    try {
      yield* watch(this.expiry, { ...options, signal: stop.signal });
    } finally {
      stop.unlink();
    }
  }

  /** Works on a durable subscription; see `subscribe`. */
  async subscribe(
    subscription: string,
    handler: Handler,
    options: SubscribeOptions = {},
  ): Promise<void> {
    const stop = this.untilClosed(options.signal);
    const both = { ...options, signal: stop.signal };
    try {
      await subscribe(this.expiry, subscription, handler, both);
    } finally {
      stop.unlink();
    }
  }

  private untilClosed(signal?: AbortSignal): Linked {
    return new Linked(this.closed.signal, ...(signal ? [signal] : []));
  }
}
