export { Client } from "./client.js";
export {
  Code,
  decodeError,
  MandatesError,
  type ErrorDetails,
  type FieldViolation,
  type PreconditionViolation,
} from "./errors.js";
export * as limits from "./limits.js";
export type { Handler, SubscribeOptions } from "./subscribe.js";
export type { Security } from "./transport.js";
export type { Start, WatchOptions } from "./watch.js";

export * from "./gen/mandates/v1/admin_service_pb.js";
export * from "./gen/mandates/v1/event_pb.js";
export * from "./gen/mandates/v1/evidence_pb.js";
export * from "./gen/mandates/v1/expiry_service_pb.js";
export * from "./gen/mandates/v1/mandate_pb.js";
export * from "./gen/mandates/v1/mandate_service_pb.js";
export * from "./gen/mandates/v1/resolution_pb.js";
export * from "./gen/mandates/v1/resolution_service_pb.js";
export * from "./gen/mandates/v1/session_pb.js";
export * from "./gen/mandates/v1/session_service_pb.js";
export * from "./gen/mandates/v1/subscription_pb.js";
export * from "./gen/mandates/v1/watch_start_pb.js";
