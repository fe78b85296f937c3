/** Every bound of this package, with its reason. */

/** The longest first wait: a server that restarts is back within a second. */
export const BACKOFF_FIRST_MS = 100;

/** The longest wait: many clients of a server that is down stay a small load. */
export const BACKOFF_MAX_MS = 30_000;

/**
 * Silence after which a connection counts as dead: the server says how far it
 * is every 10 s, so three of its messages are missing.
 */
export const STALL_MS = 35_000;

/**
 * Event ids remembered to drop doubles, about 2 MB: a snapshot of 10,000 open
 * windows that broke off and began again, twice.
 */
export const RECENT_IDS_MAX = 20_000;

/**
 * How long handled deliveries wait at most to be acknowledged while the handler
 * goes on: half of the shortest lease.
 */
export const ACKNOWLEDGE_MS = 500;

/** How long one acknowledgement may take before it counts as lost. */
export const CALL_MS = 10_000;

/**
 * How long a stop waits for the server to take a lease back. Where that fails,
 * the lease runs out by itself.
 */
export const RELEASE_MS = 2_000;

/** How often a silent connection is probed: the server allows every 10 s. */
export const PING_INTERVAL_MS = 25_000;

/** How long a probe may take; with the interval as long as a stall. */
export const PING_TIMEOUT_MS = 10_000;
