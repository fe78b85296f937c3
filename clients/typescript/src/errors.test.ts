import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectError } from "@connectrpc/connect";
import { Code, decodeError, MandatesError } from "./errors.js";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
} from "./gen/google/rpc/error_details_pb.js";

function fromServer(code: Code, reason: string): ConnectError {
  return new ConnectError("what happened", code, undefined, [
    {
      desc: ErrorInfoSchema,
      value: { reason, domain: "mandates", metadata: { name: "mandates/x" } },
    },
    {
      desc: BadRequestSchema,
      value: { fieldViolations: [{ field: "name", description: "no" }] },
    },
    {
      desc: PreconditionFailureSchema,
      value: { violations: [{ type: "LEASE", subject: "s", description: "d" }] },
    },
  ]);
}

test("an error is decoded with its details", () => {
  const error = decodeError(fromServer(Code.NotFound, "MANDATE_NOT_FOUND"));
  assert.equal(error.code, Code.NotFound);
  assert.equal(error.message, "what happened");
  assert.equal(error.reason, "MANDATE_NOT_FOUND");
  assert.equal(error.domain, "mandates");
  assert.deepEqual(error.metadata, { name: "mandates/x" });
  assert.deepEqual(error.fieldViolations, [{ field: "name", description: "no" }]);
  assert.deepEqual(error.preconditionViolations, [
    { type: "LEASE", subject: "s", description: "d" },
  ]);
});

test("an error that is decoded is not decoded again", () => {
  const error = decodeError(new Error("no status"));
  assert.equal(error.code, Code.Unknown);
  assert.equal(decodeError(error), error);
});

test("only what a broken connection leaves is transient", () => {
  const transient = (error: unknown) => decodeError(error).transient;
  assert.ok(transient(fromServer(Code.Unavailable, "SHUTTING_DOWN")));
  assert.ok(transient(new ConnectError("refused", Code.Unavailable)));
  assert.ok(transient(new ConnectError("broken frame", Code.Internal)));
  assert.ok(transient(new ConnectError("destroyed", Code.Aborted)));
  assert.ok(!transient(fromServer(Code.Internal, "STORE_BROKEN")));
  assert.ok(!transient(fromServer(Code.OutOfRange, "TOKEN_COMPACTED")));
  assert.ok(!new MandatesError(Code.Unauthenticated, "who?").transient);
});
