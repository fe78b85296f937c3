import type { Client } from "@connectrpc/connect";
import { Code, MandatesError } from "./errors.js";
import type { ExpiryService } from "./gen/mandates/v1/expiry_service_pb.js";
import type { Delivery } from "./gen/mandates/v1/subscription_pb.js";
import { ACKNOWLEDGE_MS, CALL_MS, RELEASE_MS } from "./limits.js";
import { Backoff, isTransient } from "./reading.js";

const LEASE_ENDED = "LEASE_ENDED";

/** What one response of a subscription leased, and how much of it is done. */
export class Lease {
  private since = performance.now();
  private settled = false;

  /** `token` stands before the first delivery. */
  constructor(
    private readonly expiry: Client<typeof ExpiryService>,
    private readonly subscription: string,
    private token: Uint8Array,
    private readonly stop: AbortSignal,
  ) {}

  /** Whether the lease ended on the server: what it had is delivered again. */
  get ended(): boolean {
    return this.settled;
  }

  /** A delivery is handled; acknowledges it if the last time was long ago. */
  async finish(delivery: Delivery): Promise<void> {
    this.token = delivery.acknowledgeToken;
    if (performance.now() - this.since >= ACKNOWLEDGE_MS) {
      await this.acknowledge(false);
    }
  }

  /** All deliveries are handled; acknowledges them, as often as it takes. */
  async complete(): Promise<void> {
    await this.acknowledge(true);
  }

  /**
   * Acknowledges what is handled and gives the rest back: once, and in vain if
   * need be.
   */
  async giveBack(): Promise<void> {
    if (!this.settled) {
      await this.send(true, RELEASE_MS).catch(() => {});
    }
  }

  /** Tries until it is told, or until `stop`. */
  private async acknowledge(release: boolean): Promise<void> {
    const backoff = new Backoff();
    while (!this.stop.aborted && !this.settled) {
      try {
        return await this.send(release, CALL_MS, this.stop);
      } catch (error) {
        if (!this.stop.aborted && !isLost(error)) {
          throw error;
        }
        await backoff.wait(this.stop);
      }
    }
  }

  private async send(release: boolean, timeoutMs: number, signal?: AbortSignal) {
    const { subscription, token } = this;
    try {
      await this.expiry.acknowledge(
        { subscription, token, release },
        { timeoutMs, signal },
      );
      this.settled = release;
    } catch (error) {
      if (!(error instanceof MandatesError && error.reason === LEASE_ENDED)) {
        throw error;
      }
      this.settled = true;
    }
    this.since = performance.now();
  }
}

/** Whether an acknowledgement may not have arrived, so that it is sent again. */
function isLost(error: unknown): boolean {
  return (
    isTransient(error) ||
    (error instanceof MandatesError && error.code === Code.DeadlineExceeded)
  );
}
