import type { StreamResponse, Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { decodeError } from "./errors.js";
import { PING_INTERVAL_MS, PING_TIMEOUT_MS } from "./limits.js";

/** One HTTP/2 connection, opened when it is needed and again when it broke. */
export interface Connection {
  readonly transport: Transport;
  /** Ends the connection and every call on it. */
  close(): void;
}

/** Returns a connection to "host:port", without TLS, or to an https:// URL. */
export function connectTo(address: string): Connection {
  const baseUrl = address.includes("://") ? address : `http://${address}`;
  const sessionManager = new Http2SessionManager(baseUrl, {
    pingIntervalMs: PING_INTERVAL_MS,
    pingTimeoutMs: PING_TIMEOUT_MS,
  });
  return {
    transport: createGrpcTransport({ baseUrl, sessionManager }),
    close: () => sessionManager.abort(),
  };
}

/** Returns `transport` with MandatesError as the one thing its calls throw. */
export function withTypedErrors(transport: Transport): Transport {
  return {
    async unary(...call) {
      return transport.unary(...call).catch(rethrow);
    },
    async stream(...call) {
      const response = await transport.stream(...call).catch(rethrow);
      return { ...response, message: typed(response.message) } as
        StreamResponse<(typeof call)[0]["input"], (typeof call)[0]["output"]>;
    },
  } as Transport;
}

function rethrow(error: unknown): never {
  throw decodeError(error);
}

async function* typed<T>(messages: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* messages;
  } catch (error) {
    rethrow(error);
  }
}
