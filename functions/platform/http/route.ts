import type { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import type { Facts, Resource } from "../../core/event.ts";
import type { Operation } from "../../core/operations.ts";
import type { Permission } from "../../core/permissions.ts";
import type { ProblemCode } from "../../core/problem.ts";
import type { AuditContext } from "../audit.ts";
import type { DocumentReference, DocumentSnapshot, TenantStore } from "../store/firestore.ts";
import type { Caller } from "../tenant/member.ts";

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
  readonly ifMatch?: "required";
  readonly answer: {
    readonly status: 200 | 201 | 204;
    /** Absent for 204. */
    readonly schema?: z.ZodType;
    /** `application/json` unless said. */
    readonly mediaTypes?: readonly string[];
    readonly etag?: true;
  };
  readonly problems: readonly ProblemCode[];
  readonly example?: { readonly body?: Json; readonly answer?: Json };
}

type Parsed<S, Part extends "params" | "query" | "body"> = S extends { readonly [P in Part]: infer Z extends z.ZodType }
  ? z.output<Z>
  : undefined;

/** An admitted, permitted and parsed request. */
export interface Call<S extends RouteSpec = RouteSpec> {
  readonly spec: S;
  readonly requestId: string;
  readonly caller: Caller;
  readonly store: TenantStore;
  /** One instant for the whole request. */
  readonly now: Date;
  readonly params: Parsed<S, "params">;
  readonly query: Parsed<S, "query">;
  readonly body: Parsed<S, "body">;
  readonly idempotencyKey: string | undefined;
  /** The version number out of `If-Match`, or `*` for whichever there is; present when the route requires it. */
  readonly ifMatch: number | "*" | undefined;
  readonly acceptsGzip: boolean;
  /** Aborted when the client leaves or the instance drains. */
  readonly signal: AbortSignal;
  /** What {@link Binding.preload} asked for, read together with the membership. */
  readonly preloaded: readonly DocumentSnapshot<object>[];
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
  /** The event is already stored, in the transaction of the change. Otherwise the endpoint stores it before answering. */
  readonly recorded?: true;
}

/** What is known of a request before it is parsed. */
export interface PreloadIds {
  readonly userId: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Binding {
  readonly spec: RouteSpec;
  readonly preload: (store: TenantStore, ids: PreloadIds) => DocumentReference<object>[];
  readonly handle: (call: Call) => Promise<Answer>;
}

export interface BindOptions {
  /** Documents to read in the same round trip as the membership. */
  readonly preload?: Binding["preload"];
}

/** Ties a contract to its rule. */
export function bind<const S extends RouteSpec>(
  spec: S,
  handle: (call: Call<S>) => Promise<Answer>,
  options: BindOptions = {},
): Binding {
  return {
    spec,
    preload: options.preload ?? (() => []),
    // The endpoint parses with this very spec before it calls, which is what makes the narrower type true.
    handle: (call) => handle(call as Call<S>),
  };
}
