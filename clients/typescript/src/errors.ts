import { Code, ConnectError } from "@connectrpc/connect";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
} from "./gen/google/rpc/error_details_pb.js";

export { Code };

/** One field of a request that was wrong. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** One thing that stood in the way of a call. */
export interface PreconditionViolation {
  readonly type: string;
  readonly subject: string;
  readonly description: string;
}

/** What the server said beside its code and message. */
export interface ErrorDetails {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fieldViolations: readonly FieldViolation[];
  readonly preconditionViolations: readonly PreconditionViolation[];
}

const NO_DETAILS: ErrorDetails = {
  reason: "",
  domain: "",
  metadata: {},
  fieldViolations: [],
  preconditionViolations: [],
};

/** What a connection ends with when it breaks, where no server said so. */
const BROKEN: ReadonlySet<Code> = new Set([
  Code.Internal, // a reset stream, a frame cut short
  Code.Aborted, // connect-node: a stream destroyed with its connection
  Code.Canceled, // a stream reset by the other end; ours is told apart before
  Code.DataLoss, // connect: a message cut short
]);

/** What every call of this package throws. */
export class MandatesError extends Error implements ErrorDetails {
  override readonly name = "MandatesError";
  /** Stable, for programs: "MANDATE_NOT_FOUND". Empty: no server answered. */
  readonly reason: string;
  /** "mandates" where `reason` is the server's. */
  readonly domain: string;
  /** Each value of the message again. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly fieldViolations: readonly FieldViolation[];
  readonly preconditionViolations: readonly PreconditionViolation[];

  constructor(
    readonly code: Code,
    message: string,
    details: Partial<ErrorDetails> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    const all = { ...NO_DETAILS, ...details };
    this.reason = all.reason;
    this.domain = all.domain;
    this.metadata = all.metadata;
    this.fieldViolations = all.fieldViolations;
    this.preconditionViolations = all.preconditionViolations;
  }

  /** Whether the same call may succeed over another connection. */
  get transient(): boolean {
    return (
      this.code === Code.Unavailable ||
      (this.reason === "" && BROKEN.has(this.code))
    );
  }
}

/** Returns the error of a stream that broke off although streams never end. */
export function connectionLost(message: string): MandatesError {
  return new MandatesError(Code.Unavailable, message);
}

/** Returns what was thrown by a call, with all details the server gave. */
export function decodeError(thrown: unknown): MandatesError {
  if (thrown instanceof MandatesError) {
    return thrown;
  }
  const error = ConnectError.from(thrown);
  const [info] = error.findDetails(ErrorInfoSchema);
  return new MandatesError(
    error.code,
    error.rawMessage,
    {
      reason: info?.reason ?? "",
      domain: info?.domain ?? "",
      metadata: info?.metadata ?? {},
      fieldViolations: error
        .findDetails(BadRequestSchema)
        .flatMap((bad) => bad.fieldViolations)
        .map(({ field, description }) => ({ field, description })),
      preconditionViolations: error
        .findDetails(PreconditionFailureSchema)
        .flatMap((failure) => failure.violations)
        .map(({ type, subject, description }) => ({
          type,
          subject,
          description,
        })),
    },
    { cause: error },
  );
}
