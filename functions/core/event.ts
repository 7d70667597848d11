import { z } from "zod";
import { type Action, type ActivityKind, activityKind, RESOURCE_TYPES, wordsOf } from "../vocabulary/index.ts";
import type { ProblemCode } from "./problem.ts";

/** OCSF 1.8 `activity_id` of API Activity (class 6003). */
const ACTIVITY_ID: Readonly<Record<ActivityKind, number>> = { create: 1, read: 2, update: 3, delete: 4 };
const API_ACTIVITY = 6003;
const OCSF_VERSION = "1.8.0";

/** A resource touched by an event: type and opaque id, nothing else. */
export const Resource = z.strictObject({
  type: z.enum(RESOURCE_TYPES),
  uid: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/),
});
export type Resource = z.infer<typeof Resource>;

/**
 * Facts about an event. The schema is what keeps the trail content-free (BF-07): only hashes, counts, booleans and
 * closed words fit, so a title or a message can't be written by mistake.
 */
export const Facts = z
  .strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    factsHash: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(0),
    count: z.int().min(0),
    /** Parts of a message that the user chose to hide, or to keep as false hits. */
    redacted: z.int().min(0),
    kept: z.int().min(0),
    version: z.int().min(0),
    enabled: z.boolean(),
    replayed: z.boolean(),
    outcome: z.enum(wordsOf("outcome")),
    origin: z.enum(wordsOf("origin")),
    format: z.enum(wordsOf("format")),
    inputTokens: z.int().min(0),
    outputTokens: z.int().min(0),
  })
  .partial();
export type Facts = z.infer<typeof Facts>;

/** Who did it. There is no event without one. `system` is a job of the platform. */
export type Actor =
  | { readonly type: "user"; readonly uid: string; readonly role: string }
  | { readonly type: "system"; readonly uid: string };

/** An event line: an OCSF API Activity object. Shape is fixed by the schema; unknown members are refused. */
export const AuditEvent = z.strictObject({
  metadata: z.strictObject({
    version: z.literal(OCSF_VERSION),
    product: z.strictObject({ name: z.literal("Belfry"), vendor_name: z.literal("Belfry") }),
    profiles: z.array(z.literal("datetime")),
    uid: z.string(),
    tenant_uid: z.string(),
    /** Position in the tenant's trail from 0, without gaps. `null` until the sequencer has placed the event. */
    sequence: z.int().min(0).nullable(),
  }),
  time: z.int(),
  time_dt: z.iso.datetime({ precision: 3 }),
  class_uid: z.literal(API_ACTIVITY),
  category_uid: z.literal(6),
  activity_id: z.int().min(1).max(4),
  type_uid: z.int(),
  severity_id: z.union([z.literal(1), z.literal(2)]),
  status_id: z.union([z.literal(1), z.literal(2)]),
  status_code: z.string().optional(),
  api: z.strictObject({ operation: z.string(), request: z.strictObject({ uid: z.string() }) }),
  actor: z.strictObject({
    user: z.strictObject({
      uid: z.string(),
      type: z.enum(["User", "System"]),
      groups: z.array(z.strictObject({ name: z.string() })).optional(),
    }),
  }),
  /** Required by the class. The address of the caller is personal and is not recorded. */
  src_endpoint: z.strictObject({ name: z.literal("not-recorded") }),
  resources: z.array(Resource),
  unmapped: Facts,
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export interface EventInput {
  readonly uid: string;
  readonly tenant: string;
  readonly at: Date;
  readonly action: Action;
  readonly actor: Actor;
  readonly requestId: string;
  readonly resources: readonly Resource[];
  readonly facts?: Facts;
  /** Present on a denial or failure. */
  readonly denied?: ProblemCode;
}

/**
 * Builds one event line.
 * @throws ZodError when a resource or a fact is not content-free: the caller's change must not be committed then.
 */
export function auditEvent(input: EventInput): AuditEvent {
  const activity = ACTIVITY_ID[activityKind(input.action)];
  return AuditEvent.parse({
    metadata: {
      version: OCSF_VERSION,
      product: { name: "Belfry", vendor_name: "Belfry" },
      profiles: ["datetime"],
      uid: input.uid,
      tenant_uid: input.tenant,
      sequence: null,
    },
    time: input.at.getTime(),
    time_dt: input.at.toISOString(),
    class_uid: API_ACTIVITY,
    category_uid: 6,
    activity_id: activity,
    type_uid: API_ACTIVITY * 100 + activity,
    severity_id: input.denied === undefined ? 1 : 2,
    status_id: input.denied === undefined ? 1 : 2,
    ...(input.denied === undefined ? {} : { status_code: input.denied }),
    api: { operation: input.action, request: { uid: input.requestId } },
    actor: {
      user: {
        uid: input.actor.uid,
        type: input.actor.type === "user" ? "User" : "System",
        ...(input.actor.type === "user" ? { groups: [{ name: input.actor.role }] } : {}),
      },
    },
    src_endpoint: { name: "not-recorded" },
    resources: input.resources,
    unmapped: input.facts ?? {},
  });
}
