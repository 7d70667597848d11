import { z } from "zod";
import { type Action, type ActivityKind, activityKind, RESOURCE_TYPES, wordsOf } from "../vocabulary/index.ts";
import type { ProblemCode } from "./problem.ts";

/** OCSF 1.8 `activity_id` of API Activity (class 6003). */
const ACTIVITY_ID: Readonly<Record<ActivityKind, number>> = { create: 1, read: 2, update: 3, delete: 4 };
const API_ACTIVITY = 6003;
const OCSF_VERSION = "1.8.0";

const hash = (what: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe(what);
const amount = (what: string) => z.int().min(0).describe(what);

/** A resource touched by an event: type and opaque id, nothing else. */
export const Resource = z
  .strictObject({
    type: z.enum(RESOURCE_TYPES).describe("What kind of thing it is"),
    uid: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,64}$/)
      .describe("Its id"),
  })
  .meta({ id: "AuditResource", description: "A thing that an event is about" });
export type Resource = z.infer<typeof Resource>;

/**
 * Facts about an event. The schema is what keeps the trail content-free (BF-07): only hashes, counts, booleans and
 * closed words fit, so a title or a message can't be written by mistake.
 */
export const Facts = z
  .strictObject({
    sha256: hash("SHA-256 of the bytes that left"),
    factsHash: hash("SHA-256 of the facts of consent"),
    bytes: amount("How many bytes"),
    count: amount("How many things"),
    redacted: amount("Parts of a message that the user chose to hide"),
    kept: amount("Parts of a message that the user chose to keep as false hits"),
    version: amount("The version that was read or made"),
    enabled: z.boolean().describe("Whether something was switched on"),
    replayed: z.boolean().describe("Whether an earlier answer was given again"),
    outcome: z.enum(wordsOf("outcome")).describe("How it ended"),
    origin: z.enum(wordsOf("origin")).describe("Who wrote it"),
    format: z.enum(wordsOf("format")).describe("The format of an export"),
    inputTokens: amount("Tokens that the model read"),
    outputTokens: amount("Tokens that the model wrote"),
  })
  .partial()
  .meta({ id: "AuditFacts", description: "Facts of an event: hashes, counts, booleans and closed words alone" });
export type Facts = z.infer<typeof Facts>;

/** Who did it. There is no event without one. `system` is a job of the platform. */
export type Actor =
  | { readonly type: "user"; readonly uid: string; readonly role: string }
  | { readonly type: "system"; readonly uid: string };

/** An event line: an OCSF API Activity object. Shape is fixed by the schema; unknown members are refused. */
export const AuditEvent = z
  .strictObject({
    metadata: z
      .strictObject({
        version: z.literal(OCSF_VERSION).describe("The version of OCSF"),
        product: z
          .strictObject({
            name: z.literal("Belfry").describe("The product's name"),
            vendor_name: z.literal("Belfry").describe("Its maker"),
          })
          .describe("What wrote the event"),
        profiles: z.array(z.literal("datetime")).describe("The profiles of OCSF that it keeps to"),
        uid: z.string().describe("The event's id, `evt_…`"),
        tenant_uid: z.string().describe("The organisation's id"),
        sequence: z
          .int()
          .min(0)
          .nullable()
          .describe("Its place in the organisation's trail, from 0 without gaps. `null` until it has one"),
      })
      .describe("About the event itself"),
    time: z.int().describe("When it happened, in milliseconds since 1970-01-01T00:00:00Z"),
    time_dt: z.iso.datetime({ precision: 3 }).describe("The same in RFC 3339, in UTC"),
    class_uid: z.literal(API_ACTIVITY).describe("API Activity"),
    category_uid: z.literal(6).describe("Application Activity"),
    activity_id: z.int().min(1).max(4).describe("1 create, 2 read, 3 update, 4 delete"),
    type_uid: z.int().min(600_301).max(600_304).describe("`class_uid` × 100 + `activity_id`"),
    severity_id: z.union([z.literal(1), z.literal(2)]).describe("1 informational, 2 low: a refusal"),
    status_id: z.union([z.literal(1), z.literal(2)]).describe("1 success, 2 failure"),
    status_code: z.string().describe("The problem's code. Absent: it succeeded").optional(),
    api: z
      .strictObject({
        operation: z.string().describe("The `operationId`, or a job's own name"),
        request: z.strictObject({ uid: z.string().describe("The `X-Request-Id`") }).describe("The request"),
      })
      .describe("What was asked"),
    actor: z
      .strictObject({
        user: z
          .strictObject({
            uid: z.string().describe("The member's id, or the job's"),
            type: z.enum(["User", "System"]).describe("`System`: a job of the platform"),
            groups: z
              .array(z.strictObject({ name: z.string().describe("The role's name") }))
              .describe("The member's role at that moment. Absent of a job")
              .optional(),
          })
          .describe("The member or job"),
      })
      .describe("Who did it"),
    /** Required by the class. The address of the caller is personal and is not recorded. */
    src_endpoint: z
      .strictObject({ name: z.literal("not-recorded").describe("Always this") })
      .describe("From where: the class asks for it, but an address is personal and is not recorded"),
    resources: z.array(Resource).describe("What it was about. Never titles or text"),
    unmapped: Facts,
  })
  .meta({ id: "AuditEvent", description: "An event of the trail: an OCSF 1.8 API Activity object" });
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
