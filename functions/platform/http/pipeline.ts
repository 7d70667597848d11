import type { Quota } from "../../core/problem.ts";
import type { AuditContext } from "../audit.ts";
import type { Clock } from "../clock.ts";
import type { IdentityVerifier } from "../identity.ts";
import type { RequestLimiter } from "../limiter.ts";
import { type Firestore, type Snapshots, TenantStore } from "../store/firestore.ts";
import { admit, type Caller } from "../tenant/admit.ts";
import { acceptsGzip, parseRequest } from "./parse.ts";
import type { Answer, Binding, Call } from "./route.ts";
import { authorise, identify, leaveEvent, STRANGER_EVENTS_MAX, sizedBody } from "./steps.ts";

export interface PipelineDeps {
  readonly db: Firestore;
  readonly identity: IdentityVerifier;
  readonly limiter: RequestLimiter;
  readonly clock: Clock;
  /** Aborted when the instance is told to stop. */
  readonly draining: AbortSignal;
}

/** One request on its way to one route. */
export interface Incoming {
  readonly binding: Binding;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly now: Date;
}

/** Told, as soon as it is known, in whose trail a refusal belongs, and what is left of the caller's requests. */
export interface Witness {
  known(store: TenantStore, audit: AuditContext): void;
  counted(quota: Quota): void;
}

/**
 * The steps of a request, from top to bottom. Each throws a Problem or hands on what the next one needs; nothing reaches a handler that did
 * not pass all of them, and nothing leaves it without its event.
 */
export async function run(deps: PipelineDeps, incoming: Incoming, witness: Witness): Promise<Answer> {
  const { binding, request, requestId, now } = incoming;
  const body = await sizedBody(request);
  const identity = await identify(deps.identity, request);
  const store = new TenantStore(deps.db, identity.tenantId);
  const { tenantId, userId } = identity;
  const audit = (role: string): AuditContext => ({
    tenantId,
    requestId,
    at: now,
    actor: { type: "user", uid: userId, role },
  });
  const count = deps.limiter.count(identity);
  // A disabled member's attempt is in the tenant's trail too, but not a flood of them.
  if (count <= STRANGER_EVENTS_MAX) witness.known(store, audit("none"));
  const { caller, reads } = await admit(store, identity, binding.reads(store, { userId, params: incoming.params }));
  const known = audit(caller.role);
  witness.known(store, known);
  witness.counted(deps.limiter.check(count, caller.settings.limits.requestsPerMinute));
  authorise(caller, binding.spec);
  const answer = await binding.handle({ ...parsed(deps, incoming, body, caller, reads), store, audit: known });
  await leaveEvent(store, known, binding.spec, answer);
  return answer;
}

function parsed(
  deps: PipelineDeps,
  { binding, request, params, requestId, now }: Incoming,
  body: Uint8Array,
  caller: Caller,
  reads: Snapshots<ReturnType<Binding["reads"]>>,
): Omit<Call, "store" | "audit"> {
  const { spec } = binding;
  const query = new URL(request.url).searchParams;
  const input = parseRequest(spec, { headers: request.headers, params, query, body });
  return {
    spec,
    requestId,
    caller,
    now,
    clock: deps.clock,
    ...input,
    // The binding narrows them to what its own contract parsed.
    params: input.params as never,
    query: input.query as never,
    body: input.body as never,
    lastEventId: spec.resumes === true ? (request.headers.get("last-event-id") ?? undefined) : undefined,
    acceptsGzip: acceptsGzip(request.headers.get("accept-encoding")),
    signal: AbortSignal.any([request.signal, deps.draining]),
    reads,
  };
}
