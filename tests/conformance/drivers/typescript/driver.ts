// Drives the TypeScript SDK by the protocol of tests/conformance/README.md.

import { createInterface } from "node:readline";
import {
  AdminService,
  Client,
  DeliverySchema,
  EventSchema,
  ExpiryService,
  MandateService,
  ResolutionService,
  SessionService,
  WatchRequestSchema,
} from "@mandates/client";
import { Credit } from "./credit.js";
import type { Command } from "./protocol.js";
import {
  base64,
  error,
  HandlerFailed,
  message,
  millis,
  parsed,
  write,
} from "./protocol.js";

const client = new Client(process.argv[2] ?? "");
const stubs = {
  "mandates.v1.MandateService": [MandateService, client.mandates],
  "mandates.v1.SessionService": [SessionService, client.sessions],
  "mandates.v1.ResolutionService": [ResolutionService, client.resolutions],
  "mandates.v1.ExpiryService": [ExpiryService, client.expiry],
  "mandates.v1.AdminService": [AdminService, client.admin],
} as const;
const stops = new Map<number, AbortController>();
const credits = new Map<number, Credit>();

async function call(command: Command, signal: AbortSignal): Promise<void> {
  const [service = "", name] = command.method!.split("/");
  const [descriptor, stub] = stubs[service as keyof typeof stubs];
  const method = descriptor.methods.find((m) => m.name === name)!;
  const unary = (stub as unknown as Record<string, Function>)[method.localName];
  const response = await unary!.call(
    stub,
    parsed(method.input, command.request),
    { signal, timeoutMs: millis(command.deadline_seconds) },
  );
  write({ id: command.id, response: message(method.output, response) });
}

async function watch(command: Command, signal: AbortSignal): Promise<void> {
  const { id } = command;
  const credit = creditOf(command, signal);
  const request = parsed(WatchRequestSchema, command.request);
  const events = client.watch({
    filter: request.filter,
    eventTypes: request.eventTypes,
    leads: request.leads,
    start: request.start ?? "now",
    storeToken: (token) => write({ id, token: base64(token) }),
    onSnapshotComplete: () => write({ id, snapshot_complete: true }),
    onCaughtUp: () => write({ id, caught_up: true }),
    stallMs: millis(command.stall_seconds),
    signal,
  });
  for await (const event of events) {
    write({ id, event: message(EventSchema, event) });
    await credit.take();
  }
  write({ id, ended: true });
}

async function subscribe(command: Command, signal: AbortSignal): Promise<void> {
  const { id } = command;
  const credit = creditOf(command, signal);
  await client.subscribe(
    command.subscription!,
    async (delivery) => {
      write({ id, delivery: message(DeliverySchema, delivery) });
      await credit.take();
    },
    {
      maxEvents: command.max_events,
      leaseMs: millis(command.lease_seconds),
      stallMs: millis(command.stall_seconds),
      signal,
    },
  );
  write({ id, ended: true });
}

const bodies: Record<string, typeof call> = { call, watch, subscribe };

function creditOf({ id, credit }: Command, signal: AbortSignal): Credit {
  credits.set(id, new Credit(credit, signal));
  return credits.get(id)!;
}

async function run(command: Command): Promise<void> {
  const { id } = command;
  const stop = new AbortController();
  stops.set(id, stop);
  try {
    await bodies[command.command]!(command, stop.signal);
  } catch (thrown) {
    if (thrown instanceof HandlerFailed) {
      write({ id, failed: true });
    } else if (thrown === stop.signal.reason && command.command !== "call") {
      write({ id, ended: true });
    } else {
      write({ id, error: error(thrown) });
    }
  } finally {
    stops.delete(id);
    credits.delete(id);
  }
}

write({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as Command;
  const of = command.of ?? 0;
  if (command.command === "quit") {
    break;
  } else if (command.command === "more") {
    credits.get(of)?.give(command.count!);
  } else if (command.command === "fail") {
    credits.get(of)?.fail(new HandlerFailed());
  } else if (command.command === "stop") {
    stops.get(of)?.abort();
  } else {
    void run(command);
  }
}
for (const stop of stops.values()) {
  stop.abort();
}
process.stdin.destroy(); // while it is open, the process does not end
