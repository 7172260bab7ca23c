import type { CloudEvent } from "@tutti/core";
import type { Json } from "@tutti/core/plugin";
import type { ApiKeyRecord } from "@tutti/core/runtime";
import { z } from "zod";
import type { Ask, FollowEnd } from "../access/access";

/*
 * What goes over the endpoint of a store's owner: a JSON document a line. The owner greets, the client
 * asks, and every answer has the id of what was asked.
 */

/** Changes with everything that an older side would misunderstand. */
export const PROTOCOL = 1;

/** Longer lines (in bytes) are not taken: a definition and parameters have 1 MiB at most. */
export const LONGEST_REQUEST = 8 * 1024 * 1024;
/** An execution holds all outputs of its actions. */
export const LONGEST_ANSWER = 512 * 1024 * 1024;

const text = z.string().min(1);
const user = z.string().min(1).max(1000);
const json: z.ZodType<Json> = z.json();

const ask = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cancel"), reason: z.string().optional() }),
  z.strictObject({ kind: z.enum(["pause", "resume", "retry", "rerun"]) }),
  z.strictObject({ kind: z.literal("signal"), name: text, payload: json }),
]) satisfies z.ZodType<Ask>;

const id = z.int().min(1);

const time = z.number();

const apiKey = z.strictObject({
  key_id: text,
  name: text,
  hash: text,
  scopes: z.array(text),
  tags: z.array(text).nullable(),
  created_by: text,
  created_at: time,
  expires_at: time.nullable(),
  revoked_at: time.nullable(),
  last_used_at: time.nullable(),
}) satisfies z.ZodType<ApiKeyRecord>;

/** Everything that can be asked. */
export const requestSchema = z.discriminatedUnion("method", [
  z.strictObject({ id, method: z.literal("put"), definition: z.record(z.string(), json), user }),
  z.strictObject({
    id,
    method: z.literal("start"),
    workflow_id: text,
    parameters: z.record(z.string(), json),
    user,
    idempotency_key: text.optional(),
  }),
  z.strictObject({ id, method: z.literal("ask"), execution_id: text, ask, user }),
  z.strictObject({ id, method: z.literal("put_key"), record: apiKey }),
  z.strictObject({ id, method: z.literal("follow"), execution_id: text, from: z.int().min(1) }),
]);

/** Something that is asked. */
export type ControlRequest = z.infer<typeof requestSchema>;

/** A request before it has its id. */
export type ControlCall = ControlRequest extends infer One
  ? One extends unknown
    ? Omit<One, "id">
    : never
  : never;

/** What went wrong, as the error catalogue tells it. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What the owner says first. */
export interface Greeting {
  readonly tutti: typeof PROTOCOL;
  readonly version: string;
}

/** What the owner says last, after all answers: it has taken nothing of what is not answered. */
export interface Farewell {
  readonly bye: true;
}

/** What the owner answers. */
export type ControlAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly id: number; readonly event: CloudEvent }
  | { readonly id: number; readonly end: FollowEnd };

const wireError = z.object({ code: z.string(), message: z.string(), fix: z.string() });
const event = z.custom<CloudEvent>((value) => typeof value === "object" && value !== null && "type" in value);

/** Checks what the owner answers; what a result is made of is the matter of whoever asked. */
export const answerSchema: z.ZodType<ControlAnswer> = z.union([
  z.object({ id: z.int(), error: wireError }),
  z.object({ id: z.int(), event }),
  z.object({ id: z.int(), end: z.enum(["ended", "lost"]) }),
  z.object({ id: z.int(), result: z.unknown() }),
]);

/** Tells a farewell from an answer. */
export const farewellSchema: z.ZodType<Farewell> = z.object({ bye: z.literal(true) });

/** Checks the greeting of an owner of any version. */
export const greetingSchema = z.object({ tutti: z.int(), version: z.string() });
