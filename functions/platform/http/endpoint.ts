import { Hono } from "hono";
import { type Actor, Resource } from "../../core/event.ts";
import { may } from "../../core/permissions.ts";
import { Problem } from "../../core/problem.ts";
import { type AuditContext, record } from "../audit.ts";
import { type Clock, newId } from "../clock.ts";
import type { Identity, IdentityVerifier } from "../identity.ts";
import type { RequestLimiter } from "../limiter.ts";
import type { Log } from "../log.ts";
import { type Firestore, TenantStore } from "../store/firestore.ts";
import { admit, type Caller } from "../tenant/member.ts";
import { acceptsGzip, BODY_BYTES_MAX, parseRequest } from "./parse.ts";
import { answerResponse, asProblem, problemResponse } from "./response.ts";
import type { Answer, Binding } from "./route.ts";

export interface EndpointDeps {
  readonly db: Firestore;
  readonly identity: IdentityVerifier;
  readonly limiter: RequestLimiter;
  readonly clock: Clock;
  readonly log: Log;
  /** Runs work inside a span, when tracing is on. */
  readonly span?: <R>(name: string, work: () => Promise<R>) => Promise<R>;
  /** Aborted when the instance is told to stop. */
  readonly draining: AbortSignal;
}

/** A function's web-standard handler: its routes, each run through the same visible steps. */
export function endpoint(deps: EndpointDeps, bindings: readonly Binding[]): (request: Request) => Promise<Response> {
  const app = new Hono({ strict: true });
  const methods = Map.groupBy(bindings, ({ spec }) => honoPath(spec.path));
  for (const binding of bindings) {
    app.on(binding.spec.method.toUpperCase(), honoPath(binding.spec.path), (c) =>
      run(deps, binding, c.req.raw, c.req.param()),
    );
  }
  for (const [path, routes] of methods) {
    const allow = routes.map(({ spec }) => spec.method.toUpperCase());
    app.all(path, () =>
      refuse(new Problem("method-not-allowed", { detail: `Use ${allow.join(" or ")} here.`, allow })),
    );
  }
  app.notFound(() => refuse(new Problem("not-found", { detail: "There is no such route. See GET /v1/openapi.json." })));
  return async (request) => app.fetch(request);
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");
const refuse = (problem: Problem): Response => problemResponse(problem, newId("req"));

async function run(
  deps: EndpointDeps,
  binding: Binding,
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  const { spec } = binding;
  const requestId = newId("req");
  const now = deps.clock.now();
  const started = performance.now();
  let trail: Trail | undefined;
  try {
    const body = await sizedBody(request);
    const identity = await identify(deps, request);
    const store = new TenantStore(deps.db, identity.tenantId);
    const count = deps.limiter.count(identity);
    // Known from here on: a disabled member's attempt is in the tenant's trail too, but not a flood of them.
    const stranger: Actor = { type: "user", uid: identity.userId, role: "none" };
    const context = { tenantId: identity.tenantId, requestId, at: now };
    if (count <= STRANGER_EVENTS_MAX) trail = { store, audit: { ...context, actor: stranger }, params };
    const { caller, preloaded } = await admit(
      store,
      identity,
      binding.preload(store, { userId: identity.userId, params }),
    );
    const audit: AuditContext = { ...context, actor: { type: "user", uid: caller.userId, role: caller.role } };
    trail = { store, audit, params };
    deps.limiter.check(count, caller.settings.limits.requestsPerMinute);
    authorise(caller, binding);
    const url = new URL(request.url);
    const parsed = parseRequest(spec, { headers: request.headers, params, query: url.searchParams, body });
    const handle = (call: Parameters<typeof binding.handle>[0]) =>
      deps.span === undefined ? binding.handle(call) : deps.span(spec.operation, () => binding.handle(call));
    const answer = await handle({
      spec,
      requestId,
      caller,
      store,
      now,
      ...parsed,
      params: parsed.params as never,
      query: parsed.query as never,
      body: parsed.body as never,
      acceptsGzip: acceptsGzip(request.headers.get("accept-encoding")),
      signal: AbortSignal.any([request.signal, deps.draining]),
      preloaded,
      audit,
    });
    await leaveEvent(store, audit, binding, answer);
    deps.log.write("INFO", "request", {
      requestId,
      operation: spec.operation,
      tenant: caller.tenantId,
      status: answer.status ?? spec.answer.status,
      durationMs: elapsed(started),
    });
    return answerResponse(spec, answer, requestId);
  } catch (error) {
    const problem = asProblem(error);
    await recordDenial(deps, binding, trail, problem);
    deps.log.write(problem.status >= 500 ? "ERROR" : "INFO", "request refused", {
      requestId,
      operation: spec.operation,
      ...(trail === undefined ? {} : { tenant: trail.audit.tenantId }),
      status: problem.status,
      code: problem.code,
      durationMs: elapsed(started),
      ...(problem.status >= 500 ? { cause: problem.options.cause } : {}),
    });
    return problemResponse(problem, requestId);
  }
}

interface Trail {
  readonly store: TenantStore;
  readonly audit: AuditContext;
  readonly params: Readonly<Record<string, string>>;
}

/** Refusals a minute that are recorded of somebody who is no active member. The log has all of them. */
const STRANGER_EVENTS_MAX = 60;

/** What a refused request pointed at, so that the trail shows what somebody tried to reach. Only well-formed ids fit an event. */
function attempted(params: Readonly<Record<string, string>>): Resource[] {
  return Object.entries(params).flatMap(([name, uid]) => {
    const parsed = Resource.safeParse({ type: name.replace(/Id$/, ""), uid });
    return parsed.success ? [parsed.data] : [];
  });
}

async function sizedBody(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  const body = declared > BODY_BYTES_MAX ? undefined : new Uint8Array(await request.arrayBuffer());
  if (body === undefined || body.length > BODY_BYTES_MAX) {
    throw new Problem("too-large", { detail: `A request's body may hold at most ${BODY_BYTES_MAX} bytes.` });
  }
  return body;
}

function identify(deps: EndpointDeps, request: Request): Promise<Identity> {
  const match = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.get("authorization") ?? "");
  if (match?.[1] === undefined)
    throw new Problem("unauthenticated", { detail: "Send a valid ID token in the Authorization header." });
  return deps.identity.verify(match[1]);
}

