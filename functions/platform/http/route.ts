import type { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import type { Facts, Resource } from "../../core/event.ts";
import type { ProblemCode } from "../../core/problem.ts";
import type { Operation, Permission } from "../../vocabulary/index.ts";
import type { AuditContext, Recorded } from "../audit.ts";
import type { Clock } from "../clock.ts";
import type { Refs, Snapshots, TenantStore } from "../store/firestore.ts";
import type { Caller } from "../tenant/admit.ts";
import type { Language } from "./language.ts";

/** A route's contract. Operation and permission are required: a route without them does not compile. */
export interface RouteSpec {
  readonly operation: Operation;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** OpenAPI path template, e.g. `/v1/briefs/{briefId}`. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `POST` that creates: the same key and body give the same answer. */
  readonly idempotencyKey?: "required" | "optional";
  /** `optional`: who sends it changes only what they saw. */
  readonly ifMatch?: "required" | "optional";
  /** Takes `Last-Event-ID`: what comes after that event. */
  readonly resumes?: true;
  readonly answer: {
    readonly status: 200 | 201 | 204;
    /** Absent for 204. */
    readonly schema?: z.ZodType;
    /** `application/json` unless said. */
    readonly mediaTypes?: readonly string[];
    /** Of a `text/event-stream`: each event's name, what it says, and the schema of its data. */
    readonly events?: Readonly<
      Record<string, { readonly says: string; readonly data: z.ZodType; readonly example: Json }>
    >;
    readonly etag?: true;
  };
  readonly problems: readonly ProblemCode[];
  readonly example?: { readonly body?: Json; readonly answer?: Json };
}

type Parsed<S, Part extends "params" | "query" | "body"> = S extends { readonly [P in Part]: infer Z extends z.ZodType }
  ? z.output<Z>
  : undefined;

/** What is known of a request before it is parsed. */
export interface ReadIds {
  readonly userId: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Documents that a route reads in the same round trip as the membership, by name. */
export type ReadPlan<R extends Refs = Refs> = (store: TenantStore, ids: ReadIds) => R;
/** The snapshots of a read plan: `ReadsOf<typeof briefReads>`. */
export type ReadsOf<Plan extends ReadPlan> = Snapshots<ReturnType<Plan>>;

/** An admitted, permitted and parsed request. */
export interface Call<S extends RouteSpec = RouteSpec, Reads extends object = object> {
  readonly spec: S;
  readonly requestId: string;
  readonly caller: Caller;
  readonly store: TenantStore;
  /** The request's one instant. */
  readonly now: Date;
  /** For what happens after it: the end of a stream. */
  readonly clock: Clock;
  readonly params: Parsed<S, "params">;
  readonly query: Parsed<S, "query">;
  readonly body: Parsed<S, "body">;
  readonly idempotencyKey: string | undefined;
  /** The version number out of `If-Match`, or `*` for whichever there is; absent where it is optional and was not sent. */
  readonly ifMatch: number | "*" | undefined;
  readonly acceptsGzip: boolean;
  /** In which people are told of problems, and read the terms. */
  readonly language: Language;
  /** The last event that the client saw, where the route can go on from there. */
  readonly lastEventId: string | undefined;
  /** Aborted when the client leaves or the instance drains. */
  readonly signal: AbortSignal;
  /** What the route's read plan asked for. */
  readonly reads: Reads;
  readonly audit: AuditContext;
}

export interface Answer {
  readonly status?: number;
  /** JSON, text with `mediaType`, or a stream. */
  readonly body?: Json | ReadableStream<Uint8Array>;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What was touched, for the trail. */
  readonly resources: readonly Resource[];
  readonly facts?: Facts;
  /** How many stored documents were left out because they are damaged: an operator is told. */
  readonly damaged?: number;
  /** Proof that the event is stored already, with the change. Without it the pipeline stores one before it answers. */
  readonly recorded?: Recorded;
}

export interface Binding {
  readonly spec: RouteSpec;
  readonly reads: ReadPlan;
  readonly handle: (call: Call) => Promise<Answer>;
}

const nothing: ReadPlan<Record<never, never>> = () => ({});

/** Ties a contract to its rule, and to what the rule reads first. */
export function bind<const S extends RouteSpec, R extends Refs = Record<never, never>>(
  spec: S,
  handle: (call: Call<S, Snapshots<R>>) => Promise<Answer>,
  reads?: ReadPlan<R>,
): Binding {
  return {
    spec,
    reads: reads ?? nothing,
    // The pipeline parses with this very spec and reads by this very plan before it calls, which is what makes the narrower type true.
    handle: (call) => handle(call as Call<S, Snapshots<R>>),
  };
}
