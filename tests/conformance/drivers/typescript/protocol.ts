// The lines of the protocol of tests/conformance/README.md.

import type { DescMessage, JsonValue, MessageShape } from "@bufbuild/protobuf";
import { fromJson, toJson } from "@bufbuild/protobuf";
import { Code, decodeError } from "@mandates/client";

export interface Command {
  id: number;
  command: string;
  of?: number;
  count?: number;
  credit?: number;
  method?: string;
  request?: JsonValue;
  deadline_seconds?: number;
  stall_seconds?: number;
  subscription?: string;
  max_events?: number;
  lease_seconds?: number;
}

/** The handler failed, as it was told to. */
export class HandlerFailed extends Error {}

export function write(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function message<D extends DescMessage>(
  schema: D,
  value: MessageShape<D>,
): JsonValue {
  return toJson(schema, value);
}

export function parsed<D extends DescMessage>(
  schema: D,
  json: JsonValue = {},
): MessageShape<D> {
  return fromJson(schema, json);
}

export function base64(token: Uint8Array): string {
  return Buffer.from(token).toString("base64");
}

/** Returns milliseconds; undefined: absent. */
export function millis(seconds?: number): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

export function error(thrown: unknown): Record<string, unknown> {
  const e = decodeError(thrown);
  return {
    code: nameOf(e.code),
    message: e.message,
    reason: e.reason,
    domain: e.domain,
    metadata: e.metadata,
    fields: e.fieldViolations,
    preconditions: e.preconditionViolations,
  };
}

/** "NotFound" is "NOT_FOUND" to gRPC, and "Canceled" has two l. */
function nameOf(code: Code): string {
  const name = Code[code].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return name === "CANCELED" ? "CANCELLED" : name;
}