function authorise(caller: Caller, binding: Binding): void {
  if (!may(caller.role, binding.spec.permission)) {
    throw new Problem("forbidden", {
      detail: `Your role does not include ${binding.spec.permission}. Ask an administrator of your organisation.`,
    });
  }
}

/** Whatever was read or done is in the trail before the answer leaves: no event, no answer. */
async function leaveEvent(store: TenantStore, audit: AuditContext, binding: Binding, answer: Answer): Promise<void> {
  if (answer.recorded) return;
  const { resources, facts } = answer;
  await record(store, audit, {
    eventId: newId("evt"),
    action: binding.spec.operation,
    resources,
    ...(facts === undefined ? {} : { facts }),
  });
}

/**
 * A refusal of somebody we know is an event of their tenant. Not a flood's: those over the request limit would turn each
 * refused request into a write. If storage itself is down the refusal stands and the log has it.
 */
async function recordDenial(
  deps: EndpointDeps,
  binding: Binding,
  trail: Trail | undefined,
  problem: Problem,
): Promise<void> {
  if (
    trail === undefined ||
    problem.code === "storage-unavailable" ||
    (problem.code === "rate-limited" && problem.options.quota?.policy === "requests")
  )
    return;
  try {
    await record(trail.store, trail.audit, {
      eventId: newId("evt"),
      action: binding.spec.operation,
      resources: attempted(trail.params),
      denied: problem.code,
    });
  } catch (cause) {
    deps.log.write("ERROR", "a denial could not be recorded", { requestId: trail.audit.requestId, cause });
  }
}

const elapsed = (started: number): number => Math.round(performance.now() - started);
