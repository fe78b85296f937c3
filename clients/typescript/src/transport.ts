import type { Interceptor, StreamResponse, Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { decodeError } from "./errors.js";
import { PING_INTERVAL_MS, PING_TIMEOUT_MS } from "./limits.js";

/** One HTTP/2 connection, opened when it is needed and again when it broke. */
export interface Connection {
  readonly transport: Transport;
  /** Ends the connection and every call on it. */
  close(): void;
}

/** How a connection is protected, and who calls on it. */
export interface Security {
  /** Tells the server who calls. Not sent without TLS, but to this machine. */
  readonly token?: string;
  /** PEM of who signed the server's certificate, if not a public authority. */
  readonly ca?: string;
  /** PEM of a client certificate with its chain, and of its key. */
  readonly certificate?: string;
  readonly key?: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Returns a connection to "host:port", without TLS, or to an https:// URL.
 * Throws where anybody on the way could read the token.
 */
export function connectTo(address: string, security: Security = {}): Connection {
  const baseUrl = address.includes("://") ? address : `http://${address}`;
  const { token, ca, certificate: cert, key } = security;
  const { protocol, hostname } = new URL(baseUrl);
  if (token && protocol !== "https:" && !LOOPBACK.test(hostname)) {
    throw new Error(
      `a token is not sent to ${address} without TLS, as anybody on the way ` +
        "could read and use it; give an https:// URL",
    );
  }
  const sessionManager = new Http2SessionManager(
    baseUrl,
    { pingIntervalMs: PING_INTERVAL_MS, pingTimeoutMs: PING_TIMEOUT_MS },
    { ca, cert, key },
  );
  const interceptors = token ? [withToken(token)] : [];
  return {
    transport: createGrpcTransport({ baseUrl, sessionManager, interceptors }),
    close: () => sessionManager.abort(),
  };
}

function withToken(token: string): Interceptor {
  return (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
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
